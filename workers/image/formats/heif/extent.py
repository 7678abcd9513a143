"""How far the boxes of an AVIF or HEIC reach in its file, and the file without what is behind them."""

from typing import BinaryIO, cast

from workers.binary import bmff
from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.errors import Failure
from workers.facts import Flaw

_MEDIA, _FILM, _ITEMS = b"mdat", b"moov", b"meta"


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The file up to its last box, and that no longer than the file; itself where that is so, or where pixels are missing.

    Raises Failure where its items cannot be read.
    """
    source = ByteSource(file)
    names, end = set[bytes](), 0
    try:
        for box in bmff.boxes(source):
            names.add(box.name)
            end = box.end
    except Failure:
        pass
    else:
        return file, ()
    is_media = source.up_to(end + 4, 4) == _MEDIA
    if _ITEMS not in names or not _items_are_there(source) or (_FILM in names and _MEDIA not in names):
        return file, ()
    if not is_media:
        return cast("BinaryIO", Spliced(file, [(0, end)])), (Flaw.STRAY_BYTES,)
    size = (source.size - end).to_bytes(4, "big")
    parts: list[Part] = [(0, end), size, (end + 4, source.size - end - 4)]
    return cast("BinaryIO", Spliced(file, parts)), (Flaw.WRONG_LENGTH,)


def _items_are_there(source: ByteSource) -> bool:
    found = bmff.meta(source)
    extents = [extent for item in found.items.values() for extent in item.extents] if found else []
    return bool(extents) and all(at + size <= source.size for at, size in extents)
