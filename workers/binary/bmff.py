"""The ISO base media file format (ISO/IEC 14496-12) and HEIF's items in it (ISO/IEC 23008-12): AVIF and HEIC."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from workers.binary.source import MOST_BYTES, ByteSource, damaged, ends_early
from workers.errors import Failure

_MOST_BOXES = 100_000
_MOST_ITEMS = 20_000


class IsoBox(Struct, frozen=True, kw_only=True):
    """One box: its four-letter name and its body from `data_at` to `end`."""

    name: bytes
    at: int
    data_at: int
    end: int


class Item(Struct, frozen=True, kw_only=True):
    """One item of `meta`: its type, whether it is hidden, its content type, its extents, and its properties' bodies."""

    number: int
    kind: bytes
    hidden: bool = False
    content: bytes = b""
    extents: tuple[tuple[int, int], ...] = ()
    properties: tuple[tuple[bytes, bytes], ...] = ()

    def find(self, name: bytes) -> bytes | None:
        """The body of the first property of a name."""
        return next((body for known, body in self.properties if known == name), None)


class Meta(Struct, frozen=True, kw_only=True):
    """What `meta` says: the primary item's number, all items by number, and references (type, from, to)."""

    primary: int
    items: Mapping[int, Item]
    references: tuple[tuple[bytes, int, tuple[int, ...]], ...]

    def item(self, number: int) -> Item | None:
        """The item of a number."""
        return self.items.get(number)


def boxes(source: ByteSource, at: int = 0, end: int | None = None) -> Iterator[IsoBox]:
    """The boxes between two offsets. Raises Failure where one does not fit."""
    limit = source.size if end is None else end
    for _ in range(_MOST_BOXES):
        if at + 8 > limit:
            return
        head = source.at(at, 8)
        size, data_at = int.from_bytes(head[:4], "big"), at + 8
        if size == 1:
            size, data_at = source.number(at + 8, 8), at + 16
        elif size == 0:
            size = limit - at
        if size < data_at - at:
            raise damaged(f"a box of {size} bytes")
        if at + size > limit:
            if end is None:
                raise ends_early(f"box {head[4:]!r}")
            raise damaged(f"box {head[4:]!r} is larger than what it is in")
        yield IsoBox(name=head[4:], at=at, data_at=data_at, end=at + size)
        at += size
    raise damaged("too many boxes")


def inside(source: ByteSource, box: IsoBox, *, skip: int = 0) -> dict[bytes, IsoBox]:
    """The first box of each name inside a box, `skip` bytes after its start. Raises Failure."""
    found: dict[bytes, IsoBox] = {}
    for one in boxes(source, box.data_at + skip, box.end):
        found.setdefault(one.name, one)
    return found


class Fields:
    """A box's body read field by field, big-endian. Raises Failure DAMAGED past its end."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @classmethod
    def of(cls, source: ByteSource, box: IsoBox) -> "Fields":
        """The fields of a box."""
        return cls(source.at(box.data_at, box.end - box.data_at))

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if self._at + count > len(self._data):
            raise damaged("a box too short for its fields")
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self, count: int) -> int:
        """The next unsigned number of that many bytes; 0 of none."""
        return int.from_bytes(self.take(count), "big")

    def text(self) -> bytes:
        """The bytes up to the next zero, which is taken too; the rest where there is none."""
        stop = self._data.find(b"\0", self._at)
        end = len(self._data) if stop < 0 else stop
        found = self._data[self._at : end]
        self._at = min(end + 1, len(self._data))
        return found

    @property
    def at(self) -> int:
        """How many bytes were taken."""
        return self._at

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._data) - self._at


def meta(source: ByteSource) -> Meta | None:
    """The file's `meta` box, or None where it has none. Raises Failure."""
    for box in boxes(source):
        if box.name == b"meta":
            return _meta(source, box)
    return None


def metas(source: ByteSource) -> Iterator[Meta]:
    """The `meta` of the file, then that of each of its tracks that has one. Raises Failure."""
    first = meta(source)
    if first is not None:
        yield first
    for film in boxes(source):
        if film.name != b"moov":
            continue
        for track in boxes(source, film.data_at, film.end):
            own = inside(source, track).get(b"meta") if track.name == b"trak" else None
            if own is not None:
                yield _meta(source, own)


