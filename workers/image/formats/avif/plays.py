"""How often the sequence of an AVIF plays, which its encoder in Pillow always leaves without an end."""

from workers.binary import bmff
from workers.binary.source import ByteSource, damaged

# Where `mvhd`, `tkhd` and `elst` of version 1 keep a duration of 8 bytes (ISO/IEC 14496-12, 8.2.2, 8.3.2 and 8.6.6).
_FILM_AT, _TRACK_AT, _EDIT_AT = 24, 28, 8
_REPEATS_AT = 3


def playing(data: bytes, plays: int) -> bytes:
    """The file of libavif's with its sequence played that many times, from 1.

    A track plays its edit list again (flag 1) until its own duration is filled, and the film lasts as long as its tracks.
    Raises Failure where the boxes are not as libavif writes them.
    """
    made, source = bytearray(data), ByteSource.of(data)
    film = next(box for box in bmff.boxes(source) if box.name == b"moov")
    longest = 0
    for track in (box for box in bmff.boxes(source, film.data_at, film.end) if box.name == b"trak"):
        parts = bmff.inside(source, track)
        edits = bmff.inside(source, parts[b"edts"])[b"elst"]
        duration = plays * int.from_bytes(_field(made, edits, _EDIT_AT), "big")
        made[edits.data_at + _REPEATS_AT] = plays > 1
        _set(made, parts[b"tkhd"], _TRACK_AT, duration)
        longest = max(longest, duration)
    _set(made, bmff.inside(source, film)[b"mvhd"], _FILM_AT, longest)
    return bytes(made)


def _field(data: bytearray, box: bmff.IsoBox, at: int) -> bytes:
    if data[box.data_at] != 1:
        raise damaged(f"{box.name!r} of version {data[box.data_at]}")
    return bytes(data[box.data_at + at : box.data_at + at + 8])


def _set(data: bytearray, box: bmff.IsoBox, at: int, duration: int) -> None:
    _field(data, box, at)
    data[box.data_at + at : box.data_at + at + 8] = duration.to_bytes(8, "big")
