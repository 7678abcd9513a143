"""Whether a JPEG goes on to the mark of its end."""

from workers.binary.source import ByteSource
from workers.image.formats.jpeg import container as jpeg


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    jpeg.end_of_image(source)
