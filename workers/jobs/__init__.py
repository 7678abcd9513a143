"""A job, its states and the right to finish it, as plain values."""
