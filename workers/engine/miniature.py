"""A few numbers for how a picture looks, to tell whether another one is the same picture."""

from PIL import Image, ImageChops, ImageStat

_CELL = 8
_MOST_CELLS = 32
_OPAQUE_FROM = 128
_MOST_MEAN, _MOST_ANYWHERE = 20, 96
"""Levels. The lowest qualities moved the mean by 13 and a cell by 49 at most; another picture in its place, by more."""


class Miniature:
    """The means of a picture's cells, at least 8 pixels a side where it has as many, 32 at most across and down."""

    __slots__ = ("_hard", "_means", "_size")

    def __init__(self, image: Image.Image, *, hard_edges: bool = False) -> None:
        """`hard_edges` takes half-transparent pixels for opaque or clear, as a GIF stores them."""
        self._size = _cells(image.width), _cells(image.height)
        self._hard = hard_edges
        self._means = self._of(image)

    def differs_from(self, image: Image.Image) -> bool:
        """Whether another picture, of whatever size, cannot be the same one."""
        difference = ImageChops.difference(self._means, self._of(image))
        most = max(high for _, high in difference.getextrema())  # type: ignore[misc]
        return most > _MOST_ANYWHERE or max(ImageStat.Stat(difference).mean) > _MOST_MEAN

    def _of(self, image: Image.Image) -> Image.Image:
        if image.mode.startswith("I;16"):
            image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        picture = image.convert("RGBA")
        if self._hard:
            picture.putalpha(picture.getchannel("A").point(lambda alpha: 255 if alpha >= _OPAQUE_FROM else 0))
        means = picture.convert("RGBa").resize(self._size, Image.Resampling.BOX)
        return Image.frombytes("RGBA", means.size, means.tobytes())  # four plain channels


def _cells(side: int) -> int:
    return max(1, min(_MOST_CELLS, side // _CELL))
