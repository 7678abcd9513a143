"""Where a JPEG XL keeps its metadata: the boxes Exif and xml; compressed ones (brob) need the decoder."""

from workers.engine.containers import jxl
from workers.engine.containers.source import Source
from workers.engine.metadata.bundle import Bundle


def read(source: Source) -> Bundle:
    """The metadata of a JPEG XL. Raises Failure where its boxes cannot be walked."""
    exif = xmp = None
    for box in jxl.boxes(source):
        if box.name == b"Exif" and exif is None:
            body = source.at(box.data_at, box.end - box.data_at)
            exif = body[4 + int.from_bytes(body[:4], "big") :].removeprefix(b"Exif\0\0")
        elif box.name == b"xml " and xmp is None:
            xmp = source.at(box.data_at, box.end - box.data_at)
    return Bundle(exif=exif or None, xmp=xmp or None)
