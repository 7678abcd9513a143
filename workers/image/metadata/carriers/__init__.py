"""One module a format: where it keeps its metadata, read and written."""
