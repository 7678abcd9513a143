"""The colours that an AV1 stream itself names (AV1 Bitstream & Decoding Process Specification, 5.5)."""

from workers.binary.bits import Bits
from workers.errors import Failure
from workers.image.color.colorimetry import CodePoints

_SEQUENCE_HEADER = 1
_MOST_UNITS = 16
_HIGHEST_UNTIERED_LEVEL = 7
_CHOSEN_BY_FRAME = 2


def codes(data: bytes) -> CodePoints | None:
    """The code points of the first sequence header in a run of OBUs, which may be cut off; None where none are named."""
    try:
        found = _sequence_header(data)
        return _codes(Bits(found)) if found is not None else None
    except Failure:
        return None


def _sequence_header(data: bytes) -> bytes | None:
    """What the first sequence header OBU holds (5.3.1 and 5.3.2)."""
    at = 0
    for _ in range(_MOST_UNITS):
        if at >= len(data):
            return None
        kind, has_extension, has_size = data[at] >> 3 & 15, data[at] & 4, data[at] & 2
        at += 2 if has_extension else 1
        size, taken = _leb128(data[at : at + 8]) if has_size else (len(data) - at, 0)
        at += taken
        if kind == _SEQUENCE_HEADER:
            return data[at : at + size]
        at += size
    return None


def _leb128(data: bytes) -> tuple[int, int]:
    """The number at the start, seven bits a byte, and how many bytes it takes (4.10.5)."""
    value = 0
    for index, byte in enumerate(data):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, index + 1
    return value, len(data)


def _codes(bits: Bits) -> CodePoints | None:
    """Section 5.5.1 up to color_config(), 5.5.2."""
    profile = bits.take(3)
    bits.take(1)
    is_reduced = bits.flag()
    if is_reduced:
        bits.take(5)
    else:
        _skip_operating_points(bits)
    across, down = 1 + bits.take(4), 1 + bits.take(4)
    bits.take(across + down)
    if not is_reduced and bits.flag():
        bits.take(7)
    bits.take(3)
    if not is_reduced:
        _skip_tools(bits)
    bits.take(3)
    is_deep = bits.flag()
    if profile == 2 and is_deep:
        bits.take(1)
    if profile != 1:
        bits.take(1)
    return CodePoints(primaries=bits.take(8), transfer=bits.take(8)) if bits.flag() else None


def _skip_operating_points(bits: Bits) -> None:
    delay_bits = None
    if bits.flag():
        bits.take(64)
        if bits.flag():
            bits.golomb()
        if bits.flag():
            delay_bits = 1 + bits.take(5)
            bits.take(42)
    has_display_delay = bits.flag()
    for _ in range(1 + bits.take(5)):
        bits.take(12)
        if bits.take(5) > _HIGHEST_UNTIERED_LEVEL:
            bits.take(1)
        if delay_bits is not None and bits.flag():
            bits.take(2 * delay_bits + 1)
        if has_display_delay and bits.flag():
            bits.take(4)


def _skip_tools(bits: Bits) -> None:
    bits.take(4)
    has_order = bits.flag()
    if has_order:
        bits.take(2)
    screen = _CHOSEN_BY_FRAME if bits.flag() else bits.take(1)
    if screen and not bits.flag():
        bits.take(1)
    if has_order:
        bits.take(3)
