"""TIFF 6.0 and BigTIFF directories: where every tag's value stands in a file or in an EXIF block."""

import struct
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from workers.binary.source import ByteSource, damaged

MOST_PAGES = 10_000
MOST_ENTRIES = 4_096
MOST_NUMBERS = 2**20
_MOST_ENTRIES_IN_ALL = 200_000

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
"""Bytes of one value of each field type; 13 is IFD, 16 to 18 are BigTIFF's LONG8, SLONG8 and IFD8, 129 is EXIF 3.0's UTF-8."""

_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}

Order = Literal["little", "big"]


class TiffHeader(Struct, frozen=True, kw_only=True):
    """The first bytes of a TIFF: byte order, whether it is BigTIFF, and where the first directory stands."""

    order: Order
    big: bool
    first: int

    @property
    def mark(self) -> str:
        """The byte order in the spelling of `struct`."""
        return "<" if self.order == "little" else ">"


class TiffEntry(Struct, frozen=True, kw_only=True):
    """One tag: `at` is its own offset, `value_at` where its `size` bytes of value stand (inside the entry if they fit)."""

    tag: int
    kind: int
    count: int
    at: int
    value_at: int

    @property
    def size(self) -> int:
        """Bytes of the value."""
        return SIZES.get(self.kind, 1) * self.count


class Directory(Struct, frozen=True, kw_only=True):
    """One IFD at `at` with its entries in file order; `next_at` is where the pointer `next` to the following one stands."""

    at: int
    entries: tuple[TiffEntry, ...]
    next_at: int
    next: int

    def find(self, tag: int) -> TiffEntry | None:
        """The first entry of a tag."""
        return next((entry for entry in self.entries if entry.tag == tag), None)


def header(source: ByteSource) -> TiffHeader:
    """Read the header of a TIFF. Raises Failure."""
    head = source.at(0, 8)
    orders: dict[bytes, Order] = {b"II": "little", b"MM": "big"}
    order = orders.get(head[:2])
    if order is None:
        raise damaged("no TIFF byte order")
    version = int.from_bytes(head[2:4], order)
    if version == 42:
        return TiffHeader(order=order, big=False, first=int.from_bytes(head[4:8], order))
    if version == 43:
        return TiffHeader(order=order, big=True, first=int.from_bytes(source.at(8, 8), order))
    raise damaged(f"TIFF version {version}")


def directory(source: ByteSource, head: TiffHeader, at: int) -> Directory:
    """Read the directory at an offset; values are not looked at. Raises Failure."""
    count_size, entry_size, field = (8, 20, 8) if head.big else (2, 12, 4)
    count = int.from_bytes(source.at(at, count_size), head.order)
    if at == 0 or count > MOST_ENTRIES:
        raise damaged(f"a directory of {count} tags at {at}")
    start = at + count_size
    table = source.at(start, count * entry_size)
    layout = struct.Struct(head.mark + ("HHQ" if head.big else "HHI"))
    entries = []
    for index in range(count):
        tag, kind, values = layout.unpack_from(table, index * entry_size)
        inline = start + (index + 1) * entry_size - field
        size = SIZES.get(kind, 1) * values
        offset = int.from_bytes(table[inline - start : inline - start + field], head.order)
        entries.append(
            TiffEntry(
                tag=tag,
                kind=kind,
                count=values,
                at=start + index * entry_size,
                value_at=inline if size <= field else offset,
            )
        )
    next_at = start + count * entry_size
    # Many EXIF blocks end with their last directory and leave the pointer out.
    following = int.from_bytes(source.up_to(next_at, field), head.order)
    return Directory(at=at, entries=tuple(entries), next_at=next_at, next=following)


def chain(source: ByteSource, head: TiffHeader) -> Iterator[Directory]:
    """Each directory of the file in order, up to a pointer back into the chain. Raises Failure."""
    seen: set[int] = set()
    at, entries = head.first, 0
    while at and at not in seen:  # readers end there too: every page has been seen
        if len(seen) >= MOST_PAGES:
            raise damaged("too many directories")
        seen.add(at)
        found = directory(source, head, at)
        entries += len(found.entries)
        if entries > _MOST_ENTRIES_IN_ALL:
            raise damaged("too many tags")
        yield found
        at = found.next


def raw(source: ByteSource, entry: TiffEntry) -> bytes:
    """The bytes of a value, in the file's byte order. Raises Failure."""
    return source.at(entry.value_at, entry.size)


def numbers(source: ByteSource, head: TiffHeader, entry: TiffEntry | None) -> tuple[int, ...]:
    """The values of an entry of whole numbers; empty for None and for other types. Raises Failure."""
    if entry is None or entry.kind not in _CODES:
        return ()
    if entry.count > MOST_NUMBERS:
        raise damaged(f"tag {entry.tag} of {entry.count} numbers")
    return struct.unpack(f"{head.mark}{entry.count}{_CODES[entry.kind]}", raw(source, entry))


def number(source: ByteSource, head: TiffHeader, found: Directory, tag: int, default: int) -> int:
    """The first value of a tag of whole numbers, or the default where it is missing. Raises Failure."""
    values = numbers(source, head, found.find(tag))
    return values[0] if values else default


def rational(source: ByteSource, head: TiffHeader, entry: TiffEntry | None) -> float | None:
    """The first value of a RATIONAL entry. Raises Failure."""
    if entry is None or entry.kind != 5 or entry.count < 1:
        return None
    over, under = struct.unpack(head.mark + "II", source.at(entry.value_at, 8))
    return over / under if under else None
