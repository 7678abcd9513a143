"""Read a JPEG no larger than needed, and notice the damage that libjpeg only warns of."""

import re
from io import BytesIO
from math import ceil
from typing import BinaryIO

from PIL import Image, ImageChops, ImageFile

from workers.engine.containers.jpeg import SOS, closed, end_of_image, segments
from workers.engine.containers.source import Source
from workers.engine.decode.opening import is_arithmetic, open_image
from workers.engine.decode.partial import lines_read
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format

_DRI = 0xDD
# Fill bytes belong to the marker behind them.
_BEFORE_MARKER = re.compile(rb"\xff+[^\x00\xff]")
_SCAN = re.compile(rb"\xff\xda..(.)", re.DOTALL)
# Any bits will do that move the first coefficients far and are no marker.
_EXCESS = bytes(at * 151 % 251 for at in range(64))
# An intact scan needs its last bytes. Some cameras write a few too many, which harms nobody.
_WITHHELD = 64


class _Watched:
    """A source that stops shortly before the end of the coded data to see whether the decoder wants the rest."""

    def __init__(self, file: BinaryIO, stop: int | None) -> None:
        self._file = file
        self._stop = stop
        self.is_decoding = False
        self.was_read_to_the_end = stop is None

    def read(self, size: int = -1) -> bytes:
        at = self._file.tell()
        if not self.is_decoding or self._stop is None:
            return self._file.read(size)
        if at < self._stop:
            return self._file.read(min(size, self._stop - at))
        self.was_read_to_the_end = True
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def load_jpeg(source: BinaryIO, needed: tuple[int, int] | None) -> ImageFile.ImageFile:
    """The stored picture at the smallest of the scales 1, 1/2, 3/8, 1/4, 1/8 that still has `needed` pixels.

    Raises Failure ENDS_EARLY or DAMAGED also where libjpeg fills the missing part with grey; to be used inside `reading`.
    """
    given, source = source, closed(source)  # if only the mark of the end is missing, no pixel is
    end = _end(source)
    # Zeros at the end of arithmetic coding are left out by the encoder, so that there is no telling what is missing.
    can_tell = end is not None and not is_arithmetic(source)
    watched = _Watched(source, _last_coded_byte(source, end) - _WITHHELD if end is not None and can_tell else None)
    image = open_image(watched, Format.JPEG)  # type: ignore[arg-type]  # all that Pillow asks of a file
    lines = image.height
    _shrink(image, needed)
    watched.is_decoding = True
    try:
        image.load()
    except OSError as error:
        if error.errno is None and "truncated" in str(error):
            raise _ends_early(lines_read(image, lines), lines) from error
        raise
    if not watched.was_read_to_the_end:
        raise Failure(ErrorCode.DAMAGED, FailureFacts(lines=lines, detail="coded data left over"))
    if end is not None and can_tell and (source is not given or _may_hide_a_gap(source, image)):
        _check_completeness(source, end, image, lines, needed)
    return image


def _shrink(image: ImageFile.ImageFile, needed: tuple[int, int] | None) -> None:
    """Have the decoder leave out what scaling would throw away.

    `draft` knows powers of two only. Told to divide by 3, libjpeg takes 3/8: two fifths less to scale than half.
    """
    if needed is None:
        return
    width, height = image.size
    image.draft(None, needed)
    size = ceil(width * 3 / 8), ceil(height * 3 / 8)
    if size[0] >= needed[0] and size[1] >= needed[1] and size < image.size:
        tile = image.tile[0]
        image.tile = [tile._replace(extents=(0, 0, *size))]
        image._size = size
        image.decoderconfig = (3, 0)


def _end(source: BinaryIO) -> int | None:
    try:
        return end_of_image(Source(source))
    except Failure as failure:
        if failure.code is ErrorCode.ENDS_EARLY:
            return None
        raise


def _last_coded_byte(source: BinaryIO, end: int) -> int:
    # Some cameras fill up the coded data before EOI.
    tail = min(end - 2, 2**16)
    source.seek(end - 2 - tail)
    return end - 2 - tail + len(source.read(tail).rstrip(b"\x00\xff"))


def _may_hide_a_gap(source: BinaryIO, image: ImageFile.ImageFile) -> bool:
    """Missing coefficients show as middle grey at the very end, unless there are restarts or several scans."""
    if "progressive" in image.info:
        return True
    if any(segment.marker == _DRI for segment in segments(Source(source))):
        return True
    last = image.getpixel((image.width - 1, image.height - 1))
    return last in {128, (128, 128, 128), (127, 127, 127, 127), (128, 128, 128, 128)}


def _check_completeness(
    source: BinaryIO, end: int, image: ImageFile.ImageFile, lines: int, needed: tuple[int, int] | None
) -> None:
    """Decode once more with excess bits behind each piece of coded data: only a gap takes any of them."""
    source.seek(0)
    data = source.read(end)
    start = next(segment.end for segment in segments(Source.of(data)) if segment.marker == SOS)
    filled = data[:start] + _BEFORE_MARKER.sub(lambda marker: _EXCESS + marker.group(), data[start:])
    other = open_image(BytesIO(filled), Format.JPEG)
    _shrink(other, needed)
    other.load()
    if ImageChops.difference(image, other).getbbox() is None and _all_scans(data):
        return
    if "progressive" in image.info:
        # Every line is there, each less sharp than it should be.
        raise _ends_early(None, lines)
    middle = Image.new(image.mode, image.size, (128,) * len(image.getbands()))
    box = ImageChops.difference(image, middle).getbbox()
    raise _ends_early(None if box is None else box[3] * lines // image.height, lines)


def _ends_early(line: int | None, lines: int) -> Failure:
    return Failure(ErrorCode.ENDS_EARLY, FailureFacts(line=line, lines=lines, detail="coded data missing"))


def _all_scans(data: bytes) -> bool:
    """Whether the scans of a progressive JPEG bring every coefficient they began with down to its last bit.

    ITU-T T.81, G.1.1.1: a scan carries the coefficients Ss to Se of its components, without the lowest Al bits.
    """
    missing_bits: dict[tuple[int, int], int] = {}
    run = segments(Source.of(data))
    first = next(segment.at for segment in run if segment.marker == SOS)
    for scan in _SCAN.finditer(data, first):
        count = scan.group(1)[0]
        components = data[scan.end() : scan.end() + 2 * count : 2]
        start, stop, bits = data[scan.end() + 2 * count : scan.end() + 2 * count + 3].ljust(3, b"\x00")
        for component in components:
            for coefficient in range(start, min(stop, 63) + 1):
                missing_bits[component, coefficient] = bits & 15
    return not any(missing_bits.values())
