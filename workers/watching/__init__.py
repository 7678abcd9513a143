"""Folders that are watched: files that appear in them become jobs once they are whole."""
