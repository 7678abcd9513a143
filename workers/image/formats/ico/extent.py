"""A Windows icon whose directory says that a picture is longer than the file, though all of it stands there."""

from typing import BinaryIO, cast

from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.facts import Flaw
from workers.image.formats.bmp import container as bmp
from workers.image.formats.png import container as png

_ENTRIES_AT, _ENTRY, _SIZE_AT, _START_AT = 6, 16, 8, 12


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The icon with entries as long as their pictures; itself where they are within the file, or where one is cut off.

    Raises Failure where a picture's header is broken.
    """
    source = ByteSource(file)
    parts: list[Part] = []
    at = 0
    for entry in range(_ENTRIES_AT, _ENTRIES_AT + _ENTRY * source.number(4, 2, little=True), _ENTRY):
        size = source.number(entry + _SIZE_AT, 4, little=True)
        start = source.number(entry + _START_AT, 4, little=True)
        if start + size <= source.size:
            continue
        true = _own_size(source, start)
        if start + true > source.size:
            return file, ()
        parts += [(at, entry + _SIZE_AT - at), true.to_bytes(4, "little")]
        at = entry + _SIZE_AT + 4
    if not parts:
        return file, ()
    return cast("BinaryIO", Spliced(file, [*parts, (at, source.size - at)])), (Flaw.WRONG_LENGTH,)


def _own_size(source: ByteSource, start: int) -> int:
    """How many bytes a picture takes by what it says itself."""
    if source.at(start, 8) == png.SIGNATURE:
        inner = ByteSource.of(source.at(start, source.size - start))
        *_, last = png.chunks(inner)
        return last.end
    head = bmp.header(source, start)
    height = head.height // 2
    colors = 4 * (head.colors or 1 << head.bits) if head.bits <= 8 else 0
    rows = [(head.width * bits + 31) // 32 * 4 * height for bits in (head.bits, 1)]
    return head.info_size + colors + sum(rows)
