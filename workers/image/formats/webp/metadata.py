"""Where a WebP keeps its metadata: the chunks ICCP, EXIF and XMP, announced by flags in VP8X."""

from typing import BinaryIO

from workers.binary.source import ByteSource, damaged
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.image.formats.webp import container as riff
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_OURS = (b"ICCP", b"EXIF", b"XMP ")
_PIXELS = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF")
_CREDENTIALS = b"C2PA"
_ICC, _ALPHA, _EXIF, _XMP = 0x20, 0x10, 0x08, 0x04


def read(source: ByteSource) -> Bundle:
    """The metadata of a WebP. Raises Failure where its chunks cannot be walked."""
    found: dict[bytes, bytes] = {}
    losses: dict[Loss, None] = {}
    for chunk in riff.chunks(source):
        if chunk.name in _OURS:
            found.setdefault(chunk.name, source.at(chunk.data_at, chunk.size))
        elif chunk.name not in _PIXELS:
            losses[Loss.CREDENTIALS if chunk.name == _CREDENTIALS else Loss.OTHER] = None
    exif = found.get(b"EXIF", b"").removeprefix(b"Exif\0\0")
    return Bundle(
        exif=exif or None, xmp=found.get(b"XMP ") or None, icc=found.get(b"ICCP") or None, losses=tuple(losses)
    )


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a WebP with the bundle in place of whatever metadata it has. Raises Failure."""
    pieces = [chunk for chunk in riff.chunks(encoded) if chunk.name in _PIXELS]
    if not pieces:
        raise damaged("a WebP without picture")
    canvas = riff.canvas(encoded, pieces[0])
    if canvas is None:
        raise damaged(f"a WebP that begins with {pieces[0].name!r}")
    flags = _ALPHA if canvas.alpha else 0
    if pieces[0].name == b"VP8X":
        flags |= encoded.at(pieces[0].data_at, 1)[0] & ~(_ICC | _EXIF | _XMP)
        pieces = pieces[1:]
    wanted = ((b"ICCP", bundle.icc, _ICC), (b"EXIF", bundle.exif, _EXIF), (b"XMP ", bundle.xmp, _XMP))
    made = {name: riff.spell(name, data) for name, data, _ in wanted if data}
    more = flags | sum(flag for _, data, flag in wanted if data)
    head = b""
    if more:
        size = (canvas.width - 1).to_bytes(3, "little") + (canvas.height - 1).to_bytes(3, "little")
        head = riff.spell(b"VP8X", bytes((more, 0, 0, 0)) + size)
    tail = made.get(b"EXIF", b"") + made.get(b"XMP ", b"")
    head += made.get(b"ICCP", b"")
    total = 4 + len(head) + sum(chunk.end - chunk.at for chunk in pieces) + len(tail)
    if total > 0xFFFFFFFE:
        raise Failure(ErrorCode.TOO_LARGE_FOR_FORMAT, FailureFacts(format="webp", bytes_needed=total))
    out.write(b"RIFF" + total.to_bytes(4, "little") + b"WEBP" + head)
    for chunk in pieces:
        encoded.copy_to(out, chunk.at, 8 + chunk.size)
        out.write(b"\0" * (chunk.size % 2))
    out.write(tail)
