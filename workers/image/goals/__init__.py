"""How an output gets what was asked of it: a quality, a look, a number of bytes."""
