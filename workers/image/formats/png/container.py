"""PNG and APNG (W3C PNG, third edition) as a run of chunks."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, ends_early, unsupported
from workers.binary.splice import Spliced
from workers.errors import Failure

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE = 3
CHANNELS = {0: 1, 2: 3, PALETTE: 1, 4: 2, 6: 4}
"""How many samples a pixel has, by colour type."""

_START = SIGNATURE + b"\0\0\0\x0dIHDR"
# What Apple's tools for its phones make of a PNG; no other decoder reads it.
_APPLE = b"CgBI"
_NO_PIXELS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
_MOST_CHUNKS = 1_000_000
# W3C PNG, third edition, 11.2.1: the depths of each colour type; each method is 0, or interlaced by Adam7.
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


class PngChunk(Struct, frozen=True, kw_only=True):
    """One chunk at `at`; its data are `size` bytes from `data_at`, its CRC follows."""

    name: bytes
    at: int
    size: int

    @property
    def data_at(self) -> int:
        """The offset of the chunk's data."""
        return self.at + 8

    @property
    def end(self) -> int:
        """The offset behind the chunk's CRC."""
        return self.at + 12 + self.size


class PngHeader(Struct, frozen=True, kw_only=True):
    """IHDR: pixels, bits a sample, and the colour type (0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha)."""

    width: int
    height: int
    bits: int
    color: int


def chunks(source: ByteSource) -> Iterator[PngChunk]:
    """Every chunk up to and with IEND. Raises Failure ENDS_EARLY where a chunk or IEND is missing."""
    if source.at(0, 8) != SIGNATURE:
        raise damaged("no PNG signature")
    at = 8
    for _ in range(_MOST_CHUNKS):
        head = source.at(at, 8)
        chunk = PngChunk(name=head[4:], at=at, size=int.from_bytes(head[:4], "big"))
        if not chunk.name.isalpha():
            raise damaged(f"no chunk at {at}")
        if chunk.end > source.size:
            raise ends_early(f"chunk {chunk.name!r}")
        yield chunk
        if chunk.name == b"IEND":
            return
        at = chunk.end
    raise damaged("too many chunks")


def header(source: ByteSource) -> PngHeader:
    """Read IHDR, the first chunk. Raises Failure."""
    first = source.up_to(0, 33)
    if first[12:16] == _APPLE:
        raise unsupported("deflate without its frame, colours the other way round", variant="Apple (CgBI)")
    if first[:16] != _START[: len(first)]:
        raise damaged("no IHDR")
    if len(first) < 33:
        raise ends_early("IHDR")
    bits, color, compression, filters, interlace = first[24:29]
    if bits not in _DEPTHS.get(color, ()) or compression or filters or interlace > 1:
        raise damaged(f"IHDR says {bits} bits of colour type {color}, methods {compression}, {filters} and {interlace}")
    return PngHeader(
        width=int.from_bytes(first[16:20], "big"),
        height=int.from_bytes(first[20:24], "big"),
        bits=first[24],
        color=first[25],
    )


def is_clear_color(head: PngHeader, chunk: PngChunk) -> bool:
    """Whether a tRNS chunk says what is transparent, as its colour type has it (11.3.1.1); libpng passes others over."""
    sizes = {0: range(2, 3), 2: range(6, 7), 3: range(1, 257)}
    return chunk.size in sizes.get(head.color, ())


def sound(source: ByteSource, chunk: PngChunk) -> bool:
    """Whether a chunk's CRC fits its bytes; the data are read a mebibyte at a time. Raises Failure."""
    at, left = chunk.at + 4, chunk.size + 4
    crc = 0
    while left:
        piece = source.at(at, min(left, 2**20))
        crc = zlib.crc32(piece, crc)
        at += len(piece)
        left -= len(piece)
    return crc == source.number(at, 4)


def decodable(file: BinaryIO) -> BinaryIO:
    """The file without what no pixel needs and a decoder may stumble over: texts, EXIF, broken ancillary chunks.

    `file` itself where it has none of them, or cannot be walked.
    """
    source, spans = ByteSource(file), [(0, 8)]
    try:
        for chunk in chunks(source):
            is_ancillary = bool(chunk.name[0] & 0x20)
            if chunk.name in _NO_PIXELS or (is_ancillary and chunk.name != b"fdAT" and not sound(source, chunk)):
                continue
            if chunk.name == b"tRNS" and not is_clear_color(header(source), chunk):
                continue
            at, size = spans[-1]
            if at + size == chunk.at:
                spans[-1] = (at, chunk.end - at)
            else:
                spans.append((chunk.at, chunk.end - chunk.at))
    except Failure:
        return file
    return file if len(spans) == 1 else cast("BinaryIO", Spliced(file, spans))


def spell(name: bytes, data: bytes) -> bytes:
    """One chunk as bytes."""
    body = name + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def inflate(data: bytes, most: int) -> bytes:
    """What a zlib stream holds, at most `most` bytes. Raises Failure DAMAGED for a broken or larger one."""
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(data, most)
    except zlib.error as error:
        raise damaged(str(error)) from error
    if reader.unconsumed_tail:
        raise damaged("a compressed chunk grows without end")
    return plain
