"""Where in a MakerNote a camera names a place.

Tags: ExifTool's tables for Panasonic (place, country, state, city, landmark), Nikon (place by its own map, height by its
barometer) and Samsung (place by its own map). The town that a clock is set by is a setting, and stays.
"""

from collections.abc import Iterator

from workers.binary import tiff
from workers.binary.source import ByteSource
from workers.errors import Failure

_PANASONIC, _NIKON = b"Panasonic\0\0\0", b"Nikon\0\2"
_SAMSUNG = b"0100"
_PLACES_OF_PANASONIC = frozenset({0x67, 0x69, 0x6B, 0x6D, 0x6F, *range(0x80, 0x84)})
_PLACES_OF_NIKON = frozenset({0x39, 0xC3})
_PLACES_OF_SAMSUNG = frozenset(range(0x2F, 0x35))
_VERSION = 4
_UNSAID = b"\0 -"
_NIKON_TIFF = 10
_MOST_IN_ORDER = 0x100


def places(block: bytes, start: int, stop: int) -> list[tuple[int, int]]:
    """The spans of an EXIF block, all within its MakerNote's from `start` to `stop`, in which a place is named."""
    try:
        return [(at, end) for at, end in _spans(block, start, stop) if block[at:end].strip(_UNSAID)]
    except Failure:
        return []


def _spans(block: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    note = block[start:stop]
    if note.startswith(_PANASONIC):
        yield from _values(block, start, stop, len(_PANASONIC), _PLACES_OF_PANASONIC)
    elif note.startswith(_NIKON):
        base = start + _NIKON_TIFF
        source = ByteSource.of(block[base:stop])
        head = tiff.header(source)
        for entry in tiff.directory(source, head, head.first).entries:
            end = base + entry.value_at + entry.size
            if entry.tag in _PLACES_OF_NIKON and entry.size > _VERSION and end <= stop:
                yield base + entry.value_at + _VERSION, end
    elif _SAMSUNG in note[8:14]:
        yield from _values(block, start, stop, 0, _PLACES_OF_SAMSUNG)


def _values(block: bytes, start: int, stop: int, directory: int, tags: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The values of some tags of the directory at an offset in the note; theirs count from the block, or from the note."""
    at = start + directory
    order: tiff.Order = "little" if int.from_bytes(block[at : at + 2], "little") < _MOST_IN_ORDER else "big"
    head = tiff.TiffHeader(order=order, big=False, first=at)
    for entry in tiff.directory(ByteSource.of(block), head, at).entries:
        if entry.tag not in tags:
            continue
        for value_at in (entry.value_at, entry.value_at + start):
            if start <= value_at and value_at + entry.size <= stop:
                yield value_at, value_at + entry.size
                break
