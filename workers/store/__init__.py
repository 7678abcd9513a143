"""The job table: the only SQL of the project."""
