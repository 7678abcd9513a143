"""The header of a Windows bitmap."""

from msgspec import Struct

from workers.engine.containers.source import Source, unsupported

INFO_SIZES = frozenset({12, 40, 52, 56, 64, 108, 124})
FILE_HEADER = 14


class Header(Struct, frozen=True, kw_only=True):
    """Pixels, bits a pixel, the compression's number, the mask of the alpha channel, and the resolution a metre."""

    width: int
    height: int
    bits: int
    info_size: int
    compression: int = 0
    alpha_mask: int = 0
    per_metre: tuple[int, int] = (0, 0)
    profile: tuple[int, int] = (0, 0)


def header(source: Source, at: int = FILE_HEADER) -> Header:
    """Read the information header at an offset (behind the file header, or in an icon). Raises Failure."""
    size = source.number(at, 4, little=True)
    if size not in INFO_SIZES:
        raise unsupported(f"a bitmap header of {size} bytes")
    data = source.at(at, size)

    def number(offset: int, count: int = 4, *, signed: bool = False) -> int:
        return int.from_bytes(data[offset : offset + count], "little", signed=signed)

    if size == 12:
        return Header(width=number(4, 2), height=number(6, 2), bits=number(10, 2), info_size=size)
    has_profile = size == 124 and data[56:60] == b"DEBM"
    return Header(
        width=number(4, signed=True),
        height=abs(number(8, signed=True)),
        bits=number(14, 2),
        info_size=size,
        compression=number(16),
        alpha_mask=number(52) if size >= 56 else 0,
        per_metre=(number(24), number(28)),
        profile=(at + number(112), number(116)) if has_profile else (0, 0),
    )
