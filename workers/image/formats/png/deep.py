"""A PNG of 16 bits a channel, by libvips."""

from typing import BinaryIO

from workers.facts import Facts
from workers.image.formats.png import apng
from workers.image.pixels.deep import DeepImage, bare
from workers.image.pixels.libvips import vips


def open_deep(source: BinaryIO, _: Facts) -> DeepImage:
    """What is shown of the file."""
    shown = apng.shown(source)
    shown.seek(0)
    return DeepImage.of_numbers(bare(vips().Image.pngload_buffer(shown.read(), fail_on="warning")))
