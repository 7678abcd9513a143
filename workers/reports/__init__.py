"""Reports about jobs: what they hold, and the files they are written to row by row."""
