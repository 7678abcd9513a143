"""What a person sees: the window, the command line and their words."""
