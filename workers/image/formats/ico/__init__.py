"""Windows icons."""
