"""The frames of an APNG, put together by ourselves (W3C PNG, third edition, section 11.3.6).

Pillow lays a frame over the canvas through a mask and so halves the opacity of soft edges.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from workers.binary.source import ByteSource
from workers.image.formats.codec import Canvases
from workers.image.formats.png import apng
from workers.image.formats.png import container as png
from workers.image.formats.png.stored import open_png
from workers.image.pixels.grey import grey_16_to_8, with_alpha


def canvases(source: BinaryIO) -> Canvases | None:
    """The frames of an animation, None of a PNG that is none."""
    return apng_frames(source) if apng.moves(ByteSource(source)) else None


def apng_frames(source: BinaryIO) -> Iterator[tuple[Image.Image, float]]:
    """Each finished canvas, RGBA, and how many milliseconds it is shown. Raises Failure; to be used inside `reading`."""
    file = ByteSource(source)
    header = png.header(file)
    canvas = Image.new("RGBA", (header.width, header.height))
    for control, alone in apng.frames(file):
        picture, box = _picture(alone), (control.left, control.top)
        before = canvas.copy() if control.dispose == apng.Dispose.PREVIOUS else canvas
        if control.over:
            canvas.alpha_composite(picture, box)
        else:
            canvas.paste(picture, box)
        yield canvas.copy(), float(control.duration_ms)
        if control.dispose == apng.Dispose.BACKGROUND:
            canvas.paste((0, 0, 0, 0), (*box, control.left + control.width, control.top + control.height))
        canvas = before


def first_canvas(source: BinaryIO) -> Image.Image | None:
    """The first finished canvas where the PNG's own picture is hidden, and a frame does not cover it. Raises Failure."""
    hides = apng.hides_its_picture(ByteSource(source)) and apng.shown(source) is source
    return next(apng_frames(source))[0] if hides else None


def _picture(alone: bytes) -> Image.Image:
    picture = open_png(BytesIO(alone))
    if picture.mode == "I;16":
        return (with_alpha if "transparency" in picture.info else grey_16_to_8)(picture.copy()).convert("RGBA")
    return picture.convert("RGBA")
