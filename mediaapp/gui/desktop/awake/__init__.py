"""Keeping the computer from sleeping while it works."""
