"""How a JPEG's pixels are coded, as far as its headers say."""

from math import ceil

from msgspec import Struct

from workers.binary.source import ByteSource, damaged
from workers.image.formats.jpeg import container as jpeg

_DRI = 0xDD
_ARITHMETIC, _PROGRESSIVE = frozenset({9, 10}), frozenset({2, 10})


class JpegCoding(Struct, frozen=True, kw_only=True):
    """The frame header, how many components the first scan has, and after how many MCUs a restart marker stands (0: none)."""

    frame: jpeg.JpegFrame
    in_first_scan: int
    restart_every: int

    @property
    def is_arithmetic(self) -> bool:
        """Whether the rare coding was used, whose encoder leaves out zeros at the end of a scan."""
        return self.frame.process in _ARITHMETIC

    @property
    def is_progressive(self) -> bool:
        """Whether each scan makes the whole picture better."""
        return self.frame.process in _PROGRESSIVE

    @property
    def is_one_scan(self) -> bool:
        """Whether the picture is coded from its first line to its last."""
        return not self.is_progressive and self.in_first_scan == len(self.frame.sampling)

    @property
    def shows_gaps_in_rows(self) -> bool:
        """Whether missing data leave rows undecoded: no marker hides them, and an MCU is larger than what is looked ahead."""
        return self.is_one_scan and len(self.frame.sampling) == 3 and not self.restart_every and not self.is_arithmetic

    @property
    def mcu(self) -> tuple[int, int]:
        """The pixels of one MCU of a single scan, across and down (ITU-T T.81, A.2)."""
        if len(self.frame.sampling) == 1:
            return 8, 8
        return 8 * max(across for across, _ in self.frame.sampling), 8 * max(down for _, down in self.frame.sampling)

    def line_of(self, mcus: int) -> int:
        """The first line of the MCU that so many others of a single scan stand before."""
        across, down = self.mcu
        return min(mcus // ceil(self.frame.width / across) * down, self.frame.height)


def coding(source: ByteSource) -> JpegCoding:
    """Read the headers up to the first scan. Raises Failure."""
    frame, restart_every = None, 0
    for segment in jpeg.segments(source):
        if segment.marker in jpeg.FRAMES:
            frame = jpeg.frame(source, segment)
        elif segment.marker == _DRI:
            restart_every = source.number(segment.data_at, 2)
        elif segment.marker == jpeg.SOS and frame is not None:
            return JpegCoding(frame=frame, in_first_scan=source.number(segment.data_at, 1), restart_every=restart_every)
    raise damaged("a JPEG without scans")
