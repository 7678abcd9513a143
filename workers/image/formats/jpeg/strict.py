"""Decode a JPEG and hear all that libjpeg has to say of it: Pillow's decoder keeps its warnings to itself."""

import re
from typing import Self

from PIL import Image

# About what no pixel depends on: a version, a transform, a profile, the order of scans.
_OF_NO_CONSEQUENCE = (
    "Warning: unknown JFIF",
    "Unknown Adobe color transform",
    "Invalid SOS",
    "Inconsistent progression",
    "Corrupt JPEG data: bad ICC marker",
)
_WARNINGS = ("Corrupt JPEG data", "Premature end of JPEG file", *_OF_NO_CONSEQUENCE)
_EXCESS = re.compile(r"(\d+) extraneous bytes before marker 0xd9")
_COLORS = {"L": ("GRAY", "L"), "RGB": ("RGB", "RGB"), "CMYK": ("CMYK", "CMYK;I")}


class Warned(Exception):  # noqa: N818 - a decoder's warning, no error of ours
    """The last thing that libjpeg warned of, and how many bytes it found no use for if they stood right before EOI."""

    def __init__(self, words: str, excess: int | None) -> None:
        super().__init__(words, excess)
        self.words = words
        self.excess = excess

    @classmethod
    def by(cls, words: str) -> Self:
        """From libjpeg's own words."""
        found = _EXCESS.search(words)
        return cls(words, int(found.group(1)) if found else None)


def strictly(data: bytes, mode: str, size: tuple[int, int]) -> Image.Image:
    """The picture in Pillow's `mode`, at one of the sizes that libjpeg scales to.

    Raises Warned where libjpeg found fault with the coded data, ValueError where this decoder does not take the file.
    """
    # It needs numpy, and many files need neither.
    import simplejpeg  # noqa: PLC0415

    colors, raw = _COLORS[mode]
    try:
        pixels = simplejpeg.decode_jpeg(data, colors, min_width=size[0], min_height=size[1])
    except ValueError as error:
        words = str(error)
        if not words.startswith(_WARNINGS):
            raise
        if not words.startswith(_OF_NO_CONSEQUENCE):
            raise Warned.by(words) from error
        pixels = simplejpeg.decode_jpeg(data, colors, min_width=size[0], min_height=size[1], strict=False)
    return Image.frombuffer(mode, (pixels.shape[1], pixels.shape[0]), pixels, "raw", raw, 0, 1)
