"""How far a JPEG's picture reaches in its file, and the file put in order: what decoders pass over is left out."""

from collections.abc import Iterable
from typing import BinaryIO, cast

from msgspec import Struct

from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.errors import Failure
from workers.facts import Flaw
from workers.image.formats.jpeg import container as jpeg

MARK_OF_THE_END = bytes((0xFF, jpeg.EOI))

_MOST_SCANS = 20_000
# What may stand between two scans beside remarks (ITU-T T.81, B.2.1 and B.2.4): DHT, DAC, DQT, DNL, DRI.
_TABLES = frozenset({0xC4, 0xCC, jpeg.DQT, 0xDC, 0xDD})


class Extent(Struct, frozen=True, kw_only=True):
    """The spans of a picture's parts, up to `end` (behind EOI, or where the coded data stop), and what is untidy.

    `scans` are the spans of the coded data alone, each without its header.
    """

    parts: list[tuple[int, int]]
    scans: list[tuple[int, int]]
    end: int
    flaws: tuple[Flaw, ...]


class _JpegWalk:
    def __init__(self) -> None:
        self.parts = [(0, 2)]
        self.scans: list[tuple[int, int]] = []
        self.flaws: dict[Flaw, None] = {}
        self.at = 2

    def take(self, run: Iterable[jpeg.Segment]) -> bool:
        """Go on behind some segments; whether the last of them is EOI."""
        marker = None
        for segment in run:
            if segment.at != self.at:
                self.flaws[Flaw.STRAY_BYTES] = None
            if segment.is_sound:
                self.parts.append((segment.at, segment.end - segment.at))
            else:
                self.flaws[Flaw.WRONG_LENGTH] = None
            self.at, marker = segment.end, segment.marker
        return marker == jpeg.EOI

    def take_scan(self, end: int) -> None:
        self.scans.append((self.at, end - self.at))
        self.parts.append(self.scans[-1])
        self.at = end

    def found(self) -> Extent:
        return Extent(parts=self.parts, scans=self.scans, end=self.at, flaws=tuple(self.flaws))


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The file without what belongs to no part of it and with the mark of its end; itself where nothing is untidy.

    Raises Failure where it is broken before its pixels.
    """
    source = ByteSource(file)
    found = extent(source)
    if not found.flaws:
        return file, ()
    parts: list[Part] = [*found.parts]
    if Flaw.NO_END in found.flaws or Flaw.FOREIGN_END in found.flaws:
        parts.append(MARK_OF_THE_END)
    parts.append((found.end, source.size - found.end))
    return cast("BinaryIO", Spliced(file, parts)), found.flaws


def extent(source: ByteSource) -> Extent:
    """Walk from SOI to the end of the picture. Raises Failure where it is broken before its pixels."""
    walk = _JpegWalk()
    is_over = walk.take(jpeg.segments(source))
    while not is_over and len(walk.scans) < _MOST_SCANS:
        marker_at = jpeg.next_marker(source, walk.at)
        if marker_at is None:
            walk.take_scan(max(walk.at, _end_of_data(source)))
            walk.flaws[Flaw.NO_END] = None
            break
        walk.take_scan(marker_at)
        run = _between_scans(source, marker_at)
        if not run:
            walk.flaws[Flaw.FOREIGN_END] = None
            break
        is_over = walk.take(run)
    return walk.found()


def _end_of_data(source: ByteSource) -> int:
    """The end of a file whose mark of the end may be cut in half."""
    tail = source.up_to(max(0, source.size - 16), 16)
    return source.size - (len(tail) - len(tail.rstrip(b"\xff")))


def _between_scans(source: ByteSource, at: int) -> list[jpeg.Segment]:
    """The segments that end one scan, up to the next one or EOI; none where they are none of a JPEG but look like it."""
    run, expected = list[jpeg.Segment](), at
    try:
        for segment in jpeg.run(source, at):
            if segment.at != expected or not _may_stand_between(source, segment):
                return []
            run.append(segment)
            expected = segment.end
    except Failure:
        return []
    return run


def _may_stand_between(source: ByteSource, segment: jpeg.Segment) -> bool:
    if segment.marker == jpeg.SOS:
        # One to four components, two bytes for each, and three bytes behind them (ITU-T T.81, B.2.3).
        return segment.size >= 6 and segment.size == 4 + 2 * source.number(segment.data_at, 1)
    return segment.marker in _TABLES or segment.marker == jpeg.EOI or jpeg.is_remark(segment.marker)
