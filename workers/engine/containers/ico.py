"""The directory of a Windows icon."""

from msgspec import Struct

from workers.engine.containers import bmp, png
from workers.engine.containers.source import Source, damaged


class Icon(Struct, frozen=True, kw_only=True):
    """One picture of an icon: pixels, bits a pixel as its own data say, and whether it is a PNG."""

    width: int
    height: int
    bits: int
    is_png: bool


def largest(source: Source) -> Icon:
    """The picture with the most pixels, then bits. Raises Failure where the directory or every picture is broken."""
    count = source.number(4, 2, little=True)
    if count == 0:
        raise damaged("an icon without pictures")
    entries = source.at(6, 16 * count)
    best = max(range(0, 16 * count, 16), key=lambda at: _rank(entries[at : at + 16]))
    start = int.from_bytes(entries[best + 12 : best + 16], "little")
    if source.at(start, 8) == png.SIGNATURE:
        inner = png.header(Source.of(source.at(start, 33)))
        return Icon(width=inner.width, height=inner.height, bits=32 if inner.color & 4 else 24, is_png=True)
    head = bmp.header(source, start)
    return Icon(width=head.width, height=head.height // 2, bits=head.bits, is_png=False)


def _rank(entry: bytes) -> tuple[int, int]:
    return (entry[0] or 256) * (entry[1] or 256), int.from_bytes(entry[6:8], "little")