def _meta(source: ByteSource, box: IsoBox) -> Meta:
    found = inside(source, box, skip=4)
    kinds = _infos(source, found[b"iinf"]) if b"iinf" in found else []
    idat = found.get(b"idat")
    places = _locations(source, found[b"iloc"], idat.data_at if idat else None) if b"iloc" in found else {}
    properties = _properties(source, found[b"iprp"]) if b"iprp" in found else {}
    primary = 0
    if b"pitm" in found:
        fields = Fields.of(source, found[b"pitm"])
        primary = fields.number(4 if fields.number(4) >> 24 else 2)
    items = {
        item.number: Item(
            number=item.number,
            kind=item.kind,
            hidden=item.hidden,
            content=item.content,
            extents=places.get(item.number, ()),
            properties=properties.get(item.number, ()),
        )
        for item in kinds
    }
    references = _references(source, found[b"iref"]) if b"iref" in found else ()
    return Meta(primary=primary, items=items, references=references)


def _infos(source: ByteSource, box: IsoBox) -> list[Item]:
    fields = Fields(source.at(box.data_at, min(8, box.end - box.data_at)))
    skip = 8 if fields.number(4) >> 24 else 6
    items: list[Item] = []
    for one in boxes(source, box.data_at + skip, box.end):
        if one.name != b"infe" or len(items) >= _MOST_ITEMS:
            continue
        body = Fields.of(source, one)
        flags = body.number(4)
        if flags >> 24 < 2:
            continue
        number = body.number(4 if flags >> 24 == 3 else 2)
        body.take(2)
        kind = body.take(4)
        body.text()
        content = body.text() if kind == b"mime" else b""
        items.append(Item(number=number, kind=kind, hidden=bool(flags & 1), content=content))
    return items


def _locations(source: ByteSource, box: IsoBox, idat_at: int | None) -> dict[int, tuple[tuple[int, int], ...]]:
    fields = Fields.of(source, box)
    version = fields.number(4) >> 24
    sizes = fields.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    places: dict[int, tuple[tuple[int, int], ...]] = {}
    for _ in range(min(fields.number(4 if version == 2 else 2), _MOST_ITEMS)):
        number = fields.number(4 if version == 2 else 2)
        method = fields.number(2) & 15 if version else 0
        fields.take(2)
        base = fields.number(base_size)
        extents = []
        for _ in range(fields.number(2)):
            fields.take(index_size)
            offset = fields.number(offset_size) + base
            extents.append((offset + (idat_at or 0) if method == 1 else offset, fields.number(length_size)))
        if method == 0 or (method == 1 and idat_at is not None):
            places[number] = tuple(extents)
    return places


def _properties(source: ByteSource, box: IsoBox) -> dict[int, tuple[tuple[bytes, bytes], ...]]:
    known: list[tuple[bytes, bytes]] = []
    placed: dict[int, tuple[tuple[bytes, bytes], ...]] = {}
    for one in boxes(source, box.data_at, box.end):
        if one.name == b"ipco" and one.end - one.data_at <= MOST_BYTES:
            known = [
                (prop.name, source.at(prop.data_at, prop.end - prop.data_at))
                for prop in boxes(source, one.data_at, one.end)
            ]
        elif one.name == b"ipma":
            fields = Fields.of(source, one)
            flags = fields.number(4)
            for _ in range(min(fields.number(4), _MOST_ITEMS)):
                number = fields.number(4 if flags >> 24 else 2)
                indices = [
                    fields.number(2) & 0x7FFF if flags & 1 else fields.number(1) & 0x7F for _ in range(fields.number(1))
                ]
                placed[number] = tuple(known[index - 1] for index in indices if 0 < index <= len(known))
    return placed


def _references(source: ByteSource, box: IsoBox) -> tuple[tuple[bytes, int, tuple[int, ...]], ...]:
    wide = 4 if source.number(box.data_at, 4) >> 24 else 2
    found: list[tuple[bytes, int, tuple[int, ...]]] = []
    for one in boxes(source, box.data_at + 4, box.end):
        if len(found) >= _MOST_ITEMS:
            break
        fields = Fields.of(source, one)
        start = fields.number(wide)
        found.append((one.name, start, tuple(fields.number(wide) for _ in range(fields.number(2)))))
    return tuple(found)


def places(source: ByteSource, item: Item) -> tuple[tuple[int, int], ...]:
    """Where an item's bytes stand, as offsets and sizes. Raises Failure where that is not in the file, or too much."""
    # A length of 0 means: to the end of the file.
    found = tuple((at, size or max(0, source.size - at)) for at, size in item.extents)
    if any(at + size > source.size for at, size in found) or sum(size for _, size in found) > MOST_BYTES:
        raise damaged(f"item {item.number} is out of reach")
    return found


def content(source: ByteSource, item: Item) -> bytes | None:
    """The bytes of an item, or None where they are not in this file or too many."""
    try:
        return b"".join(source.at(at, size) for at, size in places(source, item)) if item.extents else None
    except Failure:
        return None


