"""An EXIF block laid out anew from directories, for a source whose metadata is spread over a large file."""

import struct
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from workers.binary import tiff
from workers.binary.source import Budget, ByteSource, damaged
from workers.errors import Failure
from workers.image.metadata import exif

_UNITS = {3: 2, 8: 2, 4: 4, 9: 4, 11: 4, 13: 4, 5: 4, 10: 4, 12: 8, 16: 8, 17: 8, 18: 8}
"""Bytes of the numbers that a value of each type is made of, where they are more than one."""

_MOST_VALUE = 2**22
_FARTHEST_NOTE = 2**20
_POINTERS = (exif.EXIF_IFD, exif.GPS_IFD, exif.INTEROP_IFD)


class Field(Struct, frozen=True, kw_only=True):
    """One tag with its value in the byte order of the block it is meant for."""

    tag: int
    kind: int
    count: int
    value: bytes


class Directories(Struct, frozen=True, kw_only=True):
    """The fields of each directory of an EXIF block; `note_at` is where its MakerNote stood in the source."""

    first: tuple[Field, ...] = ()
    camera: tuple[Field, ...] = ()
    gps: tuple[Field, ...] = ()
    interop: tuple[Field, ...] = ()
    note_at: int = 0


def swapped(value: bytes, kind: int) -> bytes:
    """A value in the other byte order."""
    unit = _UNITS.get(kind, 1)
    return b"".join(value[at : at + unit][::-1] for at in range(0, len(value), unit)) if unit > 1 else value


def field(source: ByteSource, head: tiff.TiffHeader, entry: tiff.TiffEntry, order: tiff.Order) -> Field:
    """One entry as a field in a byte order; BigTIFF's wide integers become LONG. Raises Failure."""
    if entry.size > _MOST_VALUE:
        raise damaged(f"tag {entry.tag} of {entry.size} bytes")
    if entry.kind in (16, 18):
        values = tiff.numbers(source, head, entry)
        if any(value > 0xFFFFFFFF for value in values):
            raise damaged(f"tag {entry.tag} is too large for a TIFF")
        plain = b"".join(value.to_bytes(4, order) for value in values)
        return Field(tag=entry.tag, kind=4, count=entry.count, value=plain)
    value = tiff.raw(source, entry)
    if head.order != order:
        value = swapped(value, entry.kind)
    return Field(tag=entry.tag, kind=entry.kind, count=entry.count, value=value)


def gather(
    source: ByteSource, head: tiff.TiffHeader, first: tiff.Directory, skip: Iterable[int], order: tiff.Order
) -> Directories:
    """The EXIF of a TIFF's directory without the tags to skip; what cannot be read is left out."""
    camera = _below(source, head, first, exif.EXIF_IFD)
    gps = _below(source, head, first, exif.GPS_IFD)
    interop = _below(source, head, camera, exif.INTEROP_IFD) if camera else None
    note = camera.find(exif.MAKER_NOTE) if camera else None
    return Directories(
        first=_fields(source, head, first, {*skip, *_POINTERS}, order),
        camera=_fields(source, head, camera, _POINTERS, order),
        gps=_fields(source, head, gps, _POINTERS, order),
        interop=_fields(source, head, interop, _POINTERS, order),
        note_at=note.value_at if note else 0,
    )


def _below(source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory, tag: int) -> tiff.Directory | None:
    try:
        at = tiff.number(source, head, found, tag, 0)
        return tiff.directory(source, head, at) if at else None
    except Failure:
        return None


def _fields(
    source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory | None, skip: Iterable[int], order: tiff.Order
) -> tuple[Field, ...]:
    made: dict[int, Field] = {}
    budget = Budget()
    for entry in found.entries if found else ():
        is_unknown = entry.kind not in tiff.SIZES  # nobody can say how many bytes it has
        if is_unknown or entry.tag in skip or entry.tag in made or not budget.allows(entry.size):
            continue
        try:
            made[entry.tag] = field(source, head, entry, order)
        except Failure:
            continue
    return tuple(made[tag] for tag in sorted(made))


class _Layout:
    def __init__(self, order: tiff.Order, note_at: int, note_size: int) -> None:
        self.mark = "<" if order == "little" else ">"
        self.data = bytearray(b"II*\0" if order == "little" else b"MM\0*") + bytearray(4)
        self._reserved = (note_at, note_at + note_size)
        self._free = 8

    def place(self, value: bytes, at: int | None = None) -> int:
        """Put bytes at an offset, or at the next free even one beside the place kept for the MakerNote."""
        if at is None:
            start, stop = self._reserved
            at = self._free
            if at < stop and at + len(value) > start:
                at = stop + stop % 2
            self._free = at + len(value) + len(value) % 2
        end = at + len(value)
        self.data.extend(bytes(max(0, end - len(self.data))))
        self.data[at:end] = value
        return at

    def directory(self, fields: tuple[Field, ...], pointers: Mapping[int, int], note_at: int) -> int:
        """Lay a directory out with pointers to others; its offset."""
        layout = struct.Struct(self.mark + "HHI")
        number = struct.Struct(self.mark + "I")
        entries = {tag: layout.pack(tag, 4, 1) + number.pack(at) for tag, at in pointers.items()}
        where = self.place(bytes(2 + 12 * (len(fields) + len(entries)) + 4))
        for one in fields:
            at = note_at if one.tag == exif.MAKER_NOTE and note_at else None
            inline = len(one.value) <= 4
            value = one.value.ljust(4, b"\0") if inline else number.pack(self.place(one.value, at))
            entries[one.tag] = layout.pack(one.tag, one.kind, one.count) + value
        body = b"".join(entries[tag] for tag in sorted(entries))
        table = struct.pack(self.mark + "H", len(entries)) + body + bytes(4)
        return self.place(table, where)


def spell(found: Directories, order: tiff.Order) -> bytes:
    """The block. The MakerNote stands where it stood, if that is not too far, since offsets inside it may count from there."""
    note = next((one for one in found.camera if one.tag == exif.MAKER_NOTE), None)
    kept = note is not None and len(note.value) > 4 and 8 <= found.note_at <= _FARTHEST_NOTE
    note_at = found.note_at if kept else 0
    layout = _Layout(order, note_at, len(note.value) if note and kept else 0)
    interop = layout.directory(found.interop, {}, 0) if found.interop else 0
    gps = layout.directory(found.gps, {}, 0) if found.gps else 0
    below = {exif.INTEROP_IFD: interop} if interop else {}
    camera = layout.directory(found.camera, below, note_at) if found.camera or below else 0
    pointers = {tag: at for tag, at in ((exif.EXIF_IFD, camera), (exif.GPS_IFD, gps)) if at}
    first = layout.directory(found.first, pointers, 0)
    layout.data[4:8] = struct.pack(layout.mark + "I", first)
    return bytes(layout.data)


def in_order(raw: bytes, order: tiff.Order) -> bytes:
    """An EXIF block in a byte order; laid out anew only where it is in the other one. Raises Failure."""
    source = ByteSource.of(raw)
    head = tiff.header(source)
    if head.order == order and not head.big:
        return raw
    first = tiff.directory(source, head, head.first)
    return spell(gather(source, head, first, (), order), order)


def without_maker_note(raw: bytes) -> bytes:
    """An EXIF block laid out anew without its MakerNote and what only that points at. Raises Failure."""
    source = ByteSource.of(raw)
    head = tiff.header(source)
    found = gather(source, head, tiff.directory(source, head, head.first), (), head.order)
    camera = tuple(one for one in found.camera if one.tag != exif.MAKER_NOTE)
    return spell(replace(found, camera=camera), head.order)
