"""Bounded readers of binary files, and of the structures that several formats share."""
