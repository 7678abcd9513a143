"""Notices outside the window."""
