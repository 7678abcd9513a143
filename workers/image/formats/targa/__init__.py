"""Targa."""
