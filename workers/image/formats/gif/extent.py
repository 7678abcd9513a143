"""How far a GIF's blocks reach in its file, and the file ended as it should be."""

from typing import BinaryIO, cast

from workers.binary.source import ByteSource
from workers.binary.splice import Spliced
from workers.errors import Failure
from workers.facts import Flaw
from workers.image.formats.gif import container as gif

_TRAILER = bytes((gif.TRAILER,))


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The file up to the last block of its pictures, with its trailer; itself where that is so, or where none is whole.

    Raises Failure where there is no header.
    """
    source = ByteSource(file)
    end, has_image, is_over = gif.header(source).blocks_at, False, False
    try:
        for block in gif.blocks(source):
            end, has_image, is_over = block.end, has_image or block.label == gif.IMAGE, block.label == gif.TRAILER
    except Failure:
        pass
    if is_over:
        return file, ()
    if end < source.size and _is_image_to_the_end(source, end):
        return _closed(file, source.size, b"\0", Flaw.NO_END)
    if not has_image or (end < source.size and source.number(end, 1) in gif.KNOWN):
        return file, ()  # cut within a block
    return _closed(file, end, b"", Flaw.NO_END if end == source.size else Flaw.FOREIGN_END)


def _closed(file: BinaryIO, end: int, terminator: bytes, flaw: Flaw) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    return cast("BinaryIO", Spliced(file, [(0, end), terminator + _TRAILER])), (flaw,)


def _is_image_to_the_end(source: ByteSource, at: int) -> bool:
    """Whether an image begins at an offset whose sub-blocks end with the file, but for the empty one that closes them."""
    if source.number(at, 1) != gif.IMAGE or at + 11 > source.size:
        return False
    at = gif.sub_blocks_at(source, at)
    while at < source.size:
        size = source.number(at, 1)
        if size == 0:
            return False
        at += 1 + size
    return at == source.size
