"""Application segments and chunks of other makers' programs: which of them can name a place.

What is in which segment: the tables of ExifTool for JPEG, FLIR and InfiRay; FLIR's FFF is a header of 64 bytes with the place
and the number of its records' entries, each of 32 bytes with type, offset and length.
"""

from collections.abc import Iterator
from typing import Literal

from workers.image.metadata.bundle import TextChunk

_HARMLESS = {
    0xE0: (b"AVI1", b"Ocad"),
    0xE1: (b"QVCI\0",),
    0xE2: (b"FPXR\0",),
    0xE3: (b"Meta\0\0", b"META\0\0", b"Stim\0", b"_JPSJPS_"),
    0xE4: (b"SCALADO\0", b"FPXR\0"),
    0xE5: (b"ssuniqueid\0",),
    0xE6: (b"EPPIM\0", b"NITF\0", b"TDHD\1\0\0\0"),
    0xE7: (b"\x1aQualcomm Camera Attributes",),
    0xE8: (b"SPIFF\0",),
    0xEA: (b"UNICODE\0",),
    0xEB: (b"HDR_RI ",),
    0xEC: (b"Ducky",),
    0xED: (b"Adobe_CM",),
    0xEF: (b"Q ",),
}
"""Beginnings of segments with known contents, no place among them."""

_CIFF = b"HEAPJPGM"
_PICTURE_INFO = (b"[picture info]", b"Type=")
_INFIRAY = b"IJPEG\0"
_OF_INFIRAY = range(0xE2, 0xEA)
_DJI = b"DJI"
_THERMAL_OF_DJI = range(0xE3, 0xE6)
"""Temperatures, their parameters and their calibration, without a beginning of their own."""

_CHUNKS = frozenset(
    (b"tIME", b"caNv", b"vpAg", b"oFFs", b"pCAL", b"sCAL", b"sTER", b"orNT", b"iDOT", b"gIFg", b"gIFx", b"gIFt")
)
"""Chunks of a PNG of known contents that are safe to copy, no place among them."""

_PLACE = b"GPS"
_FLIR, _FLIR_HEAD = b"FLIR\0", 8
_FFF_HEAD, _ENTRY, _GPS_RECORD = 64, 32, 0x2B
_VERSIONS = range(100, 200)
_MOST_RECORDS = 1000


def without_places(others: tuple[TextChunk, ...], make: bytes) -> tuple[TextChunk, ...]:
    """Those of the segments and chunks of which it is known that they name no place; FLIR's are patched.

    `make` is the camera's maker, which tells a few of them.
    """
    flir = _flir_without_place([other for other in others if _is_flir(other)])
    makes_infrared = any(other.name == b"\xe2" and other.data[4:10] == _INFIRAY for other in others)
    kept = []
    for other in others:
        if _is_flir(other):
            patched = next(flir, None)
            kept += [patched] if patched else []
        elif _is_harmless(other, make, makes_infrared=makes_infrared) and _PLACE not in other.data:
            kept.append(other)
    return tuple(kept)


def _is_harmless(other: TextChunk, make: bytes, *, makes_infrared: bool) -> bool:
    if len(other.name) != 1:
        return other.name in _CHUNKS
    marker, data = other.name[0], other.data
    if marker == 0xE0 and data[6:14] == _CIFF:
        return True
    if marker == 0xEC and any(word in data for word in _PICTURE_INFO):
        return True
    if (makes_infrared and marker in _OF_INFIRAY) or (make.startswith(_DJI) and marker in _THERMAL_OF_DJI):
        return True
    return data.startswith(_HARMLESS.get(marker, ()))


def _is_flir(other: TextChunk) -> bool:
    return other.name == b"\xe1" and other.data.startswith(_FLIR)


def _flir_without_place(parts: list[TextChunk]) -> Iterator[TextChunk]:
    """The parts with their GPS records zeroed; none of them where they do not make a whole."""
    order = sorted(range(len(parts)), key=lambda at: parts[at].data[6:7])
    whole = bytearray(b"".join(parts[at].data[_FLIR_HEAD:] for at in order))
    if not _zero_place(whole):
        return iter(())
    patched, start = dict[int, TextChunk](), 0
    for at in order:
        head, body = parts[at].data[:_FLIR_HEAD], parts[at].data[_FLIR_HEAD:]
        patched[at] = TextChunk(name=parts[at].name, data=head + bytes(whole[start : start + len(body)]))
        start += len(body)
    return iter([patched[at] for at in range(len(parts))])


def _zero_place(fff: bytearray) -> bool:
    """Zero the GPS records of a file in FLIR's format; whether it is one."""
    orders: tuple[Literal["big", "little"], ...] = ("big", "little")
    order = next((one for one in orders if int.from_bytes(fff[20:24], one) in _VERSIONS), None)
    if not fff.startswith((b"FFF\0", b"AFF\0")) or order is None:
        return False
    at, count = (int.from_bytes(fff[start : start + 4], order) for start in (24, 28))
    if count > _MOST_RECORDS or at < _FFF_HEAD or at + count * _ENTRY > len(fff):
        return False
    for entry in range(at, at + count * _ENTRY, _ENTRY):
        start, size = (int.from_bytes(fff[entry + field : entry + field + 4], order) for field in (12, 16))
        if int.from_bytes(fff[entry : entry + 2], order) == _GPS_RECORD:
            if start < _FFF_HEAD or start + size > len(fff):
                return False
            fff[start : start + size] = bytes(size)
    return _PLACE not in fff
