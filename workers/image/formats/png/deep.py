"""A PNG of 16 bits a channel, by libvips."""

from typing import BinaryIO

from workers.binary.source import ByteSource
from workers.facts import Facts
from workers.image.formats.png import apng
from workers.image.pixels.deep import DeepImage, bare
from workers.image.pixels.libvips import vips


def open_deep(source: BinaryIO, facts: Facts) -> DeepImage:
    """What is shown of the file; around a first frame that does not cover its canvas there is nothing. Raises Failure."""
    shown, file = apng.shown(source), ByteSource(source)
    if shown is source and apng.hides_its_picture(file):
        control, alone = next(apng.frames(file))
        return _opened(alone).on_clear_canvas((facts.width, facts.height), (control.left, control.top))
    shown.seek(0)
    return _opened(shown.read())


def _opened(data: bytes) -> DeepImage:
    return DeepImage.of_numbers(bare(vips().Image.pngload_buffer(data, fail_on="warning")))
