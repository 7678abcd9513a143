"""EXIF patched in place: nothing moves, so the offsets inside a MakerNote stay true."""

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from workers.binary import tiff
from workers.binary.source import MOST_BYTES, Budget, ByteSource
from workers.errors import Failure
from workers.image.metadata import maker_note

ORIENTATION = 0x0112
EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x8769, 0x8825, 0xA005
MAKER_NOTE = 0x927C
_PADDING = 3
_HEADER = 8
_POINTERS = frozenset({EXIF_IFD, GPS_IFD, INTEROP_IFD})
_XMP, _IPTC, _PHOTOSHOP, _ICC = 0x02BC, 0x83BB, 0x8649, 0x8773
GEO = frozenset({33550, 33922, 34264, 34735, 34736, 34737, 42112, 42113})
"""GeoTIFF and GDAL: places on the earth, not true of other pixels."""

STRUCTURE = frozenset(
    {
        *(254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 284, 288, 289, 290, 291),
        *(292, 293, 301, 317, 320, 321, 322, 323, 324, 325, 330, 332, 333, 334, 336, 337, 338, 339, 340, 341),
        *(342, 343, 344, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 559, 37724),
        *(50706, 50707),  # what makes a raw file of a TIFF
    }
)
"""Tags that say how the pixels are stored: no metadata."""

DESCRIPTION, MAKE, ARTIST, COPYRIGHT = 0x010E, 0x010F, 0x013B, 0x8298
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 0x011A, 0x011B, 0x0128
_CENTIMETRE = 3
_INTEROP_INDEX, _COLOR_SPACE, _SRGB = 0x0001, 0xA001, 1
_WIDTHS, _HEIGHTS = (0x0100, 0xA002, 0x1001), (0x0101, 0xA003, 0x1002)
_SUBJECT = (0x9214, 0xA214)
_THUMBNAIL_AT, _THUMBNAIL_SIZE = (0x0201, 0x0111), (0x0202, 0x0117)


_UNSAID = {"first": _POINTERS | STRUCTURE | GEO, "camera": _POINTERS, "gps": _POINTERS}


