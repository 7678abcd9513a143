"""The directory of a Windows icon, and its largest picture as Pillow takes it."""

from io import BytesIO
from typing import BinaryIO

from msgspec import Struct

from workers.binary.source import ByteSource, damaged
from workers.image.formats.bmp import container as bmp
from workers.image.formats.png import container as png

_ENTRY = 16
_WITH_ALPHA = 32
# The bits of a byte from the highest on, where 1 is clear, as bytes of alpha.
_ALPHA = tuple(bytes(0 if byte >> bit & 1 else 255 for bit in range(7, -1, -1)) for byte in range(256))


class Icon(Struct, frozen=True, kw_only=True):
    """One picture of an icon: pixels, bits a pixel as its own data say, whether it is a PNG, and where its data stand."""

    width: int
    height: int
    bits: int
    is_png: bool
    at: int
    size: int


def largest(source: ByteSource) -> Icon:
    """The picture with the most pixels, then bits. Raises Failure where the directory or every picture is broken."""
    count = source.number(4, 2, little=True)
    if count == 0:
        raise damaged("an icon without pictures")
    entries = source.at(6, _ENTRY * count)
    best = max(range(0, _ENTRY * count, _ENTRY), key=lambda at: _rank(entries[at : at + _ENTRY]))
    size, start = (int.from_bytes(entries[at : at + 4], "little") for at in (best + 8, best + 12))
    if source.at(start, 8) == png.SIGNATURE:
        inner = png.header(ByteSource.of(source.at(start, 33)))
        bits = _WITH_ALPHA if inner.color & 4 else 24
        return Icon(width=inner.width, height=inner.height, bits=bits, is_png=True, at=start, size=size)
    head = bmp.header(source, start)
    return Icon(width=head.width, height=head.height // 2, bits=head.bits, is_png=False, at=start, size=size)


def decodable(file: BinaryIO) -> BinaryIO:
    """An icon of its largest picture alone, whose entry says the bits that its data have. Raises Failure.

    Where it has 32 bits but no pixel any alpha, its mask of single bits is made alpha, as Windows shows it.
    """
    source = ByteSource(file)
    icon = largest(source)
    data = source.at(icon.at, min(icon.size, source.size - icon.at))
    if icon.bits == _WITH_ALPHA and not icon.is_png:
        data = _with_alpha(data, icon, bmp.header(ByteSource.of(data), 0).info_size)
    sides = bytes(side & 255 for side in (icon.width, icon.height))  # 0 is 256
    entry = sides + bytes(2) + b"\1\0" + icon.bits.to_bytes(2, "little") + len(data).to_bytes(4, "little")
    return BytesIO(b"\0\0\1\0\1\0" + entry + (6 + _ENTRY).to_bytes(4, "little") + data)


def _with_alpha(data: bytes, icon: Icon, start: int) -> bytes:
    """The bitmap with the alpha that its mask says, rows from the bottom up, where its own is 0 everywhere."""
    end = start + 4 * icon.width * icon.height
    if data[start + 3 : end : 4].strip(b"\0") or len(data) < end:
        return data
    row = (icon.width + 31) // 32 * 4
    rows = (data[at : at + row].ljust(row, b"\0") for at in range(end, end + row * icon.height, row))
    alpha = b"".join(b"".join(_ALPHA[byte] for byte in one)[: icon.width] for one in rows)
    made = bytearray(data)
    made[start + 3 : end : 4] = alpha
    return bytes(made)


def _rank(entry: bytes) -> tuple[int, int]:
    return (entry[0] or 256) * (entry[1] or 256), int.from_bytes(entry[6:8], "little")
