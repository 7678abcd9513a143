"""Icons of Apple's systems."""
