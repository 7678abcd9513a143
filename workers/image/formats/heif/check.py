"""Whether the boxes and items of a HEIC or AVIF are all there."""

from workers.binary import bmff
from workers.binary.source import ByteSource, ends_early


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    for _ in bmff.boxes(source):
        pass
    meta = bmff.meta(source)
    for item in meta.items.values() if meta else ():
        if any(at + size > source.size for at, size in item.extents):
            raise ends_early(f"item {item.number}")
