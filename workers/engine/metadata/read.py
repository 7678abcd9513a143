"""A file's metadata as raw bytes, whatever its format."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from msgspec.structs import replace

from workers.engine.containers.source import Source
from workers.engine.metadata import exif
from workers.engine.metadata.bundle import Bundle
from workers.engine.metadata.carriers import bmp, gif, heif, jpeg, jxl, png, tiff, webp
from workers.formats import Format

_READERS: Mapping[Format, Callable[[Source], Bundle]] = {
    Format.JPEG: jpeg.read,
    Format.PNG: png.read,
    Format.WEBP: webp.read,
    Format.TIFF: tiff.read,
    Format.GIF: gif.read,
    Format.AVIF: heif.read,
    Format.HEIC: heif.read,
    Format.JXL: jxl.read,
    Format.BMP: bmp.read,
}


def read(file: BinaryIO, source_format: Format) -> Bundle:
    """Everything a file says beside its pixels; nothing for ICO and PDF. Raises Failure where its container is broken.

    The resolution is the container's own or, where it has none, that of the EXIF block.
    """
    reader = _READERS.get(source_format)
    found = reader(Source(file)) if reader else Bundle()
    block = exif.opened(found.exif) if found.dpi is None else None
    return replace(found, dpi=block.dpi) if block else found
