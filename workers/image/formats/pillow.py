"""Open a file with one of Pillow's decoders and no other."""

from typing import BinaryIO

from PIL import Image, ImageFile, PngImagePlugin

# The limits of `workers.image.limits` are checked against the header instead, and say which limit it was.
Image.MAX_IMAGE_PIXELS = None
# A press profile may be larger than the mebibyte that Pillow allows; texts are not shown to it at all.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 2**20


def opened(source: BinaryIO, *names: str) -> ImageFile.ImageFile:
    """The file's header, read by the decoder that Pillow calls by one of the names. Raises what Pillow raises."""
    source.seek(0)
    return Image.open(source, formats=names)
