"""Where AVIF and HEIC keep their metadata: items of type Exif and mime, and the property `colr` of the primary item."""

from workers.engine.containers import bmff
from workers.engine.containers.source import Source
from workers.engine.metadata.bundle import Bundle
from workers.errors import Failure

_XMP = b"application/rdf+xml"


def read(source: Source) -> Bundle:
    """The metadata of an AVIF or HEIC. Raises Failure where its boxes cannot be walked."""
    meta = bmff.meta(source)
    if meta is None:
        return Bundle()
    exif = xmp = None
    for item in meta.items:
        if item.kind == b"Exif" and exif is None:
            exif = _tiff(bmff.content(source, item))
        elif item.kind == b"mime" and item.content == _XMP and xmp is None:
            xmp = bmff.content(source, item)
    return Bundle(exif=exif or None, xmp=xmp or None, icc=_profile(meta) or _track_profile(source))


def _tiff(body: bytes | None) -> bytes | None:
    """The TIFF block of an Exif item: its first four bytes say how many more come before it (ISO/IEC 23008-12, A.2.1)."""
    if body is None or len(body) < 12:
        return None
    start = 4 + int.from_bytes(body[:4], "big")
    for at in (start, 4):
        block = body[at:].removeprefix(b"Exif\0\0")
        if block[:2] in (b"II", b"MM"):
            return block
    return None


def _profile(meta: bmff.Meta) -> bytes | None:
    primary = meta.item(meta.primary)
    for name, body in primary.properties if primary else ():
        if name == b"colr" and body[:4] in (b"prof", b"rICC"):
            return body[4:]
    return None


def _track_profile(source: Source) -> bytes | None:
    try:
        bodies = [
            body for name, body in bmff.sample_properties(source) if name == b"colr" and body[:4] in (b"prof", b"rICC")
        ]
    except Failure:
        return None
    return bodies[0][4:] if bodies else None