class Track(Struct, frozen=True, kw_only=True):
    """A track: its handler (`pict` for pictures), pictures, size, plays (0: for ever), and the boxes of its sample entry.

    `times` are runs of pictures and the milliseconds each is shown. `starts_at` is where the data of its first picture
    stand, 0 where that is not said.
    """

    handler: bytes
    samples: int
    width: int
    height: int
    plays: int
    auxiliary: bool
    properties: tuple[tuple[bytes, bytes], ...]
    times: tuple[tuple[int, Fraction], ...] = ()
    starts_at: int = 0


def tracks(source: ByteSource) -> list[Track]:
    """The tracks of a file's `moov`. Raises Failure."""
    found = []
    for box in boxes(source):
        if box.name == b"moov":
            found += [_track(source, one) for one in boxes(source, box.data_at, box.end) if one.name == b"trak"]
    return found


def _track(source: ByteSource, box: IsoBox) -> Track:
    parts = inside(source, box)
    media = inside(source, parts[b"mdia"]) if b"mdia" in parts else {}
    table: dict[bytes, IsoBox] = {}
    if b"minf" in media:
        stbl = inside(source, media[b"minf"]).get(b"stbl")
        table = inside(source, stbl) if stbl else {}
    duration, width, height = _track_header(source, parts[b"tkhd"]) if b"tkhd" in parts else (0, 0, 0)
    references = inside(source, parts[b"tref"]) if b"tref" in parts else {}
    return Track(
        handler=source.at(media[b"hdlr"].data_at + 8, 4) if b"hdlr" in media else b"",
        samples=source.number(table[b"stsz"].data_at + 8, 4) if b"stsz" in table else 0,
        width=width,
        height=height,
        plays=_plays(source, parts.get(b"edts"), duration),
        auxiliary=b"auxl" in references,
        properties=_sample_entry(source, table[b"stsd"]) if b"stsd" in table else (),
        times=_times(source, media[b"mdhd"], table[b"stts"]) if b"mdhd" in media and b"stts" in table else (),
        starts_at=_first_chunk(source, table),
    )


def _first_chunk(source: ByteSource, table: Mapping[bytes, IsoBox]) -> int:
    """The first offset of `stco` or `co64` (ISO/IEC 14496-12, 8.7.5); 0 where there is none."""
    for name, wide in ((b"stco", 4), (b"co64", 8)):
        if name in table and table[name].end - table[name].data_at >= 8 + wide:
            return source.number(table[name].data_at + 8, wide)
    return 0


def _times(source: ByteSource, header: IsoBox, table: IsoBox) -> tuple[tuple[int, Fraction], ...]:
    """Runs of a number of pictures and their time (ISO/IEC 14496-12, 8.4.2 and 8.6.1.2)."""
    fields = Fields.of(source, header)
    fields.take(16 if fields.number(4) >> 24 else 8)
    second = fields.number(4)
    if not second:
        return ()
    fields = Fields.of(source, table)
    fields.take(4)
    runs = min(fields.number(4), fields.left // 8, _MOST_BOXES)
    return tuple((fields.number(4), Fraction(1000 * fields.number(4), second)) for _ in range(runs))


def _track_header(source: ByteSource, box: IsoBox) -> tuple[int | None, int, int]:
    """Duration (None: without end), width and height of a track in pixels."""
    fields = Fields.of(source, box)
    wide = 8 if fields.number(4) >> 24 else 4
    fields.take(2 * wide + 8)
    duration = fields.number(wide)
    fields.take(52)
    width, height = fields.number(4) >> 16, fields.number(4) >> 16
    return None if duration == 2 ** (8 * wide) - 1 else duration, width, height


def _plays(source: ByteSource, box: IsoBox | None, duration: int | None) -> int:
    """How often a track plays: an edit list that repeats (flag 1) fills the track's duration (ISO/IEC 14496-12, 8.6.6).

    Without any, browsers play it for ever.
    """
    edits = inside(source, box).get(b"elst") if box else None
    if edits is None:
        return 0
    fields = Fields.of(source, edits)
    flags = fields.number(4)
    if not flags & 1 or fields.number(4) != 1:
        return 1
    once = fields.number(8 if flags >> 24 else 4)
    if duration is None:
        return 0
    return max(1, -(-duration // once)) if once else 1


def _sample_entry(source: ByteSource, box: IsoBox) -> tuple[tuple[bytes, bytes], ...]:
    for entry in boxes(source, box.data_at + 8, box.end):
        # VisualSampleEntry: 78 bytes of fields, then boxes.
        return tuple(
            (one.name, source.at(one.data_at, one.end - one.data_at))
            for one in boxes(source, entry.data_at + 78, entry.end)
        )
    return ()
