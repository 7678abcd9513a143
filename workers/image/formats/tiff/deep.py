"""A TIFF of 16 bits a channel, by our own reader: libvips knows neither tiles in planes nor channels beside the colours."""

from typing import BinaryIO

from workers.binary import tiff
from workers.binary.source import ByteSource
from workers.facts import Facts
from workers.image.formats.tiff.page import page_of
from workers.image.formats.tiff.pages import places
from workers.image.pixels.deep import DeepImage
from workers.image.pixels.libvips import vips


def open_deep(source: BinaryIO, _: Facts) -> DeepImage:
    """The first page."""
    from workers.image.formats.tiff.shades import Reading  # noqa: PLC0415 - needs numpy, for few files

    file = ByteSource(source)
    place = places(file)[0]
    reading = Reading(file, page_of(file, tiff.header(file), place.found, place.index))
    reading.read()
    shades = reading.deep()
    height, width, bands = shades.shape
    return DeepImage.of_numbers(vips().Image.new_from_memory(shades, width, height, bands, "ushort"))
