"""The header of a DirectDraw surface (Microsoft, "Programming guide for DDS")."""

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, unsupported

_HEADER, _HEADER_10 = 128, 148
_ALPHA_PIXELS, _FOUR_LETTERS, _PALETTE, _RGB, _LUMINANCE = 0x1, 0x4, 0x20, 0x40, 0x20000
_CUBE, _VOLUME = 0x200, 0x200000
# The packings that Pillow reads: bytes a block of 4 x 4 pixels.
_PACKED = {
    b"DXT1": "BC1", b"DXT3": "BC2", b"DXT5": "BC3", b"BC4U": "BC4", b"ATI1": "BC4",
    b"BC5S": "BC5", b"BC5U": "BC5", b"ATI2": "BC5",
}  # fmt: skip
_PACKED_10 = {
    **dict.fromkeys((70, 71), "BC1"), **dict.fromkeys((73, 74), "BC2"), **dict.fromkeys((76, 77), "BC3"),
    **dict.fromkeys((79, 80), "BC4"), **dict.fromkeys((82, 83, 84), "BC5"), **dict.fromkeys((95, 96), "BC6H"),
    **dict.fromkeys((97, 98, 99), "BC7"),
}  # fmt: skip
_PLAIN_10 = frozenset({27, 28, 29})
_BLOCKS = {"BC1": 8, "BC4": 8}


class DdsHeader(Struct, frozen=True, kw_only=True):
    """Pixels, how they are packed ('' for not), bits a channel, what a pixel has, where the first surface begins and ends.

    `several` is whether there are further ones that are no smaller copies of the first.
    """

    width: int
    height: int
    packing: str
    bits: int
    alpha: bool
    grey: bool
    palette: bool
    end: int
    several: bool


def header(source: ByteSource) -> DdsHeader:
    """What the first 128 or 148 bytes say. Raises Failure, also for a variant that is not read here."""
    if source.number(4, 4, little=True) != 124:
        raise damaged("a DDS with a header of another size")
    height, width = source.number(12, 4, little=True), source.number(16, 4, little=True)
    flags, letters, depth = source.number(80, 4, little=True), source.at(84, 4), source.number(88, 4, little=True)
    several = bool(source.number(112, 4, little=True) & (_CUBE | _VOLUME))
    if flags & _RGB:
        alpha = bool(flags & _ALPHA_PIXELS)
        masks = [source.number(92 + 4 * place, 4, little=True) for place in range(4 if alpha else 3)]
        if depth not in (8, 16, 24, 32) or not all(masks):
            raise unsupported(f"DDS of {depth} bits")
        bits = max(8, *(mask.bit_count() for mask in masks))
        return _plain(width, height, depth, alpha=alpha, bits=bits, several=several)
    if flags & _LUMINANCE:
        alpha = depth == 16 and bool(flags & _ALPHA_PIXELS)
        if depth != 8 and not alpha:
            raise unsupported(f"DDS of {depth} bits of light")
        return _plain(width, height, depth, alpha=alpha, grey=True, several=several)
    if flags & _PALETTE:
        return _plain(width, height, 8, alpha=True, palette=True, several=several)
    if not flags & _FOUR_LETTERS:
        raise unsupported(f"DDS of the pixels {flags:#x}")
    return _packed(source, width, height, letters, several=several)


def _plain(
    width: int,
    height: int,
    depth: int,
    *,
    alpha: bool,
    several: bool,
    bits: int = 8,
    grey: bool = False,
    palette: bool = False,
    start: int = _HEADER,
) -> DdsHeader:
    end = start + (1024 if palette else 0) + width * height * depth // 8
    return DdsHeader(
        width=width,
        height=height,
        packing="",
        bits=bits,
        alpha=alpha,
        grey=grey,
        palette=palette,
        end=end,
        several=several,
    )


def _packed(source: ByteSource, width: int, height: int, letters: bytes, *, several: bool) -> DdsHeader:
    start, packing = _HEADER, _PACKED.get(letters)
    if letters == b"DX10":
        kind = source.number(_HEADER, 4, little=True)
        start, packing = _HEADER_10, _PACKED_10.get(kind)
        several = several or source.number(_HEADER + 12, 4, little=True) > 1
        if kind in _PLAIN_10:
            return _plain(width, height, 32, alpha=True, several=several, start=start)
    if packing is None:
        raise unsupported(f"DDS packed as {letters!r}")
    blocks = -(-width // 4) * -(-height // 4)
    return DdsHeader(
        width=width,
        height=height,
        packing=packing,
        bits=16 if packing == "BC6H" else 8,
        alpha=packing in ("BC1", "BC2", "BC3", "BC7"),
        grey=packing == "BC4",
        palette=False,
        end=start + blocks * _BLOCKS.get(packing, 16),
        several=several,
    )
