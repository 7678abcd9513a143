"""The ways in which an output comes about, one for each method of a plan."""
