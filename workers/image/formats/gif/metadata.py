"""Where a GIF keeps its metadata: comment extensions, and XMP in an application extension."""

from typing import BinaryIO

from workers.binary.source import MOST_BYTES, Budget, ByteSource
from workers.formats import SPECS, Format
from workers.image.formats.gif import container as gif
from workers.image.metadata import fitting, iptc
from workers.image.metadata import xmp as xmp_packet
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_XMP = b"\x0bXMP DataXMP"
_PHOTOSHOP, _IPTC = b"\x0bMGK8BIM0000", b"\x0bMGKIPTC0000"
"""ImageMagick's."""

_PLAYS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")
_ICC = b"\x0bICCRGBG1012"
# XMP specification part 3, 1.1.2: the packet is not cut into sub-blocks; this tail leads every reader of them to the end.
_XMP_TAIL = b"\x01" + bytes(range(255, -1, -1)) + b"\0"


def read(source: ByteSource) -> Bundle:
    """The metadata of a GIF. Raises Failure where its blocks cannot be walked."""
    comments: list[bytes] = []
    xmp = icc = photoshop = None
    losses: tuple[Loss, ...] = ()
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
            elif name in (_PHOTOSHOP, _IPTC):
                data = gif.data(source, block, MOST_BYTES)[11:]
                photoshop = photoshop or (data if name == _PHOTOSHOP else iptc.of_iim(data))
            elif name not in _PLAYS:
                losses = (Loss.OTHER,)
    return Bundle(
        comments=tuple(comments), xmp=xmp or None, icc=icc or None, photoshop=photoshop or None, losses=losses
    )


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a GIF with the bundle in place of whatever metadata it has. Raises Failure."""
    head = gif.header(encoded)
    out.write(b"GIF89a")
    encoded.copy_to(out, 6, head.blocks_at - 6)
    for block in gif.blocks(encoded):
        if block.label != gif.TRAILER and not _is_metadata(encoded, block):
            encoded.copy_to(out, block.at, block.end - block.at)
    out.write(b"".join((*_blocks(bundle), bytes((gif.TRAILER,)))))


def _is_metadata(source: ByteSource, block: gif.Block) -> bool:
    if block.label == gif.APPLICATION:
        return source.at(block.data_at, min(12, block.end - block.data_at)) not in _PLAYS
    return block.label == gif.COMMENT


def _blocks(bundle: Bundle) -> list[bytes]:
    made = [gif.spell(gif.COMMENT, comment) for comment in bundle.comments]
    if bundle.xmp is not None and b"\0" not in bundle.xmp:
        made.append(bytes((0x21, gif.APPLICATION)) + _XMP + bundle.xmp + _XMP_TAIL)
    return made


def fit(bundle: Bundle) -> Bundle:
    """With XMP in UTF-8: a packet ends with the first zero."""
    return fitting.in_shape(bundle, SPECS[Format.GIF], packet=_in_utf8)


def _in_utf8(packet: bytes) -> bytes:
    plain = xmp_packet.plain(packet)
    plain.decode()
    return plain
