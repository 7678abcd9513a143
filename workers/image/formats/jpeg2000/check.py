"""Whether the tile parts of a JPEG 2000 are all there: its decoder fills what is missing."""

from workers.binary.source import ByteSource
from workers.image.formats.jpeg2000 import container as jpeg2000


def check(source: ByteSource) -> None:
    """Raises Failure where they are not."""
    for _ in jpeg2000.boxes(source):
        pass
    jpeg2000.tile_parts_end(source)
