"""Decode a JPEG of one scan piece by piece: its rows tell how far the coded data reach."""

from typing import BinaryIO

from msgspec import Struct
from PIL import ImageFile

from workers.image.formats.partial import lines_read

# An intact scan needs its last bytes. Some cameras write a few too many, which harms nobody; the decoder looks 8 ahead.
_WITHHELD = 16
# libjpeg fills its 64 bits up before it decodes the last codes. Ones are what the last byte is filled up with, too.
_AHEAD = 8 * b"\xff\x00"


class Short(Exception):  # noqa: N818 - a finding, no error of ours
    """The rows went on when the coded data were at their end: behind `line` (None: before the first row was there)."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


class Watched:
    """A JPEG without the mark of its end and what follows it, which tells whether a decoder wanted the last coded bytes."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file = file
        self._end = end
        self._stop = max(0, _last_coded_byte(file, end) - _WITHHELD)
        self._ahead = _AHEAD
        self.is_decoding = False
        self.was_read_to_the_end = False

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, all for -1; while decoding none behind the coded data but ones to look ahead to."""
        if not self.is_decoding:
            return self._file.read(size)
        at = self._file.tell()
        if at < self._stop:
            return self._file.read(min(size, self._stop - at))
        self.was_read_to_the_end = True
        if at < self._end:
            return self._file.read(min(size, self._end - at))
        ahead, self._ahead = self._ahead, b""
        return ahead

    def seek(self, offset: int, whence: int = 0) -> int:
        """As a file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file does."""
        return self._file.tell()


class Scale(Struct, frozen=True):
    """The pixels that come out, and what Pillow's decoder divides by for them: libjpeg takes 3/8 for a third."""

    size: tuple[int, int]
    divisor: int


def set_scale(opened: ImageFile.ImageFile, scale: Scale) -> None:
    """Have the decoder leave out what scaling would throw away; Pillow's `draft` knows powers of two only."""
    opened.tile = [opened.tile[0]._replace(extents=(0, 0, *scale.size))]
    opened._size = scale.size
    opened.decoderconfig = (scale.divisor, 0)


def load_rows(opened: ImageFile.ImageFile, watched: Watched, scale: Scale) -> None:
    """Decode what was opened on `watched`. Raises Short where rows are missing."""
    lines = opened.height
    set_scale(opened, scale)
    watched.is_decoding = True
    try:
        opened.load()
    except OSError as error:
        if error.errno is not None or "truncated" not in str(error):
            raise
        raise Short(lines_read(opened, lines)) from error


def _last_coded_byte(file: BinaryIO, end: int) -> int:
    # Some cameras fill up the coded data before EOI.
    tail = min(end, 2**16)
    file.seek(end - tail)
    return end - tail + len(file.read(tail).rstrip(b"\x00\xff"))
