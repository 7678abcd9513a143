"""JPEG 2000, as a codestream and in its file format."""
