"""Where a JPEG XL keeps its metadata: the boxes Exif and xml, as they are or compressed in a box brob."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import BinaryIO

from workers.binary.bmff import IsoBox
from workers.binary.source import MOST_BYTES, ByteSource
from workers.image.formats.jxl import container as jxl
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_EXIF, _XMP, _CREDENTIALS, _COMPRESSED = b"Exif", b"xml ", b"jumb", b"brob"
_PARTS = frozenset((b"JXL ", b"ftyp", b"jxll", b"jxli", b"jxlc", b"jxlp", b"jhgm", b"jbrd", b"free", b"skip"))
"""The boxes of which a JPEG XL is made (ISO/IEC 18181-2)."""

_LOSSES = {_EXIF: Loss.EXIF, _XMP: Loss.XMP}


def read(source: ByteSource) -> Bundle:
    """The metadata of a JPEG XL. Raises Failure where its boxes cannot be walked.

    A compressed box that cannot be opened, for it is broken or the extra `jxl` is missing, is among the losses.
    """
    exif = xmp = None
    losses = [Loss.OTHER for box in jxl.boxes(source) if not _is_known(source, box)][:1]
    for name, box in _metadata(source):
        if name == _CREDENTIALS:
            losses.append(Loss.CREDENTIALS)
            continue
        body = source.at(box.data_at, box.end - box.data_at)
        plain = _opened(body[4:]) if box.name == _COMPRESSED else body
        if plain is None:
            losses.append(_LOSSES[name])
        elif name == _EXIF and exif is None:
            exif = plain[4 + int.from_bytes(plain[:4], "big") :].removeprefix(b"Exif\0\0")
        elif name == _XMP and xmp is None:
            xmp = plain
    return Bundle(exif=exif or None, xmp=xmp or None, losses=tuple(dict.fromkeys(losses)))


def _is_known(source: ByteSource, box: IsoBox) -> bool:
    inner = source.up_to(box.data_at, 4) if box.name == _COMPRESSED else box.name
    return box.name in _PARTS or inner in (_EXIF, _XMP, _CREDENTIALS)


def _metadata(source: ByteSource) -> Iterator[tuple[bytes, IsoBox]]:
    """Each box of metadata, and which kind it is or holds compressed."""
    for box in jxl.boxes(source):
        name = source.at(box.data_at, 4) if box.name == _COMPRESSED and box.end - box.data_at >= 4 else box.name
        if name in (_EXIF, _XMP, _CREDENTIALS):
            yield name, box


def _opened(data: bytes) -> bytes | None:
    """What a Brotli stream holds (ISO/IEC 18181-2, 9.2), None where it is broken or too much."""
    if find_spec("brotli") is None:
        return None
    import brotli  # noqa: PLC0415 - comes with the extra `jxl`

    reader = brotli.Decompressor()
    try:
        plain: bytes = reader.process(data, output_buffer_limit=MOST_BYTES)
    except brotli.error:
        return None
    return plain if reader.is_finished() else None


def with_plain_boxes(encoded: ByteSource) -> bytes:
    """The file with its compressed metadata in boxes that every reader opens. Raises Failure."""
    made = b""
    for box in jxl.boxes(encoded):
        name, body = box.name, encoded.up_to(box.data_at, box.end - box.data_at)
        plain = _opened(body[4:]) if name == _COMPRESSED else None
        made += jxl.spell(name, body) if plain is None else jxl.spell(body[:4], plain)
    return made


def with_exif(data: bytes, block: bytes) -> bytes:
    """A container with a block that the JPEG which can be made of it does not have."""
    return data + jxl.spell(_EXIF, bytes(4) + block)


def with_xmp(data: bytes, packet: bytes) -> bytes:
    """A container with a packet that the JPEG which can be made of it does not have."""
    return data + jxl.spell(_XMP, packet)


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a JPEG XL with the bundle's EXIF and XMP in boxes behind its codestream. Raises Failure.

    Where it has these in its boxes already, it stays as it is: the JPEG that it was made from is made of them too.
    """
    if _says(encoded, bundle):
        encoded.copy_to(out, 0, encoded.size)
        return
    exif = jxl.spell(_EXIF, bytes(4) + bundle.exif) if bundle.exif else b""
    xmp = jxl.spell(_XMP, bundle.xmp) if bundle.xmp else b""
    found = list(jxl.boxes(encoded))
    if not found:
        if exif or xmp:
            out.write(jxl.CONTAINER_START + jxl.box_head(b"jxlc", encoded.size))
        encoded.copy_to(out, 0, encoded.size)
    for box in found:
        if box.name not in _PARTS or box.name == jxl.JPEG:
            continue
        # A last box may leave its size open; not when others come behind it.
        out.write(jxl.box_head(box.name, box.end - box.data_at))
        encoded.copy_to(out, box.data_at, box.end - box.data_at)
    out.write(exif + xmp)


def _says(encoded: ByteSource, bundle: Bundle) -> bool:
    found = read(encoded)
    return (found.exif, found.xmp, found.losses) == (bundle.exif, bundle.xmp, ())
