"""A file's metadata as raw bytes, whatever its format."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from msgspec.structs import replace

from workers.binary.source import ByteSource
from workers.formats import Format
from workers.image.color.colorimetry import ADOBE_RGB
from workers.image.color.matrix_profile import profile_of
from workers.image.containers import jpeg as jpeg_segments
from workers.image.metadata import exif
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.carriers import bmp, gif, heif, jpeg, jxl, png, tiff, webp

_READERS: Mapping[Format, Callable[[ByteSource], Bundle]] = {
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

    The resolution is the container's own or, where it has none, that of the EXIF block; so is the profile of a camera's
    Adobe RGB.
    """
    reader = _READERS.get(source_format)
    found = reader(ByteSource(file)) if reader else Bundle()
    block = exif.opened(found.exif)
    if block is not None and found.dpi is None:
        found = replace(found, dpi=block.dpi)
    # Elsewhere EXIF may be older than the pixels.
    is_from_camera = block is not None and source_format is Format.JPEG and found.icc is None and block.is_adobe_rgb
    if is_from_camera and jpeg_segments.has_three_components(ByteSource(file)):
        found = replace(found, icc=profile_of(ADOBE_RGB, grey=False))
    return found
