"""The first picture of an animation, where its frame is not all there is of it."""

from typing import BinaryIO

from PIL import Image

from workers.formats import Format
from workers.image.decode import apng, gif


def first_canvas(source: BinaryIO, found: Format) -> Image.Image | None:
    """What viewers show first, RGBA, where Pillow's picture is another; None where it is that. Raises Failure."""
    match found:
        case Format.GIF:
            return gif.first_canvas(source)
        case Format.PNG:
            return apng.first_canvas(source)
        case _:
            return None
