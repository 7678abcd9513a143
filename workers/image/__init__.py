"""What turns one picture into another: the only part that knows Pillow and the codecs."""
