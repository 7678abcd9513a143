"""A bitmap put in order: its own size told right, and its last row filled up as the others are."""

from typing import BinaryIO, cast

from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.facts import Flaw
from workers.image.formats.bmp import container as bmp

_SIZE_AT, _SIZE_END = 2, 6


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The bitmap in order; itself where nothing is untidy, or where pixels are missing. Raises Failure without a header.

    A size of 0, or of less than there is, is so usual that it is not worth a word.
    """
    source = ByteSource(file)
    flaws: list[Flaw] = []
    filling = _missing_filling(source, bmp.header(source))
    if filling:
        flaws.append(Flaw.NO_FILLING)
    if source.number(_SIZE_AT, 4, little=True) > source.size + filling:
        flaws.append(Flaw.WRONG_LENGTH)
    if not flaws:
        return file, ()
    size = (source.size + filling).to_bytes(4, "little")
    parts: list[Part] = [(0, _SIZE_AT), size, (_SIZE_END, source.size - _SIZE_END), bytes(filling)]
    return cast("BinaryIO", Spliced(file, parts)), tuple(flaws)


def _missing_filling(source: ByteSource, head: bmp.BmpHeader) -> int:
    """How many of the bytes that fill up the last row are missing, where no other byte is."""
    if head.compression not in bmp.UNPACKED:
        return 0
    used = (head.width * head.bits + 7) // 8
    row = (head.width * head.bits + 31) // 32 * 4
    missing = source.number(10, 4, little=True) + row * head.height - source.size
    return missing if 0 < missing <= row - used else 0
