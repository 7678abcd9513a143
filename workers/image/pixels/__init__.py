"""The pixels of a picture, as Pillow holds them or as libvips does."""
