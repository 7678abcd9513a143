"""The header and the extension area of a Targa (Truevision TGA File Format Specification 2.0)."""

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, unsupported

_HEADER = 18
_FOOTER, _SIGNATURE = 26, b"TRUEVISION-XFILE.\0"
_MAPPED, _COLORS, _GREY = 1, 2, 3
PACKED = 8
"""The bit of the kind that says run lengths."""

_BITS = {_MAPPED: frozenset({8}), _COLORS: frozenset({16, 24, 32}), _GREY: frozenset({8, 16})}
_MAP_BITS = frozenset({16, 24, 32})
_ATTRIBUTES, _ATTRIBUTES_AT = 0x0F, 494


class TargaHeader(Struct, frozen=True, kw_only=True):
    """Pixels, bits a pixel, the kind (colours by a map, colours or grey, packed or not), and where the pixels begin.

    `alpha` is whether the fourth channel, or the second of grey, means transparency.
    """

    width: int
    height: int
    bits: int
    kind: int
    alpha: bool
    pixels_at: int

    @property
    def is_mapped(self) -> bool:
        """Whether the pixels are places in a colour map."""
        return self.kind & ~PACKED == _MAPPED

    @property
    def is_grey(self) -> bool:
        """Whether there is but one shade a pixel."""
        return self.kind & ~PACKED == _GREY


def header(source: ByteSource) -> TargaHeader:
    """What the first 18 bytes say. Raises Failure, also for a variant that is not read here."""
    head = source.at(0, _HEADER)
    kind, bits, colors, map_bits = head[2], head[16], int.from_bytes(head[5:7], "little"), head[7]
    plain = kind & ~PACKED
    if (
        bits not in _BITS.get(plain, ())
        or (head[1] and map_bits not in _MAP_BITS)
        or (plain == _MAPPED and not head[1])
    ):
        raise unsupported(f"Targa of kind {kind}, {bits} bits, a map of {map_bits}")
    has_alpha = bool(head[17] & _ATTRIBUTES) and not _says_no_alpha(source)
    if has_alpha and bits == 16 and plain == _COLORS:
        raise unsupported("Targa of 16 bits with transparency")
    width, height = int.from_bytes(head[12:14], "little"), int.from_bytes(head[14:16], "little")
    if width == 0 or height == 0:
        raise damaged(f"a Targa of {width}x{height}")
    return TargaHeader(
        width=width,
        height=height,
        bits=bits,
        kind=kind,
        alpha=map_bits == 32 if plain == _MAPPED else has_alpha and bits in (16, 32),
        pixels_at=_HEADER + head[0] + (colors * ((map_bits + 7) // 8) if head[1] else 0),
    )


def extension(source: ByteSource) -> int | None:
    """Where the extension area begins; None where there is none."""
    footer = source.up_to(max(0, source.size - _FOOTER), _FOOTER)
    at = int.from_bytes(footer[:4], "little") if footer.endswith(_SIGNATURE) else 0
    return at if 0 < at <= source.size - _ATTRIBUTES_AT - 1 else None


def _says_no_alpha(source: ByteSource) -> bool:
    at = extension(source)
    return at is not None and source.number(at + _ATTRIBUTES_AT, 1) == 0
