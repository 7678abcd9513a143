"""The boxes of a JP2 file and the header of a JPEG 2000 codestream (ISO/IEC 15444-1, annexes A and I)."""

from collections.abc import Iterator

from msgspec import Struct

from workers.binary import bmff
from workers.binary.bmff import IsoBox
from workers.binary.source import ByteSource, damaged, unsupported

_CODESTREAM = b"\xff\x4f\xff\x51"
_SIZ_AT = 4
# A.4 and A.6: the tile part, and the end of the codestream.
_SOT, _EOC = 0xFF90, 0xFFD9
_MOST_PARTS = 1_000_000


class Jpeg2000Header(Struct, frozen=True, kw_only=True):
    """Pixels, components, and the bits of the deepest one; `is_signed` says that its numbers have a sign."""

    width: int
    height: int
    components: int
    bits: int
    is_signed: bool


def is_bare(source: ByteSource) -> bool:
    """Whether the file is a codestream and nothing else."""
    return source.up_to(0, 4) == _CODESTREAM


def boxes(source: ByteSource) -> Iterator[IsoBox]:
    """The boxes of a JP2 file, none of a bare codestream. Raises Failure."""
    return iter(()) if is_bare(source) else bmff.boxes(source)


def described(source: ByteSource) -> dict[bytes, IsoBox]:
    """The first box of each name in the header box `jp2h`; nothing of a bare codestream. Raises Failure."""
    for box in boxes(source):
        if box.name == b"jp2h":
            return bmff.inside(source, box)
    return {}


def codestreams(source: ByteSource) -> list[tuple[int, int]]:
    """Where each codestream begins, and where its box ends. Raises Failure where there is none."""
    found = [(box.data_at, box.end) for box in boxes(source) if box.name == b"jp2c"]
    if is_bare(source):
        found = [(0, source.size)]
    if not found:
        raise damaged("a JPEG 2000 without codestream")
    return found


def header(source: ByteSource) -> Jpeg2000Header:
    """What the marker SIZ says (A.5.1). Raises Failure."""
    at, _ = codestreams(source)[0]
    if source.at(at, 4) != _CODESTREAM:
        raise damaged("a codestream without SIZ")
    at += _SIZ_AT
    right, down, left, top = (source.number(at + 4 + 4 * field, 4) for field in range(4))
    if left >= right or top >= down:
        raise damaged(f"a picture from {left}, {top} to {right}, {down}")
    count = source.number(at + 36, 2)
    parts = source.at(at + 38, 3 * count)
    if any(parts[place] != parts[0] for place in range(0, len(parts), 3)):
        raise unsupported("JPEG 2000 whose components have several depths")
    if any(step != 1 for place in range(0, len(parts), 3) for step in parts[place + 1 : place + 3]):
        raise unsupported("JPEG 2000 whose components have several sizes")
    depth = parts[0] if parts else 0
    return Jpeg2000Header(
        width=right - left,
        height=down - top,
        components=count,
        bits=(depth & 0x7F) + 1,
        is_signed=bool(depth & 0x80),
    )


def tile_parts_end(source: ByteSource) -> int:
    """Where the first codestream ends by what its tile parts say of their lengths. Raises Failure where they are not there."""
    at, end = codestreams(source)[0]
    at += 2
    for _ in range(_MOST_PARTS):
        marker = source.number(at, 2)
        if marker == _EOC:
            return at + 2
        if marker == _SOT:
            length = source.number(at + 6, 4)
            at = end - 2 if length == 0 else at + length  # 0 says: up to the end
        else:
            at += 2 + source.number(at + 2, 2)
    raise damaged("too many tile parts")
