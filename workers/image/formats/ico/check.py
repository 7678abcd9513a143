"""Whether the pictures of an icon are all there."""

from workers.binary.source import ByteSource, ends_early


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    count = source.number(4, 2, little=True)
    entries = source.at(6, 16 * count)
    for at in range(0, 16 * count, 16):
        size, start = (int.from_bytes(entries[one : one + 4], "little") for one in (at + 8, at + 12))
        if start + size > source.size:
            raise ends_early("a picture of the icon")
