"""JPEG 2000 as a codec."""

from PIL import Image

from workers.facts import Facts
from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.jpeg2000 import metadata
from workers.image.formats.jpeg2000.check import check
from workers.image.formats.jpeg2000.probe import probe
from workers.image.formats.read_only import read_only


def _to_white(picture: Image.Image, facts: Facts) -> Image.Image:
    """Deep grey, which the decoder moves up to 16 bits, so that white is white."""
    if picture.mode != "I;16" or facts.bits == 16:
        return picture
    scale = 65_535 / ((2**facts.bits - 1) << (16 - facts.bits))
    return picture.convert("I").point(lambda value: value * scale).convert("I;16")


JPEG2000 = read_only(
    Format.JPEG2000,
    probe=probe,
    check=check,
    open=lambda source: pillow.opened(source, "JPEG2000"),
    mend=_to_white,
    read_metadata=metadata.read,
    deep_grey=True,
    seconds=0.4,
    copies=6,  # openjpeg counts each channel in 32 bits
)
