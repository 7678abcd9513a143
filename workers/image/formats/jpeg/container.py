"""JPEG (ITU-T T.81) as a run of marker segments."""

import re
from collections.abc import Iterator

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, ends_early

SOI, EOI, SOS, DQT, COM, APP0 = 0xD8, 0xD9, 0xDA, 0xDB, 0xFE, 0xE0
FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""The markers that begin a frame header (SOF0 to SOF15 without DHT, JPG and DAC)."""

MOST_DATA = 65_533
"""The most bytes one segment can hold after its length."""

_MOST_SEGMENTS = 20_000
_MOST_JUNK = 4_096
_PIECE = 2**20
# In entropy-coded data FF is followed by a stuffed 00 or a restart marker; FF FF is fill before a marker.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_APPLICATIONS = range(APP0, APP0 + 16)
_WITHOUT_LENGTH = _ALONE | {SOI, EOI, 0xFF}


class Segment(Struct, frozen=True, kw_only=True):
    """One marker at `at`; its data, without marker and length, are `size` bytes from `data_at`.

    `is_sound` is False for a comment or an application's segment whose length does not even count itself: decoders go on
    behind the length.
    """

    marker: int
    at: int
    data_at: int
    size: int
    is_sound: bool = True

    @property
    def end(self) -> int:
        """The offset behind the segment."""
        return self.data_at + self.size


class JpegFrame(Struct, frozen=True, kw_only=True):
    """A frame header: kind of process (SOF number), precision in bits, stored pixels and sampling (h, v) a component."""

    process: int
    bits: int
    width: int
    height: int
    sampling: tuple[tuple[int, int], ...]


def is_remark(marker: int) -> bool:
    """Whether a segment holds a comment or an application's data: nothing that a decoder needs."""
    return marker == COM or marker in _APPLICATIONS


def segments(source: ByteSource, start: int = 0) -> Iterator[Segment]:
    """The segments of the image that begins at `start`, up to and with the first SOS or EOI. Raises Failure."""
    if source.at(start, 2) != b"\xff\xd8":
        raise damaged("no SOI")
    return run(source, start + 2)


def run(source: ByteSource, at: int) -> Iterator[Segment]:
    """The segments from `at`, up to and with the next SOS or EOI. Raises Failure."""
    for _ in range(_MOST_SEGMENTS):
        segment = _segment(source, at)
        yield segment
        if segment.marker in (SOS, EOI):
            return
        at = segment.end
    raise damaged("too many segments")


def _segment(source: ByteSource, at: int) -> Segment:
    head = source.up_to(at, 4)
    if len(head) == 4 and head[0] == 0xFF and head[1] not in _WITHOUT_LENGTH:
        # As nearly all are, in one read: the segments of a small file are walked through a dozen times.
        return _of_length(source, head[1], at, at + 2, head[2] << 8 | head[3])
    return _segment_behind_fill(source, at)


def _segment_behind_fill(source: ByteSource, at: int) -> Segment:
    """A segment before whose marker more than one FF may stand, or one that has no length."""
    head = source.up_to(at, 64)
    skipped = len(head) - len(head.lstrip(b"\xff"))
    if not head or skipped == len(head):
        raise ends_early("no marker where one is due")
    if skipped == 0:
        return _segment_behind_junk(source, at)
    marker = head[skipped]
    data_at = at + skipped + 1
    if marker in _ALONE or marker in (SOI, EOI):
        return Segment(marker=marker, at=at, data_at=data_at, size=0)
    return _of_length(source, marker, at, data_at, source.number(data_at, 2))


def _of_length(source: ByteSource, marker: int, at: int, data_at: int, length: int) -> Segment:
    """The segment whose length stands at `data_at`."""
    if length < 2:
        if not is_remark(marker):
            raise damaged(f"a segment of {length} bytes")
        return Segment(marker=marker, at=at, data_at=data_at + 2, size=0, is_sound=False)
    if data_at + length > source.size:
        raise ends_early(f"segment {marker:02x}")
    return Segment(marker=marker, at=at, data_at=data_at + 2, size=length - 2)


def _segment_behind_junk(source: ByteSource, at: int) -> Segment:
    """The first segment behind a few bytes that belong to none; decoders pass over them, and some cameras write them."""
    found = _MARKER.search(source.up_to(at, _MOST_JUNK))
    if found is None:
        raise damaged(f"no marker at {at}")
    return _segment(source, at + found.start())


def next_marker(source: ByteSource, at: int) -> int | None:
    """The offset of the first marker in the entropy-coded data from `at`, or None where the file ends before one."""
    while at < source.size:
        piece = source.up_to(at, _PIECE)
        found = _MARKER.search(piece)
        if found:
            return at + found.start()
        if len(piece) < _PIECE:
            return None
        at += _PIECE - 1
    return None


def has_three_components(source: ByteSource) -> bool:
    """Whether the picture is neither grey nor CMYK. Raises Failure."""
    found = next((segment for segment in segments(source) if segment.marker in FRAMES), None)
    return found is not None and len(frame(source, found).sampling) == 3


def end_of_image(source: ByteSource, start: int = 0) -> int:
    """The offset behind the EOI of the image that begins at `start`. Raises Failure ENDS_EARLY where there is none."""
    found_here = segments(source, start)
    for _ in range(_MOST_SEGMENTS):
        for segment in found_here:
            end, marker = segment.end, segment.marker
        if marker == EOI:
            return end
        found = next_marker(source, end)
        if found is None:
            raise ends_early("no EOI")
        found_here = run(source, found)
    raise damaged("too many scans")


def frame(source: ByteSource, segment: Segment) -> JpegFrame:
    """Read a frame header. Raises Failure."""
    data = source.at(segment.data_at, segment.size)
    if len(data) < 6 or len(data) < 6 + 3 * data[5]:
        raise damaged("short frame header")
    return JpegFrame(
        process=segment.marker - 0xC0,
        bits=data[0],
        height=int.from_bytes(data[1:3], "big"),
        width=int.from_bytes(data[3:5], "big"),
        sampling=tuple((data[at + 1] >> 4, data[at + 1] & 15) for at in range(6, 6 + 3 * data[5], 3)),
    )


def tables(data: bytes) -> dict[int, tuple[int, ...]]:
    """The quantisation tables of one DQT segment by number, 64 values in zigzag order; a cut one is left out."""
    found: dict[int, tuple[int, ...]] = {}
    at = 0
    while at < len(data):
        width = 2 if data[at] >> 4 else 1
        body = data[at + 1 : at + 1 + 64 * width]
        if len(body) == 64 * width:
            found[data[at] & 15] = tuple(int.from_bytes(body[i : i + width], "big") for i in range(0, len(body), width))
        at += 1 + 64 * width
    return found


def spell(marker: int, data: bytes) -> bytes:
    """One segment as bytes; `data` must fit (`MOST_DATA`)."""
    if len(data) > MOST_DATA:
        raise ValueError(f"a segment of {len(data)} bytes")
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data
