"""The quality number that a JPEG's quantisation tables were made with."""

from collections.abc import Mapping
from functools import cache

# ITU-T T.81, tables K.1 and K.2, in zigzag order.
_LUMA = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
    26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
    56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip
_CHROMA = (17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, *(99,) * 50)


@cache
def _scaled(base: tuple[int, ...], quality: int) -> tuple[int, ...]:
    """A table at a quality of 1 to 100, by the rule of the Independent JPEG Group's library (jcparam.c)."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(max((value * scale + 50) // 100, 1), 255) for value in base)


def of_tables(tables: Mapping[int, tuple[int, ...]]) -> int | None:
    """The quality 1 to 100 whose tables these are, exactly; None for other tables. `tables` are by number, in zigzag order."""
    luma, chroma = tables.get(0), tables.get(1)
    for quality in range(100, 0, -1):
        if luma == _scaled(_LUMA, quality) and chroma in (None, luma, _scaled(_CHROMA, quality)):
            return quality
    return None
