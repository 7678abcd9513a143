"""The colours that an HEVC stream itself names (ISO/IEC 23008-2 = ITU-T H.265: 7.3.2.2 and E.2.1)."""

from workers.binary.bits import Bits
from workers.binary.source import damaged
from workers.errors import Failure
from workers.image.color.colorimetry import CodePoints

_ARRAYS_AT = 22
_SEQUENCE_PARAMETERS = 33
_MOST_BYTES = 4096
_MOST_SETS = 64
_OWN_ASPECT = 255


def codes(config: bytes) -> CodePoints | None:
    """The code points in a decoder configuration (`hvcC`, ISO/IEC 14496-15, 8.3.3.1); None where it names none."""
    try:
        parameters = _parameters(config)
        return _codes(Bits(parameters)) if parameters is not None else None
    except Failure:
        return None


def _parameters(config: bytes) -> bytes | None:
    """The first sequence parameter set, without its header and what keeps start codes out of it."""
    at = _ARRAYS_AT + 1
    for _ in range(config[_ARRAYS_AT] if len(config) > _ARRAYS_AT else 0):
        kind, count = config[at : at + 1], int.from_bytes(config[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            size = int.from_bytes(config[at : at + 2], "big")
            if at + 2 + size > len(config):
                return None
            if kind[0] & 0x3F == _SEQUENCE_PARAMETERS:
                return config[at + 4 : at + 2 + min(size, _MOST_BYTES)].replace(b"\0\0\3", b"\0\0")
            at += 2 + size
    return None


def _codes(bits: Bits) -> CodePoints | None:
    bits.take(4)
    layers = bits.take(3)
    bits.take(1)
    _skip_levels(bits, layers)
    bits.golomb()
    if bits.golomb() == 3:
        bits.take(1)
    _skip_numbers(bits, 2)
    if bits.flag():
        _skip_numbers(bits, 4)
    _skip_numbers(bits, 2)
    order_bits = 4 + bits.golomb()
    _skip_numbers(bits, 3 * (1 + layers if bits.flag() else 1))
    _skip_numbers(bits, 6)
    if bits.flag() and bits.flag():
        _skip_scaling_lists(bits)
    bits.take(2)
    if bits.flag():
        bits.take(8)
        _skip_numbers(bits, 2)
        bits.take(1)
    _skip_reference_sets(bits)
    if bits.flag():
        bits.take(bits.golomb() * (order_bits + 1))
    bits.take(2)
    return _usability(bits) if bits.flag() else None


def _usability(bits: Bits) -> CodePoints | None:
    """The first fields of vui_parameters() (E.2.1)."""
    if bits.flag() and bits.take(8) == _OWN_ASPECT:
        bits.take(32)
    if bits.flag():
        bits.take(1)
    if not bits.flag():
        return None
    bits.take(4)
    return CodePoints(primaries=bits.take(8), transfer=bits.take(8)) if bits.flag() else None


def _skip_numbers(bits: Bits, count: int) -> None:
    for _ in range(count):
        bits.golomb()


def _skip_levels(bits: Bits, layers: int) -> None:
    """profile_tier_level() (7.3.3)."""
    bits.take(96)
    present = [(bits.flag(), bits.flag()) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for has_profile, has_level in present:
        bits.take(88 * has_profile + 8 * has_level)


def _skip_scaling_lists(bits: Bits) -> None:
    """scaling_list_data() (7.3.4)."""
    for size in range(4):
        for _ in range(2 if size == 3 else 6):
            if not bits.flag():
                bits.golomb()
            else:
                _skip_numbers(bits, min(64, 1 << (4 + (size << 1))) + (size > 1))


def _skip_reference_sets(bits: Bits) -> None:
    """Each st_ref_pic_set() (7.3.7); one may be told by what it changes in the one before."""
    sets = bits.golomb()
    if sets > _MOST_SETS:
        raise damaged(f"{sets} sets of references")
    pictures = 0
    for number in range(sets):
        if number and bits.flag():
            bits.take(1)
            bits.golomb()
            kept = 0
            for _ in range(pictures + 1):
                kept += bits.flag() or bits.flag()
            pictures = kept
            continue
        pictures = bits.golomb() + bits.golomb()
        for _ in range(pictures):
            bits.golomb()
            bits.take(1)
