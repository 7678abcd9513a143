"""Whether the boxes of a JPEG XL can all be walked."""

from workers.binary.source import ByteSource
from workers.image.formats.jxl import container as jxl


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    for _ in jxl.boxes(source):
        pass
