"""Icons, saved recipes, translations, sample images and profiles that ship with the application."""
