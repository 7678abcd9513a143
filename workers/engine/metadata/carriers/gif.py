"""Where a GIF keeps its metadata: comment extensions, and XMP in an application extension."""

from typing import BinaryIO

from workers.engine.containers import gif
from workers.engine.containers.source import MOST_BYTES, Budget, Source
from workers.engine.metadata.bundle import Bundle

_XMP = b"\x0bXMP DataXMP"
_ICC = b"\x0bICCRGBG1012"
# XMP specification part 3, 1.1.2: the packet is not cut into sub-blocks; this tail leads every reader of them to the end.
_XMP_TAIL = b"\x01" + bytes(range(255, -1, -1)) + b"\0"


def read(source: Source) -> Bundle:
    """The metadata of a GIF. Raises Failure where its blocks cannot be walked."""
    comments, xmp, icc = [], None, None
    budget = Budget()
    for block in gif.blocks(source):
        if block.label in (gif.COMMENT, gif.APPLICATION) and not budget.allows(block.end - block.data_at):
            continue
        if block.label == gif.COMMENT:
            comments.append(gif.data(source, block, MOST_BYTES))
        elif block.label == gif.APPLICATION:
            name = source.at(block.data_at, min(12, block.end - block.data_at))
            if name == _XMP:
                body = source.at(block.data_at + 12, block.end - block.data_at - 12)
                xmp = body[: -len(_XMP_TAIL)] if body.endswith(_XMP_TAIL[1:]) else None
            elif name == _ICC:
                icc = gif.data(source, block, MOST_BYTES)[11:]
    return Bundle(comments=tuple(comments), xmp=xmp or None, icc=icc or None)


def write(encoded: Source, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a GIF with the bundle in place of whatever metadata it has. Raises Failure."""
    head = gif.header(encoded)
    out.write(b"GIF89a")
    encoded.copy_to(out, 6, head.blocks_at - 6)
    for block in gif.blocks(encoded):
        if block.label != gif.TRAILER and not _is_metadata(encoded, block):
            encoded.copy_to(out, block.at, block.end - block.at)
    out.write(b"".join((*_blocks(bundle), bytes((gif.TRAILER,)))))


def _is_metadata(source: Source, block: gif.Block) -> bool:
    if block.label == gif.APPLICATION:
        return source.at(block.data_at, min(12, block.end - block.data_at)) in (_XMP, _ICC)
    return block.label == gif.COMMENT


def _blocks(bundle: Bundle) -> list[bytes]:
    made = [gif.spell(gif.COMMENT, comment) for comment in bundle.comments]
    if bundle.xmp is not None and b"\0" not in bundle.xmp:
        made.append(bytes((0x21, gif.APPLICATION)) + _XMP + bundle.xmp + _XMP_TAIL)
    return made
