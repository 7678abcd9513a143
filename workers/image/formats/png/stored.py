"""PNG read by Pillow, with the one clear colour of a picture (W3C PNG, third edition, 11.3.1.1) at the depth it is told in."""

from typing import BinaryIO

from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngImageFile

from workers.image.formats.png import apng

# Pillow keeps one byte of two: a big-endian number's first, a little-endian one's second.
_UPPER, _LOWER, _GREY_AND_ALPHA = "RGB;16B", "RGB;16L", "LA;16B"
# By Pillow's names of the stored pixels: the bits of the told shade that count, and how many steps of 8 bits one is.
_SHADES = {"L;2": (3, 85), "L;4": (15, 17), "L": (255, 1), "I;16B": (65_535, 1)}

Color = tuple[int, int, int]


class StoredPng(PngImageFile):
    """A PNG whose `info["transparency"]` is the shade or colour that its pixels have.

    Where only 16 bits a channel tell the clear colour from its neighbours, but the pixels come with 8, they come with alpha.
    Deep grey with alpha is grey with alpha, not colours that no profile for grey describes.
    """

    _clear: Color | None = None
    _is_grey = False

    def _open(self) -> None:
        super()._open()
        told, kind = self.info.get("transparency"), _kind(self)
        self._is_grey = kind == _GREY_AND_ALPHA
        if isinstance(told, int) and kind in _SHADES:
            counted, steps = _SHADES[kind]
            self.info["transparency"] = (told & counted) * steps
        elif isinstance(told, tuple) and kind == _UPPER:
            self._clear = self.info.pop("transparency")
        elif isinstance(told, tuple):
            self.info["transparency"] = tuple(channel & 255 for channel in told)

    def load_end(self) -> None:
        """Called by Pillow when all pixels are there."""
        file = self.fp
        super().load_end()
        if self._is_grey:
            colors = Image.Image()._new(self.im)
            made = Image.merge("LA", (colors.getchannel("R"), colors.getchannel("A")))
            self.im, self._mode = made.im, made.mode
        if self._clear is None or file is None:
            return
        at = file.tell()
        file.seek(0)
        lower = PngImageFile(file)
        lower.tile = [tile._replace(args=_LOWER) for tile in lower.tile]
        lower.load()
        file.seek(at)
        upper = Image.Image()._new(self.im)
        made = upper.convert("RGBA")
        made.putalpha(_opaque(upper, lower, self._clear))
        self.im, self._mode = made.im, made.mode


def _kind(image: PngImageFile) -> str | None:
    return str(image.tile[0].args) if image.tile else None


def _opaque(upper: Image.Image, lower: Image.Image, clear: Color) -> Image.Image:
    """White where any byte of any channel is another than that of the clear colour, black elsewhere."""
    other = Image.new("L", upper.size)
    for picture, shift in ((upper, 8), (lower, 0)):
        for band, channel in zip(picture.split(), clear, strict=True):
            same = channel >> shift & 255
            other = ImageChops.lighter(other, band.point([255 * (value != same) for value in range(256)]))
    return other


def open_png(source: BinaryIO) -> StoredPng:
    """The header of what is shown of the file, which may be the first frame of an animation."""
    shown = apng.decodable(source)
    shown.seek(0)
    return StoredPng(shown)
