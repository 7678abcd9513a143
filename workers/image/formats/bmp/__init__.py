"""Windows bitmaps."""