class Exif:
    """One EXIF block under patch; `bytes()` gives it back. Raises Failure when the block has no readable IFD0."""

    def __init__(self, raw: bytes) -> None:
        self._data = bytearray(raw)
        self._head = tiff.header(self._source)
        self._wiped: list[tuple[int, int]] = []
        tiff.directory(self._source, self._head, self._head.first)

    @property
    def _source(self) -> ByteSource:
        return ByteSource.of(self._data)

    def __bytes__(self) -> bytes:
        """The block; what was wiped at its very end is cut off."""
        live = max((stop for _, stop in self._live()), default=0)
        end = len(self._data)
        for start, stop in sorted(self._wiped, reverse=True):
            if stop >= end - _PADDING and not any(self._data[stop:end]):
                end = max(live, min(end, start))
        return bytes(self._data[:end])

    def _directories(self) -> Iterator[tiff.Directory]:
        """IFD0, IFD1, and the Exif, GPS and Interoperability IFDs of them; an unreadable one is left out."""
        first = tiff.directory(self._source, self._head, self._head.first)
        queue, seen = [first.at, first.next], {0}
        while queue:
            at = queue.pop(0)
            if at in seen:
                continue
            seen.add(at)
            try:
                found = tiff.directory(self._source, self._head, at)
                queue += [to for tag in (EXIF_IFD, INTEROP_IFD) for to in self._numbers(found, tag)[:1]]
            except Failure:
                continue
            yield found

    def _numbers(self, found: tiff.Directory, tag: int) -> tuple[int, ...]:
        return tiff.numbers(self._source, self._head, found.find(tag))

    def _set(self, entry: tiff.TiffEntry, value: int) -> None:
        """Give a SHORT or LONG entry one value; a SHORT too small for it becomes a LONG, which fits in its place."""
        if entry.kind not in (3, 4) or entry.count != 1:
            return
        kind = 4 if value > 0xFFFF else entry.kind
        order = self._head.order
        self._data[entry.at + 2 : entry.at + 4] = kind.to_bytes(2, order)
        self._data[entry.at + 8 : entry.at + 12] = value.to_bytes(tiff.SIZES[kind], order).ljust(4, b"\0")

    def _live(self) -> list[tuple[int, int]]:
        """The spans of bytes that directories in use and their values take, in order, none overlapping another."""
        spans = [(8, 8)]
        for found in (*self._directories(), *self._gps_directories()):
            spans += self._spans(found)
        merged: list[tuple[int, int]] = []
        for start, stop in sorted(spans):
            last = min(stop, len(self._data))
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            elif start < last:
                merged.append((start, last))
        return merged

    def _wipe(self, spans: Iterable[tuple[int, int]]) -> None:
        """Zero spans of bytes, but nothing that is in use: a broken pointer may lead into a MakerNote."""
        kept = [(start, bytes(self._data[start:stop])) for start, stop in self._live()]
        for start, stop in spans:
            last = min(stop, len(self._data))
            if 8 <= start < last:
                self._data[start:last] = bytes(last - start)
                self._wiped.append((start, last))
        for start, data in kept:
            self._data[start : start + len(data)] = data

    @staticmethod
    def _spans(found: tiff.Directory) -> list[tuple[int, int]]:
        values = [(one.value_at, one.value_at + one.size) for one in found.entries if one.size > 4]
        return [*values, (found.at, found.next_at + 4)]

    def _drop(self, found: tiff.Directory, tags: Collection[int]) -> None:
        """Take entries out: later ones and the pointer to the next directory move up, nothing else does."""
        kept = [self._data[one.at : one.at + 12] for one in found.entries if one.tag not in tags]
        pointer = self._data[found.next_at : found.next_at + 4]
        start, end = found.at + 2, found.next_at + 4
        self._data[found.at : start] = len(kept).to_bytes(2, self._head.order)
        self._data[start:end] = b"".join((*kept, pointer)).ljust(end - start, b"\0")

    @property
    def orientation(self) -> int:
        """The orientation of IFD0, 1 to 8; 1 where it is missing or nonsense."""
        first = tiff.directory(self._source, self._head, self._head.first)
        value = tiff.number(self._source, self._head, first, ORIENTATION, 1)
        return value if 1 <= value <= 8 else 1

    def set_orientation(self, value: int) -> None:
        """Set the tag wherever it stands; nothing is added where it is missing."""
        for found in self._directories():
            entry = found.find(ORIENTATION)
            if entry is not None:
                self._set(entry, value)

    def drop_orientation(self) -> None:
        """Take the tag out of IFD0."""
        first = tiff.directory(self._source, self._head, self._head.first)
        self._drop(first, {ORIENTATION})

    def set_size(self, width: int, height: int) -> None:
        """Set the pixel dimensions wherever they stand."""
        for found in self._directories():
            for tags, value in ((_WIDTHS, width), (_HEIGHTS, height)):
                for tag in tags:
                    entry = found.find(tag)
                    if entry is not None:
                        self._set(entry, value)

    def move_subject(self, across: float, down: float) -> None:
        """Scale the place and the size that the subject has in pixels (tags 0x9214 and 0xA214: x, y, width, height)."""
        for found in self._directories():
            for entry in (one for tag in _SUBJECT if (one := found.find(tag)) and one.kind == 3 and one.count <= 4):
                scaled = (
                    min(0xFFFF, round(value * (down if number % 2 else across)))
                    for number, value in enumerate(tiff.numbers(self._source, self._head, entry))
                )
                values = b"".join(value.to_bytes(2, self._head.order) for value in scaled)
                self._data[entry.value_at : entry.value_at + entry.size] = values

    def drop_subject(self) -> bool:
        """Take the place of the subject out; whether there was one."""
        has_one = any(found.find(tag) for found in self._directories() for tag in _SUBJECT)
        self._drop_tags(_SUBJECT)
        return has_one

    @property
    def has_location(self) -> bool:
        """Whether a GPS directory with more than its version is pointed at, or the MakerNote names a place."""
        return any(len(gps.entries) > 1 for gps in self._gps_directories()) or bool(self._places_in_maker_note())

    def _places_in_maker_note(self) -> list[tuple[int, int]]:
        entry = self._maker_note()
        return maker_note.places(bytes(self._data), entry.value_at, entry.value_at + entry.size) if entry else []

    def _gps_directories(self) -> Iterator[tiff.Directory]:
        for found in self._directories():
            try:
                for at in self._numbers(found, GPS_IFD)[:1]:
                    yield tiff.directory(self._source, self._head, at)
            except Failure:
                continue

    def drop_location(self) -> None:
        """Zero every GPS directory with its values, take the pointers to them out, and blank places in the MakerNote."""
        for start, stop in self._places_in_maker_note():
            self._data[start:stop] = bytes(stop - start)
        spans = [span for gps in self._gps_directories() for span in self._spans(gps)]
        self._drop_tags({GPS_IFD})
        self._wipe(spans)
        self._drop_with_values(GEO)

    def _drop_tags(self, tags: Collection[int]) -> None:
        for found in list(self._directories()):
            self._drop(found, tags)

    def drop_copies(self) -> None:
        """Take XMP, IPTC, Photoshop blocks and profiles out of IFD0: they travel by themselves, these are stale copies."""
        self._drop_with_values({_XMP, _IPTC, _PHOTOSHOP, _ICC})

    def _drop_with_values(self, tags: Collection[int]) -> None:
        first = tiff.directory(self._source, self._head, self._head.first)
        entries = [one for one in first.entries if one.tag in tags]
        self._drop(first, tags)
        self._wipe([(one.value_at, one.value_at + one.size) for one in entries if one.size > 4])

    def drop_thumbnail(self) -> None:
        """Cut IFD1 off and zero it with its picture."""
        first = tiff.directory(self._source, self._head, self._head.first)
        if first.next == 0:
            return
        self._data[first.next_at : first.next_at + 4] = bytes(4)
        try:
            second = tiff.directory(self._source, self._head, first.next)
            starts = [at for tag in _THUMBNAIL_AT for at in self._numbers(second, tag)]
            sizes = [size for tag in _THUMBNAIL_SIZE for size in self._numbers(second, tag)]
        except Failure:
            return
        self._wipe([(start, start + size) for start, size in zip(starts, sizes, strict=False)] + self._spans(second))

    def texts(self, tags: Iterable[int]) -> dict[int, bytes]:
        """The ASCII values of IFD0's tags of a set, without the closing zeros; unreadable and empty ones left out."""
        first = tiff.directory(self._source, self._head, self._head.first)
        found: dict[int, bytes] = {}
        for tag in tags:
            entry = first.find(tag)
            if entry is not None and entry.kind in (1, 2, 7, 129) and entry.value_at + entry.size <= len(self._data):
                value = tiff.raw(self._source, entry).rstrip(b"\0 ")
                if value:
                    found[tag] = value
        return found

    def told(self, tag: int) -> bytes | None:
        """The ASCII value of a tag, in whatever directory it stands first; None where there is none that can be read."""
        entries = (entry for found in self._directories() if (entry := found.find(tag)) is not None)
        fitting = (one for one in entries if one.kind in (1, 2, 7, 129) and one.value_at + one.size <= len(self._data))
        return next((tiff.raw(self._source, entry) for entry in fitting), None)

    @property
    def xmp(self) -> bytes | None:
        """The packet that some programs put into IFD0."""
        entry = tiff.directory(self._source, self._head, self._head.first).find(_XMP)
        if entry is None or entry.value_at + entry.size > len(self._data):
            return None
        return tiff.raw(self._source, entry) or None

    @property
    def dpi(self) -> tuple[float, float] | None:
        """IFD0's resolution in pixels per inch, across and down."""
        source, head = self._source, self._head
        first = tiff.directory(source, head, head.first)
        try:
            across = tiff.rational(source, head, first.find(_X_RESOLUTION))
            down = tiff.rational(source, head, first.find(_Y_RESOLUTION))
            unit = tiff.number(source, head, first, _RESOLUTION_UNIT, 2)
        except Failure:
            return None
        if not across or not down or unit not in (2, 3):
            return None
        scale = 2.54 if unit == 3 else 1.0
        return across * scale, down * scale

    def set_dpi(self, dpi: tuple[float, float]) -> None:
        """Set IFD0's resolution where it stands, in its own unit; nothing is added where it is missing."""
        if self.dpi == dpi:
            return
        first = tiff.directory(self._source, self._head, self._head.first)
        scale = 2.54 if tiff.number(self._source, self._head, first, _RESOLUTION_UNIT, 2) == _CENTIMETRE else 1.0
        for tag, value in zip((_X_RESOLUTION, _Y_RESOLUTION), dpi, strict=True):
            entry = first.find(tag)
            if entry is not None and (entry.kind, entry.count) == (5, 1) and entry.value_at + 8 <= len(self._data):
                self._data[entry.value_at : entry.value_at + 8] = rational(value / scale, self._head.order)

    @property
    def is_adobe_rgb(self) -> bool:
        """Whether it says, in the way of cameras, that the numbers are Adobe RGB's (DCF 2.0: interoperability R03)."""
        marked, other = False, True
        for found in self._directories():
            index, space = found.find(_INTEROP_INDEX), found.find(_COLOR_SPACE)
            if index is not None and index.kind == 2 and index.size <= 4:
                marked = marked or tiff.raw(self._source, index).startswith(b"R03")
            other = other and (space is None or self._numbers(found, _COLOR_SPACE)[:1] != (_SRGB,))
        return marked and other

    def values(self) -> dict[tuple[str, int], tuple[int, ...] | bytes]:
        """Every readable value by directory and tag, as numbers where it is some, without pointers and thumbnail.

        Of a tag that comes twice in a directory only the first counts. Left out are a TIFF's tags of how its pixels are
        stored, the orientation 1, which says the same as none, and what is of no known type or points into the header: that
        reads otherwise as soon as the block stands in another file.
        """
        found: dict[tuple[str, int], tuple[int, ...] | bytes] = {}
        source, head = self._source, self._head
        budget = Budget()
        places: dict[tuple[str, int], tiff.TiffEntry] = {}
        for name, directory in self._named():
            for entry in directory.entries:
                places.setdefault((name, entry.tag), entry)
        for (name, tag), entry in places.items():
            known = entry.kind in tiff.SIZES and entry.value_at >= _HEADER and tag not in _UNSAID[name]
            fits = entry.value_at + entry.size <= len(self._data) and budget.allows(entry.size)
            if not known or not fits or (entry.kind != 7 and entry.count > tiff.MOST_NUMBERS):
                continue
            value = tiff.numbers(source, head, entry) if entry.kind in (3, 4, 8, 9) else self._plain(entry)
            if (entry.tag, value) != (ORIENTATION, (1,)):
                found[name, entry.tag] = value
        return found

    def _plain(self, entry: tiff.TiffEntry) -> bytes:
        """A value in big-endian order."""
        value, unit = tiff.raw(self._source, entry), tiff.SIZES.get(entry.kind, 1)
        if entry.kind in (1, 2, 6, 7) or self._head.order == "big":
            return value
        unit = unit // 2 if entry.kind in (5, 10) else unit
        return b"".join(value[at : at + unit][::-1] for at in range(0, len(value), unit))

    def _named(self) -> Iterator[tuple[str, tiff.Directory]]:
        first = tiff.directory(self._source, self._head, self._head.first)
        yield "first", first
        for found in self._directories():
            if found.at not in (first.at, first.next):
                yield "camera", found
        for found in self._gps_directories():
            yield "gps", found

    def _maker_note(self) -> tiff.TiffEntry | None:
        entries = (found.find(MAKER_NOTE) for found in self._directories())
        return next((entry for entry in entries if entry and entry.value_at + entry.size <= len(self._data)), None)

    @property
    def maker_note(self) -> bytes | None:
        """The bytes of the MakerNote."""
        entry = self._maker_note()
        return tiff.raw(self._source, entry) if entry else None

    @property
    def maker_note_at(self) -> int | None:
        """Where in the block the MakerNote stands; offsets inside it may count from the block's start."""
        entry = self._maker_note()
        return entry.value_at if entry else None


