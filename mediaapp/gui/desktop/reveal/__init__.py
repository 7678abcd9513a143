"""Showing files in the desktop's file manager."""
