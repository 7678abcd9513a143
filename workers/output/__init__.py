"""Where an output goes, and how it gets its name without anything being overwritten or half-written."""
