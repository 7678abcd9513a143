"""WebP's RIFF container as a run of chunks, and the file as Pillow takes it."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, ends_early
from workers.errors import Failure
from workers.image.formats.coverage import After, Coverage

MOST_CHUNKS = 1_000_000
"""More are damage."""

_FIRST = 12
_ALPHA, _ANIMATED = 0x10, 0x02
# Frame size, place, time and way: what stands before the chunks in ANMF.
_FRAME = 16
# The flags at the end of them.
_CLEARED, _REPLACES = 0x01, 0x02


class RiffChunk(Struct, frozen=True, kw_only=True):
    """One chunk at `at`; its data are `size` bytes from `data_at`, padded to an even number."""

    name: bytes
    at: int
    size: int

    @property
    def data_at(self) -> int:
        """The offset of the chunk's data."""
        return self.at + 8

    @property
    def end(self) -> int:
        """The offset behind the chunk and its padding."""
        return self.data_at + self.size + self.size % 2


class WebpCanvas(Struct, frozen=True, kw_only=True):
    """What a VP8, VP8L or VP8X header says: pixels, transparency, and whether it is the lossless kind."""

    width: int
    height: int
    alpha: bool
    lossless: bool


def chunks(source: ByteSource) -> Iterator[RiffChunk]:
    """Every chunk of the RIFF; its own size decides where it ends. Raises Failure."""
    head = source.at(0, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise damaged("no WebP header")
    end = 8 + int.from_bytes(head[4:8], "little")
    at = 12
    for _ in range(MOST_CHUNKS):
        if at + 8 > end:
            return
        start = source.at(at, 8)
        chunk = RiffChunk(name=start[:4], at=at, size=int.from_bytes(start[4:], "little"))
        if chunk.data_at + chunk.size > source.size:
            raise ends_early(f"chunk {chunk.name!r}")
        yield chunk
        at = chunk.end
    raise damaged("too many chunks")


def canvas(source: ByteSource, chunk: RiffChunk) -> WebpCanvas | None:
    """What a picture's chunk says of its size; None for a chunk without. Raises Failure."""
    if chunk.name == b"VP8X":
        data = source.at(chunk.data_at, 10)
        return WebpCanvas(
            width=1 + int.from_bytes(data[4:7], "little"),
            height=1 + int.from_bytes(data[7:10], "little"),
            alpha=_has_alpha(source, data[0]),
            lossless=False,
        )
    if chunk.name == b"VP8 ":
        # RFC 6386, 9.1: a frame tag of 3 bytes, the start code, then 14 bits of width and of height.
        data = source.at(chunk.data_at, 10)
        if data[3:6] != b"\x9d\x01\x2a":
            raise damaged("no VP8 start code")
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        return WebpCanvas(width=width, height=height, alpha=False, lossless=False)
    if chunk.name == b"VP8L":
        data = source.at(chunk.data_at, 5)
        if data[0] != 0x2F:
            raise damaged("no VP8L signature")
        bits = int.from_bytes(data[1:5], "little")
        return WebpCanvas(
            width=1 + (bits & 0x3FFF),
            height=1 + (bits >> 14 & 0x3FFF),
            alpha=bool(bits >> 28 & 1),
            lossless=True,
        )
    return None


def _has_alpha(source: ByteSource, flags: int) -> bool:
    """Whether libwebp's decoder shows transparency, whatever the flags of VP8X say of it."""
    if flags & _ANIMATED:
        return _film_has_alpha(source)
    for chunk in chunks(source):
        if chunk.name in (b"ALPH", b"VP8 ", b"VP8L"):
            return _is_transparent(source, chunk.at)
    return bool(flags & _ALPHA)


def _film_has_alpha(source: ByteSource) -> bool:
    """Whether something of a film's canvas shows through; its frames are transparent where nothing changed."""
    across, down = (1 + source.number(_FIRST + at, 3, little=True) for at in (12, 15))
    coverage = Coverage((across, down))
    for chunk in chunks(source):
        if chunk.name == b"ANMF":
            head = source.at(chunk.data_at, _FRAME)
            left, top, across, down = (int.from_bytes(head[at : at + 3], "little") for at in (0, 3, 6, 9))
            coverage.add(
                (2 * left, 2 * top, 2 * left + across + 1, 2 * top + down + 1),
                After.CLEARED if head[15] & _CLEARED else After.STAYS,
                transparent=_is_transparent(source, chunk.data_at + _FRAME),
                replaces=bool(head[15] & _REPLACES),
            )
    return coverage.shows_through


def _is_transparent(source: ByteSource, at: int) -> bool:
    """Whether the picture whose first chunk stands at an offset has an alpha channel; VP8L says so in its header."""
    head = source.up_to(at, 13).ljust(13, b"\0")
    return head[:4] == b"ALPH" or (head[:4] == b"VP8L" and bool(head[12] & _ALPHA))


def decodable(file: BinaryIO) -> BinaryIO:
    """The file or, where its flags say nothing of transparency that its pixels have, a copy in which they do."""
    source = ByteSource(file)
    flags = source.up_to(_FIRST, 9)
    if flags[:4] != b"VP8X" or len(flags) < 9 or flags[8] & _ALPHA:
        return file
    try:
        if not _has_alpha(source, flags[8]):
            return file
    except Failure:
        return file
    data = bytearray(source.up_to(0, source.size))
    data[_FIRST + 8] |= _ALPHA
    return BytesIO(data)


def spell(name: bytes, data: bytes) -> bytes:
    """One chunk as bytes, padded."""
    return name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)
