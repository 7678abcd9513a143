"""Choosing and changing the recipe for the files that are added next."""
