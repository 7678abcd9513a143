"""What goes along with the pixels: read as raw bytes, patched in place, put into the output."""
