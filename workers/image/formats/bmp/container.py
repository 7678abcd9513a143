"""The header of a Windows bitmap, and the bitmap as Pillow takes it."""

from io import BytesIO
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from workers.binary.source import ByteSource, damaged, unsupported
from workers.image.color.colorimetry import D65, Points

INFO_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
FILE_HEADER = 14
_INFO = 40

_PLAIN, _RLE8, _RLE4, _BITFIELDS, _ALPHA_BITFIELDS = 0, 1, 2, 3, 6
UNPACKED = frozenset({_PLAIN, _BITFIELDS, _ALPHA_BITFIELDS})
"""The compressions that are none: each row stands there in as many bytes as every other."""

# Windows GDI, BITMAPINFOHEADER: the compressions that each depth may have.
_PACKINGS = {
    1: frozenset({_PLAIN}),
    4: frozenset({_PLAIN, _RLE4}),
    8: frozenset({_PLAIN, _RLE8}),
    16: UNPACKED,
    24: frozenset({_PLAIN}),
    32: UNPACKED,
}
# Red, green, blue and alpha as Pillow unpacks them.
_BGRX, _BGRA = (0xFF0000, 0xFF00, 0xFF, 0), (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
_KNOWN_MASKS = frozenset({_BGRX, _BGRA, (0xF800, 0x7E0, 0x1F, 0), (0x7C00, 0x3E0, 0x1F, 0)})

_ROWS = 256


# Windows GDI, BITMAPV4HEADER and BITMAPV5HEADER: the field bV4CSType, "LINK" and "MBED" from behind.
_CALIBRATED, _LINKED, _EMBEDDED = bytes(4), b"KNIL", b"DEBM"
_V4, _V5 = 108, 124
_XYZ_UNIT, _GAMMA_UNIT = 2**30, 2**16
_WHOLE = (0.9, 1.1)


class BmpHeader(Struct, frozen=True, kw_only=True):
    """Pixels (rows from the bottom up unless `top_down`), bits a pixel, the compression's number, the resolution a metre.

    `masks` are the bits of a pixel that are red, green, blue and alpha, all 0 where the bitmap does not say. `colors` is how
    many the palette holds, 0 for as many as there can be. `profile` is where one stands and its bytes, `is_linked` says that it
    is in another file. `is_opaque` says that there was a mask for alpha, but no pixel had any. `points` and
    `gammas` (red, green, blue) are those of the colours where they are said in numbers.
    """

    width: int
    height: int
    bits: int
    info_size: int
    top_down: bool = False
    compression: int = 0
    masks: tuple[int, int, int, int] = (0, 0, 0, 0)
    colors: int = 0
    per_metre: tuple[int, int] = (0, 0)
    profile: tuple[int, int] = (0, 0)
    is_linked: bool = False
    is_opaque: bool = False
    points: Points | None = None
    gammas: tuple[float, float, float] | None = None


def header(source: ByteSource, at: int = FILE_HEADER) -> BmpHeader:
    """Read the information header at an offset (behind the file header, or in an icon). Raises Failure."""
    size = source.number(at, 4, little=True)
    if size not in INFO_SIZES:
        raise unsupported(f"a bitmap header of {size} bytes")
    data = source.at(at, size).ljust(40, b"\0")

    def number(offset: int, count: int = 4, *, signed: bool = False) -> int:
        return int.from_bytes(data[offset : offset + count], "little", signed=signed)

    if size == 12:
        return _known(BmpHeader(width=number(4, 2), height=number(6, 2), bits=number(10, 2), info_size=size))
    space = data[56:60] if size >= _V4 else None
    return _known(
        BmpHeader(
            width=number(4, signed=True),
            height=abs(number(8, signed=True)),
            top_down=number(8, signed=True) < 0,
            bits=number(14, 2),
            info_size=size,
            compression=number(16),
            masks=_masks(source, at, size, number(16)),
            colors=number(32),
            per_metre=(number(24), number(28)),
            profile=(at + number(112), number(116)) if size == _V5 and space == _EMBEDDED else (0, 0),
            is_linked=size == _V5 and space == _LINKED,
            points=_points([number(offset) / _XYZ_UNIT for offset in range(60, 96, 4)])
            if space == _CALIBRATED
            else None,
            gammas=_gammas([number(offset) / _GAMMA_UNIT for offset in (96, 100, 104)])
            if space == _CALIBRATED
            else None,
        )
    )


def _points(ends: list[float]) -> Points | None:
    """Chromaticities of white, red, green and blue from the X, Y and Z of the three; white is their sum if Y of it is 1."""
    sums = [sum(ends[at : at + 3]) for at in (0, 3, 6)]
    if min(sums) <= 0:
        return None
    red, green, blue = ((ends[at] / total, ends[at + 1] / total) for at, total in zip((0, 3, 6), sums, strict=True))
    light = sum(ends[1::3])
    # Programs that write chromaticities here, whose sums are 1 each, say nothing of white.
    are_colors = any(abs(total - 1) > 1 - _WHOLE[0] for total in sums)
    told = are_colors and _WHOLE[0] < light < _WHOLE[1]
    white = (sum(ends[0::3]) / sum(sums), light / sum(sums)) if told else D65
    return *white, *red, *green, *blue


def _gammas(values: list[float]) -> tuple[float, float, float] | None:
    return (values[0], values[1], values[2]) if min(values) > 0 else None


def _masks(source: ByteSource, at: int, size: int, compression: int) -> tuple[int, int, int, int]:
    """The masks of the header, or those that stand behind one that is too short for them."""
    if compression not in (_BITFIELDS, _ALPHA_BITFIELDS) or size == 64:
        return (0, 0, 0, 0)
    with_alpha = size >= 56 or compression == _ALPHA_BITFIELDS
    found = [source.number(at + 40 + 4 * index, 4, little=True) for index in range(4 if with_alpha else 3)]
    return (found[0], found[1], found[2], found[3] if with_alpha else 0)


def _known(head: BmpHeader) -> BmpHeader:
    is_os2 = head.info_size == 64 and head.compression > 2
    if head.bits not in _PACKINGS or head.compression not in _PACKINGS[head.bits] or is_os2:
        raise unsupported(f"a bitmap of {head.bits} bits, compression {head.compression}")
    if head.compression in (_BITFIELDS, _ALPHA_BITFIELDS) and not any(head.masks[:3]):
        raise damaged("a bitmap whose masks name no bits")
    return head


def shown(source: ByteSource, head: BmpHeader) -> BmpHeader:
    """The header without the mask of an alpha that is 0 in every pixel: programs that know none leave it at that."""
    alpha, size = head.masks[3].to_bytes(4, "little"), head.bits // 8
    if not head.masks[3] or size not in (2, 4) or head.width <= 0:
        return head
    clear = [bytes(value for value in range(256) if not value & mask) for mask in alpha[:size]]
    start, end = source.number(10, 4, little=True), source.size
    used, row = head.width * size, (head.width * head.bits + 31) // 32 * 4
    many = row if used < row else row * _ROWS  # what fills up a row is no pixel
    for at in range(start, min(end, start + row * head.height), many):
        pixels = source.up_to(at, min(many, start + row * head.height - at) - (row - used))
        if any(pixels[place::size].translate(None, clear[place]) for place in range(size) if alpha[place]):
            return head
    return replace(head, masks=(*head.masks[:3], 0), is_opaque=True)


def decodable(file: BinaryIO) -> BinaryIO:
    """The file or, where Pillow does not take its header or its masks, the same bitmap with others. Raises Failure."""
    source = ByteSource(file)
    head = shown(source, header(source))
    # Pillow does not know the compression that is told with four masks.
    is_known = head.masks in _KNOWN_MASKS and head.compression == _BITFIELDS and not head.is_opaque
    if any(head.masks) and head.bits in (16, 32) and not is_known:
        return BytesIO(_unpacked(source, head))
    start = source.number(10, 4, little=True)
    if head.info_size == 16:
        body = source.at(18, 12).ljust(36, b"\0")
        return BytesIO(_file(body, source.up_to(30, start - 30), source.up_to(start, source.size)))
    most = 1 << head.bits
    colors = head.colors or most
    if head.info_size >= _INFO and colors < most and 1 < head.bits <= 8 and _seems_grey(source, head, colors):
        return BytesIO(_with_colors(source, colors + 1))  # the last one is used by no pixel
    if head.bits <= 8 and head.colors > most and start >= FILE_HEADER + head.info_size + 4 * most:
        return BytesIO(_with_colors(source, most))
    return file


def _seems_grey(source: ByteSource, head: BmpHeader, colors: int) -> bool:
    """Whether Pillow takes the palette for grey, and then a pixel for as many bits as its shades need."""
    shades = (0, 255) if colors == 2 else range(colors)
    palette = source.up_to(FILE_HEADER + head.info_size, 4 * colors)
    return all(palette[4 * at : 4 * at + 3] == bytes((shade,)) * 3 for at, shade in enumerate(shades))


def _with_colors(source: ByteSource, colors: int) -> bytes:
    data = bytearray(source.up_to(0, source.size))
    data[FILE_HEADER + 32 : FILE_HEADER + 36] = colors.to_bytes(4, "little")
    return bytes(data)


def _file(body: bytes, palette: bytes, pixels: bytes) -> bytes:
    """A bitmap of a header without its first four bytes, and of what stands behind it."""
    start = FILE_HEADER + 4 + len(body) + len(palette)
    first = b"BM" + (start + len(pixels)).to_bytes(4, "little") + bytes(4) + start.to_bytes(4, "little")
    return first + (4 + len(body)).to_bytes(4, "little") + body + palette + pixels


def _unpacked(source: ByteSource, head: BmpHeader) -> bytes:
    """The same picture with a byte a channel."""
    row = (head.width * head.bits + 31) // 32 * 4
    start = source.number(10, 4, little=True)
    strips = range(0, head.height, _ROWS)
    pixels = (
        _channels(source.up_to(start + row * first, row * min(_ROWS, head.height - first)), row, head)
        for first in strips
    )
    height = -head.height if head.top_down else head.height
    masks = _BGRA if head.masks[3] else _BGRX
    body = head.width.to_bytes(4, "little") + height.to_bytes(4, "little", signed=True) + b"\1\0\x20\0"
    body += _BITFIELDS.to_bytes(4, "little") + bytes(20) + b"".join(mask.to_bytes(4, "little") for mask in masks)
    return _file(body, b"", b"".join(pixels))


def _channels(stored: bytes, row: int, head: BmpHeader) -> bytes:
    """Rows of `row` bytes as blue, green, red and alpha."""
    import numpy as np  # noqa: PLC0415 - for few bitmaps

    kind = np.dtype("<u2" if head.bits == 16 else "<u4")
    packed = np.frombuffer(stored, kind).reshape(-1, row // kind.itemsize)[:, : head.width].astype(np.uint64)
    made = np.zeros((*packed.shape, 4), np.uint8)
    for channel, mask in zip((2, 1, 0, 3), head.masks, strict=True):
        if mask:
            shift = (mask & -mask).bit_length() - 1
            most = mask >> shift
            made[..., channel] = (((packed & mask) >> shift) * 255 + most // 2) // most
    return made.tobytes()
