"""A TIFF whose strips are said to reach behind the end of the file, though all their pixels stand there, put in order."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, cast

from workers.binary import tiff
from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.facts import Flaw

# TIFF 6.0, sections 3 to 8 and 14.
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_OFFSETS, _SAMPLES, _ROWS, _COUNTS, _PLANAR = 273, 277, 278, 279, 284
_UNPACKED, _YCBCR, _SEPARATE = 1, 6, 2
_CODES = {3: "H", 4: "I", 16: "Q"}


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The TIFF with strips as long as their pixels; itself where they are within the file, packed, or cut off.

    Raises Failure where a directory is broken.
    """
    source = ByteSource(file)
    head = tiff.header(source)
    parts: list[Part] = []
    at = 0
    for value_at, values in sorted(_patches(source, head)):
        parts += [(at, value_at - at), values]
        at = value_at + len(values)
    if not parts:
        return file, ()
    return cast("BinaryIO", Spliced(file, [*parts, (at, source.size - at)])), (Flaw.WRONG_LENGTH,)


def _patches(source: ByteSource, head: tiff.TiffHeader) -> Iterator[tuple[int, bytes]]:
    for page in tiff.chain(source, head):
        entry = page.find(_COUNTS)
        offsets = tiff.numbers(source, head, page.find(_OFFSETS))
        counts = tiff.numbers(source, head, entry)
        if entry is None or entry.kind not in _CODES or len(offsets) != len(counts):
            continue
        if all(start + count <= source.size for start, count in zip(offsets, counts, strict=True)):
            continue
        if compression(source, head, page) != _UNPACKED:
            continue
        needed = bytes_of_strips(source, head, page, len(counts))
        true = [min(count, need) for count, need in zip(counts, needed, strict=False)]
        if len(true) == len(counts) and all(a + n <= source.size for a, n in zip(offsets, true, strict=True)):
            yield entry.value_at, struct.pack(f"{head.mark}{len(true)}{_CODES[entry.kind]}", *true)


def compression(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory) -> int:
    """The number of the way that a page's pixels are packed, 1 for none. Raises Failure."""
    return tiff.number(source, head, page, _COMPRESSION, _UNPACKED)


def bytes_of_strips(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory, most: int) -> list[int]:
    """How many bytes the pixels of each strip take when they are not packed. Raises Failure.

    None where there would be more strips than `most`, or where colours have fewer pixels than light.
    """

    def number(tag: int, default: int) -> int:
        return tiff.number(source, head, page, tag, default)

    if number(_PHOTOMETRIC, 0) == _YCBCR:
        return []
    width, height, samples = number(_WIDTH, 0), number(_HEIGHT, 0), number(_SAMPLES, 1)
    bits = tiff.numbers(source, head, page.find(_BITS)) or (1,)
    rows = min(number(_ROWS, height), height)
    planes = list(bits[:samples]) if number(_PLANAR, 1) == _SEPARATE else [sum(bits[:samples])]
    if rows < 1 or len(planes) * -(-height // rows) > most:
        return []
    return [
        min(rows, height - first) * ((width * depth + 7) // 8) for depth in planes for first in range(0, height, rows)
    ]
