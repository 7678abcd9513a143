"""Where a JP2 file keeps its metadata: boxes `uuid` with EXIF, XMP and IPTC, a profile in `colr`, the resolution in `res `."""

from collections.abc import Iterator

from workers.binary import bmff
from workers.binary.bmff import IsoBox
from workers.binary.source import MOST_BYTES, ByteSource
from workers.image.formats.jpeg2000 import container as jpeg2000
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_EXIF = b"JpgTiffExif->JP2"
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_IPTC = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_PARTS = frozenset((b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c", b"uuid", b"free"))
_RESTRICTED, _ANY = 2, 3
_METRES_AN_INCH = 0.0254


def read(source: ByteSource) -> Bundle:
    """The metadata of a JPEG 2000. Raises Failure where its boxes cannot be walked."""
    found = {name: body for name, body in _words(source) if name in (_EXIF, _XMP)}
    return Bundle(
        exif=found.get(_EXIF, b"").removeprefix(b"Exif\0\0") or None,
        xmp=found.get(_XMP) or None,
        icc=_profile(source),
        dpi=_dpi(source),
        losses=tuple(dict.fromkeys(_left_behind(source))),
    )


def _words(source: ByteSource) -> Iterator[tuple[bytes, bytes]]:
    for box in jpeg2000.boxes(source):
        size = box.end - box.data_at
        if box.name == b"uuid" and 16 <= size <= MOST_BYTES:
            yield source.at(box.data_at, 16), source.at(box.data_at + 16, size - 16)


def _left_behind(source: ByteSource) -> Iterator[Loss]:
    """What is told and does not go along, and pictures behind the first."""
    for name, _ in _words(source):
        if name not in (_EXIF, _XMP):
            yield Loss.IPTC if name == _IPTC else Loss.OTHER
    if any(box.name not in _PARTS for box in jpeg2000.boxes(source)):
        yield Loss.OTHER
    if len(jpeg2000.codestreams(source)) > 1:
        yield Loss.PICTURES


def _profile(source: ByteSource) -> bytes | None:
    box = jpeg2000.described(source).get(b"colr")
    if box is None or source.number(box.data_at, 1) not in (_RESTRICTED, _ANY):
        return None
    return source.at(box.data_at + 3, box.end - box.data_at - 3) or None


def _dpi(source: ByteSource) -> tuple[float, float] | None:
    """Pixels an inch across and down, as they were captured or are to be shown (I.5.3.7)."""
    outer = jpeg2000.described(source).get(b"res ")
    inner = bmff.inside(source, outer) if outer is not None else {}
    box = inner.get(b"resc") or inner.get(b"resd")
    down, across = (_per_metre(source, box, at, exponent) for at, exponent in ((0, 8), (4, 9))) if box else (0.0, 0.0)
    return (across * _METRES_AN_INCH, down * _METRES_AN_INCH) if across and down else None


def _per_metre(source: ByteSource, box: IsoBox, at: int, exponent_at: int) -> float:
    over, under = source.number(box.data_at + at, 2), source.number(box.data_at + at + 2, 2)
    exponent = int.from_bytes(source.at(box.data_at + exponent_at, 1), "big", signed=True)
    return over / under * 10.0**exponent if under else 0.0
