"""A file put in order before anybody reads it: what every reader of its format passes over is not there any more."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from workers.errors import Failure
from workers.facts import Flaw
from workers.formats import SNIFF_BYTES, Format, sniff
from workers.image.containers import (
    bmff_extent,
    bmp_extent,
    gif_extent,
    ico_extent,
    jpeg_extent,
    png_extent,
    riff_extent,
    tiff_extent,
)

Tidied = tuple[BinaryIO, tuple[Flaw, ...]]
"""The file in order, and what was untidy in it."""


def tidied(file: BinaryIO) -> Tidied:
    """The file in order; itself where nothing is untidy, or where it is broken, which its reader says better."""
    file.seek(0)
    found = sniff(file.read(SNIFF_BYTES))
    put_in_order = _WAYS.get(found) if found is not None else None
    try:
        return put_in_order(file) if put_in_order is not None else (file, ())
    except Failure:
        return file, ()


_WAYS: Mapping[Format, Callable[[BinaryIO], Tidied]] = {
    Format.JPEG: jpeg_extent.tidied,
    Format.PNG: png_extent.tidied,
    Format.WEBP: riff_extent.tidied,
    Format.ICO: ico_extent.tidied,
    Format.GIF: gif_extent.tidied,
    Format.BMP: bmp_extent.tidied,
    Format.TIFF: tiff_extent.tidied,
    Format.AVIF: bmff_extent.tidied,
    Format.HEIC: bmff_extent.tidied,
}
