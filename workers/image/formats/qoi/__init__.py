"""QOI, the Quite OK Image Format."""
