"""Huey's consumer on the job table: the only Huey of the project."""
