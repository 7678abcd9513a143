"""What a TIFF without a profile says of its colours in tags (TIFF 6.0, section 20)."""

import struct

from msgspec import Struct

from workers.binary import tiff
from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.image.color import colorimetry
from workers.image.color.colorimetry import Colorimetry, Points

WHITE_POINT, PRIMARIES = 318, 319
_TRANSFER_FUNCTION, _PHOTOMETRIC, _BITS = 301, 262, 258
_WHITE_IS_ZERO = 0
_GREY, _COLOR = frozenset({0, 1}), frozenset({2, 3, 6})
"""RGB, palettes and YCbCr: the white of Lab and of inks is no screen's."""

_PALETTE = 3
_DEEPEST = 16
_TOLERANCE = 655
"""Of light in 65,535 steps: a hundredth."""


class Said(Struct, frozen=True, kw_only=True):
    """The space of a page's numbers, None where they are sRGB's or nothing is said; `lost` is what we cannot carry."""

    space: Colorimetry | None = None
    lost: bool = False


def said(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory) -> Said:
    """What the tags of a page say; nothing where they cannot be read."""
    try:
        photometric = tiff.number(source, head, page, _PHOTOMETRIC, 0)
        if photometric not in _GREY | _COLOR:
            return Said()
        is_grey = photometric in _GREY
        points = None if is_grey else _points(source, head, page)
        tables = [] if photometric == _PALETTE else _tables(source, head, page)
    except Failure:
        return Said()
    if any(abs(one - other) > _TOLERANCE for table in tables[1:] for one, other in zip(tables[0], table, strict=True)):
        return Said(lost=True)
    if not tables:
        space = colorimetry.of_points(points, None)
    else:
        space = colorimetry.of_table(points, tables[0][::-1] if photometric == _WHITE_IS_ZERO else tables[0])
        if space is None:
            return Said(lost=True)
    return Said() if space is None or space.is_srgb(grey=is_grey) else Said(space=space)


def _points(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory) -> Points | None:
    primaries = _rationals(source, head, page.find(PRIMARIES), 6)
    white = _rationals(source, head, page.find(WHITE_POINT), 2) or colorimetry.D65
    if primaries is None:
        return None
    red_x, red_y, green_x, green_y, blue_x, blue_y = primaries
    return white[0], white[1], red_x, red_y, green_x, green_y, blue_x, blue_y


def _rationals(
    source: ByteSource, head: tiff.TiffHeader, entry: tiff.TiffEntry | None, count: int
) -> tuple[float, ...] | None:
    if entry is None or entry.kind != 5 or entry.count != count:
        return None
    numbers = struct.unpack(f"{head.mark}{2 * count}I", tiff.raw(source, entry))
    return None if 0 in numbers[1::2] else tuple(numbers[at] / numbers[at + 1] for at in range(0, 2 * count, 2))


def _tables(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory) -> list[tuple[int, ...]]:
    """The curve that all channels share, or that of each."""
    values = tiff.numbers(source, head, page.find(_TRANSFER_FUNCTION))
    bits = max(tiff.numbers(source, head, page.find(_BITS)), default=1)
    steps = 1 << min(bits, _DEEPEST)
    return [values[at : at + steps] for at in range(0, len(values), steps)] if len(values) in (steps, 3 * steps) else []
