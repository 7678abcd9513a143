"""The page Automatic: what begins by itself, and what has come of it."""
