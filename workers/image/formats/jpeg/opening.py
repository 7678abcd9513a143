"""Open a JPEG, or the first picture of several in one file."""

from typing import BinaryIO

from PIL import ImageFile

from workers.binary.source import ByteSource
from workers.image.formats import pillow
from workers.image.formats.jpeg import container as jpeg

_ARITHMETIC = frozenset({9, 10})


def open_jpeg(source: BinaryIO) -> ImageFile.ImageFile:
    """The header alone. Raises Failure, and what Pillow raises."""
    image = pillow.opened(source, "JPEG", "MPO")
    if _is_arithmetic(source):
        # libjpeg's decoder of this kind cannot stop for more data, so that it gets all at once.
        image.decodermaxblock = ByteSource(source).size
    return image


def _is_arithmetic(source: BinaryIO) -> bool:
    """Whether the coded data are packed by arithmetic coding (SOF9, SOF10) and not by Huffman's."""
    file = ByteSource(source)
    found = next((segment for segment in jpeg.segments(file) if segment.marker in jpeg.FRAMES), None)
    return found is not None and jpeg.frame(file, found).process in _ARITHMETIC
