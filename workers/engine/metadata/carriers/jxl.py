"""Where a JPEG XL keeps its metadata: the boxes Exif and xml; compressed ones (brob) need the decoder."""

from typing import BinaryIO

from workers.engine.containers import jxl
from workers.engine.containers.source import Source
from workers.engine.metadata.bundle import Bundle
from workers.plan import Loss


def read(source: Source) -> Bundle:
    """The metadata of a JPEG XL. Raises Failure where its boxes cannot be walked."""
    exif = xmp = None
    losses: list[Loss] = []
    for box in jxl.boxes(source):
        if box.name == b"Exif" and exif is None:
            body = source.at(box.data_at, box.end - box.data_at)
            exif = body[4 + int.from_bytes(body[:4], "big") :].removeprefix(b"Exif\0\0")
        elif box.name == b"jumb":
            losses.append(Loss.CREDENTIALS)
        elif box.name == b"xml " and xmp is None:
            xmp = source.at(box.data_at, box.end - box.data_at)
    return Bundle(exif=exif or None, xmp=xmp or None, losses=tuple(dict.fromkeys(losses)))


def write(encoded: Source, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a JPEG XL with the bundle's EXIF and XMP in boxes behind its codestream. Raises Failure."""
    exif = jxl.spell(b"Exif", bytes(4) + bundle.exif) if bundle.exif else b""
    xmp = jxl.spell(b"xml ", bundle.xmp) if bundle.xmp else b""
    found = list(jxl.boxes(encoded))
    if not found:
        if exif or xmp:
            out.write(jxl.CONTAINER_START + jxl.box_head(b"jxlc", encoded.size))
        encoded.copy_to(out, 0, encoded.size)
    for box in found:
        if box.name in (b"Exif", b"xml ", b"jumb") or (
            box.name == b"brob" and encoded.at(box.data_at, 4) in (b"Exif", b"xml ")
        ):
            continue
        # A last box may leave its size open; not when others come behind it.
        out.write(jxl.box_head(box.name, box.end - box.data_at))
        encoded.copy_to(out, box.data_at, box.end - box.data_at)
    out.write(exif + xmp)
