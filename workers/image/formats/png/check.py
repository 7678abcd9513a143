"""Whether a PNG is whole, and how many of its lines are there."""

import zlib
from collections.abc import Iterator

from workers.binary.source import ByteSource, damaged
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.image.formats.png import container as png

_ANIMATION = 8  # bytes of acTL


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    promised, frames, at = 0, 0, 0
    try:
        for chunk in png.chunks(source):
            at = chunk.at
            if chunk.name == b"acTL" and chunk.size == _ANIMATION and not frames:
                promised = source.number(chunk.data_at, 4)
            frames += chunk.name == b"fcTL"
            # An ancillary chunk (lower case) that is broken costs no pixel.
            if not chunk.name[0] & 0x20 and not png.sound(source, chunk):
                raise damaged(f"CRC of {chunk.name!r}")
            at = chunk.end
    except Failure as failure:
        raise _with_lines(source, failure, source.size if failure.code is ErrorCode.ENDS_EARLY else at) from failure
    if promised and max(frames, 1) != promised:
        raise damaged(f"{frames} frames where {promised} are said to be")


def _with_lines(source: ByteSource, failure: Failure, end: int) -> Failure:
    """The failure with the line of an uninterlaced picture that its pixels up to an offset reach."""
    head = png.header(source)
    row = 1 + (head.width * head.bits * png.CHANNELS.get(head.color, 1) + 7) // 8
    if source.at(28, 1) != b"\0":  # interlaced: no line is whole before the last pass
        return failure
    facts = FailureFacts(
        line=min(_inflated(source, end) // row, head.height) or None, lines=head.height, detail=failure.facts.detail
    )
    return Failure(failure.code, facts)


def _inflated(source: ByteSource, end: int) -> int:
    """How many bytes the IDAT chunks give up to an offset, 0 where only their sum tells that some of them are wrong."""
    reader, total = zlib.decompressobj(), 0
    for piece in _idat_pieces(source, end):
        try:
            total += len(reader.decompress(piece))
        except zlib.error as error:
            return 0 if "data check" in str(error) else total
    return total


def _idat_pieces(source: ByteSource, stop: int) -> Iterator[bytes]:
    at = 8
    while at + 8 < stop:
        head = source.at(at, 8)
        size = int.from_bytes(head[:4], "big")
        end = min(at + 8 + size, stop)
        if head[4:] == b"IDAT":
            # A kibibyte can grow to a mebibyte.
            for start in range(at + 8, end, 2**10):
                yield source.up_to(start, min(2**10, end - start))
        at += 12 + size


def reach(source: ByteSource, failure: Failure) -> Failure:
    """The failure of a decoder with the line that the pixels of a sound file reach; as it is where all lines are there."""
    told = _with_lines(source, failure, source.size)
    return told if told.facts.line != told.facts.lines else failure
