"""The Multi-Picture Format (CIPA DC-007): further JPEG pictures behind the first one of a file."""

import struct

from msgspec import Struct

from workers.binary import tiff
from workers.binary.source import ByteSource, damaged
from workers.errors import Failure
from workers.image.formats.jpeg import container as jpeg

_MPF = b"MPF\0"
_NUMBER_OF_IMAGES, _ENTRIES = 0xB001, 0xB002
_MOST_PICTURES = 100
_GAIN_MAP_WORDS = (b"hdrgm:", b"http://ns.adobe.com/hdr-gain-map/1.0/", b"aux:hdrgainmap", b"ns.apple.com/HDRGainMap")
_ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"


class Picture(Struct, frozen=True, kw_only=True):
    """One further picture: `size` bytes at `at`; `kind` is its MP type code, 0x010001 and 0x010002 for previews."""

    kind: int
    at: int
    size: int

    @property
    def is_preview(self) -> bool:
        """Whether it is the first picture again, in small."""
        return self.kind in (0x010001, 0x010002)


def pictures(source: ByteSource) -> tuple[Picture, ...]:
    """The pictures that the first one's APP2 lists, without itself; empty where there is no list or it is broken."""
    try:
        for segment in jpeg.segments(source):
            if segment.marker == 0xE2 and source.at(segment.data_at, min(4, segment.size)) == _MPF:
                return _listed(source, segment.data_at + 4, segment.size - 4)
    except Failure:
        pass
    return ()


def _listed(source: ByteSource, base: int, size: int) -> tuple[Picture, ...]:
    block = ByteSource.of(source.at(base, size))
    head = tiff.header(block)
    entry = tiff.directory(block, head, head.first).find(_ENTRIES)
    if entry is None or entry.count > 16 * _MOST_PICTURES:
        raise damaged("a list of pictures without pictures")
    data = tiff.raw(block, entry)
    found = []
    for at in range(16, len(data) - 15, 16):
        attribute, length, offset = struct.unpack_from(head.mark + "III", data, at)
        where = base + offset
        if offset and length and where + length <= source.size and source.at(where, 2) == b"\xff\xd8":
            found.append(Picture(kind=attribute & 0xFFFFFF, at=where, size=length))
    return tuple(found)


def is_gain_map(source: ByteSource, picture: Picture) -> bool:
    """Whether a picture's own metadata say that it is a gain map (Ultra HDR, ISO 21496-1, Apple). Raises Failure."""
    for segment in jpeg.segments(source, picture.at):
        if segment.marker in (0xE1, 0xE2):
            data = source.at(segment.data_at, segment.size)
            if data.startswith(_ISO_GAIN_MAP) or any(word in data for word in _GAIN_MAP_WORDS):
                return True
    return False


def spell(before: int, after: int, second: int) -> bytes:
    """The APP2 of a file of two pictures.

    `before` and `after` are the first picture's bytes before and behind this segment, `second` the other picture's bytes.
    """
    size = 4 + 4 + 82
    first = before + size + after
    base = before + 8  # offsets count from the byte order mark
    version = struct.pack(">HHI4s", 0xB000, 7, 4, b"0100")
    number = struct.pack(">HHII", _NUMBER_OF_IMAGES, 4, 1, 2)
    entries = struct.pack(">HHII", _ENTRIES, 7, 32, 50)
    directory = b"MM\0\x2a" + struct.pack(">IH", 8, 3)
    listed = struct.pack(">IIIHH", 0x030000, first, 0, 0, 0) + struct.pack(">IIIHH", 0, second, first - base, 0, 0)
    return jpeg.spell(0xE2, _MPF + directory + version + number + entries + bytes(4) + listed)
