"""What is wrong with a JPEG whose pixels are not all there: whether its data stop, or break inside, and where."""

import re
from io import BytesIO
from itertools import pairwise

from msgspec import Struct
from PIL import Image, ImageChops

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Flaw
from workers.image.formats.jpeg.coding import JpegCoding
from workers.image.formats.jpeg.container import SOS
from workers.image.formats.jpeg.extent import MARK_OF_THE_END, Extent
from workers.image.formats.jpeg.huffman import reads_as_picture
from workers.image.formats.jpeg.opening import open_jpeg
from workers.image.formats.jpeg.rows import Scale, Short, set_scale
from workers.image.formats.jpeg.strict import Warned, strictly

_RESTART = re.compile(rb"\xff([\xd0-\xd7])")
# Fill bytes belong to the marker behind them.
_BEFORE_MARKER = re.compile(rb"\xff+[^\x00\xff]")
# Any bits will do that move the first coefficients far and are no marker.
_MORE = bytes(at * 151 % 251 for at in range(64))

LOST = bytes(64)
"""A part of a disk that was lost reads like this; coded data do not stay zero for so long."""
_SMALLEST = (1, 1)
_TAIL = 1_500


class Held(Struct, frozen=True, kw_only=True):
    """A JPEG put in order, from SOI to EOI, its mode in Pillow, what its headers say, and what was untidy in its file."""

    data: bytes
    mode: str
    extent: Extent
    coding: JpegCoding
    flaws: tuple[Flaw, ...]

    @property
    def last_scan(self) -> bytes:
        """The coded data that end the picture."""
        at, size = self.extent.scans[-1]
        return self.data[at : at + size]


def failure_of(held: Held, short: Short | None) -> Failure:
    """Why pixels are missing; `short` is where the rows of a single scan ended too early, None where they did not.

    Data that stop in the middle of an MCU were cut off, also where somebody put the mark of the end behind them. Those that
    come to an end of their own, or are too few although they go on, have lost something inside.
    """
    if Flaw.NO_END in held.flaws:
        return ends_early(held, short)
    if Flaw.FOREIGN_END in held.flaws:
        return damaged(held, None)
    if not held.coding.is_one_scan:
        is_complete = all_scans(held) and _is_filled_up(held.last_scan)
        is_broken = is_complete or LOST in held.last_scan or not _all_but_the_last_scan_are_whole(held)
        return damaged(held, None) if is_broken else ends_early(held, None)
    line = _first_line_out_of_order(held)
    is_whole_at_its_end = short is None or reads_as_picture(
        ByteSource.of(held.data), held.coding, held.last_scan[-_TAIL:]
    )
    if line is not None or is_whole_at_its_end or LOST in held.last_scan:
        return damaged(held, line)
    return ends_early(held, short)


def ends_early(held: Held, short: Short | None) -> Failure:
    """Its data stop."""
    facts = FailureFacts(
        line=short.line if short else None, lines=held.coding.frame.height, detail="coded data missing"
    )
    return Failure(ErrorCode.ENDS_EARLY, facts)


def damaged(held: Held, line: int | None) -> Failure:
    """Its data break inside, from `line` on where that is known and not the first."""
    facts = FailureFacts(line=line or None, lines=held.coding.frame.height, detail="coded data broken")
    return Failure(ErrorCode.DAMAGED, facts)


def _first_line_out_of_order(held: Held) -> int | None:
    """The line of the first restart marker that is not the next one; None where all are in order or none is due."""
    if not held.coding.restart_every:
        return None
    for number, found in enumerate(_RESTART.finditer(held.last_scan)):
        if found.group(1)[0] & 7 != number % 8:
            return held.coding.line_of(number * held.coding.restart_every)
    return None


def _is_filled_up(scan: bytes) -> bool:
    """Whether the last byte seems to be one that an encoder filled up with ones, as it does at the end of a scan.

    ITU-T T.81, F.1.2.3. Coefficients that came in several scans cannot be read from the middle of one, so that this has to do.
    """
    return scan[-1:] != b"" and scan[-1] & 3 == 3


def _all_but_the_last_scan_are_whole(held: Held) -> bool:
    if len(held.extent.scans) < 2:
        return True
    last = held.extent.parts.index(held.extent.scans[-1])
    before = held.data[: held.extent.parts[last - 1][0]] + MARK_OF_THE_END
    try:
        strictly(before, held.mode, _SMALLEST)
    except (Warned, ValueError):
        return False
    return True


def all_scans(held: Held) -> bool:
    """Whether every component is there, and each coefficient that was begun comes down to its last bit.

    ITU-T T.81, G.1.1.1: a scan carries the coefficients Ss to Se of its components, without the lowest Al bits.
    """
    missing_bits: dict[tuple[int, int], int] = {}
    for (at, size), behind in pairwise(held.extent.parts):
        header = held.data[at : at + size].lstrip(b"\xff")
        if behind not in held.extent.scans or header[:1] != bytes((SOS,)):
            continue
        components, (first, last, bits) = header[4 : 4 + 2 * header[3] : 2], header[-3:]
        for component in components:
            for coefficient in range(first, min(last, 63) + 1):
                missing_bits[component, coefficient] = bits & 15
    there = {component for component, _ in missing_bits}
    return len(there) >= len(held.coding.frame.sampling) and not any(missing_bits.values())


def takes_more(held: Held, scale: Scale, image: Image.Image) -> bool:
    """Whether the picture changes with excess bits behind each piece of coded data: only a gap takes any of them.

    Costs a second decode, for the few whose sampling the strict decoder does not take.
    """
    start = held.extent.scans[0][0]
    filled = _BEFORE_MARKER.sub(lambda marker: _MORE + marker.group(), held.data[start:])
    other = open_jpeg(BytesIO(held.data[:start] + filled))
    set_scale(other, scale)
    other.load()
    return ImageChops.difference(image, other).getbbox() is not None