def rational(value: float, order: tiff.Order) -> bytes:
    """A RATIONAL of a positive value, exact where it is a whole number or a short fraction, at most four million."""
    found = Fraction(min(value, 4_000_000.0)).limit_denominator(1000)
    return max(1, found.numerator).to_bytes(4, order) + found.denominator.to_bytes(4, order)


def with_dpi(raw: bytes | None, dpi: tuple[float, float]) -> bytes:
    """The block with a resolution that it does not have yet; a new block where there is none.

    IFD0 grows and so is written anew behind everything else, which moves no value. Raises Failure for a broken block.
    """
    block = raw or b"II*\0\x08\0\0\0\0\0\0\0\0\0"
    source = ByteSource.of(block)
    head = tiff.header(source)
    first = tiff.directory(source, head, head.first)
    order = head.order
    data = bytearray(block) + b"\0" * (len(block) % 2)
    entries = {one.tag: block[one.at : one.at + 12] for one in first.entries}
    for tag, value in zip((_X_RESOLUTION, _Y_RESOLUTION), dpi, strict=True):
        place = len(data).to_bytes(4, order)
        entries[tag] = tag.to_bytes(2, order) + (5).to_bytes(2, order) + (1).to_bytes(4, order) + place
        data += rational(value, order)
    inch = (2).to_bytes(2, order) + bytes(2)
    entries[_RESOLUTION_UNIT] = (
        _RESOLUTION_UNIT.to_bytes(2, order) + (3).to_bytes(2, order) + (1).to_bytes(4, order) + inch
    )
    data[4:8] = len(data).to_bytes(4, order)
    table = b"".join(entries[tag] for tag in sorted(entries))
    return bytes(data + len(entries).to_bytes(2, order) + table + first.next.to_bytes(4, order))


def opened(raw: bytes | None) -> Exif | None:
    """The block under patch, or None where there is none or it cannot be read."""
    if not raw or len(raw) > MOST_BYTES:
        return None
    try:
        return Exif(raw)
    except Failure:
        return None


def orientation_of(raw: bytes | None) -> int:
    """The block's orientation, 1 where there is none."""
    block = opened(raw)
    return block.orientation if block else 1
