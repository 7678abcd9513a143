"""A few numbers for how a picture looks, to tell whether another one is the same picture."""

from PIL import Image, ImageChops

from workers.image.pixels.modes import OPAQUE_FROM, in_mode

_MODES = ("L", "LA", "RGB", "RGBA", "CMYK")
_CELL = 8
_MOST_CELLS = 32
_LARGE = 512 * 512
_PART, _PARTS = 32, 5
_MOST_MEAN, _MOST_ANYWHERE = 20, 96
"""Levels. The lowest qualities moved the mean by 13 and a cell by 49 at most; another picture in its place, by more."""


class Miniature:
    """The means of a picture's cells, at least 8 pixels a side where it has as many, 32 at most across and down.

    Of a picture of more than 512 x 512 pixels 25 parts of 32 pixels a side are taken, so that it costs next to nothing.
    """

    __slots__ = ("_hard", "_means", "_part", "_size")

    def __init__(self, image: Image.Image, *, hard_edges: bool = False) -> None:
        """`hard_edges` takes half-transparent pixels for opaque or clear, as a GIF stores them."""
        width, height = image.size
        # As shares of the picture's sides, for the other one may have another size.
        in_parts = is_large(image.size)
        self._part = (_PART / width, _PART / height) if in_parts else None
        self._size = (_PARTS, _PARTS) if in_parts else (_cells(width), _cells(height))
        self._hard = hard_edges
        self._means = self._of(image)

    def differs_from(self, image: Image.Image) -> bool:
        """Whether another picture, of whatever size, cannot be the same one."""
        size = self._comparable(image)
        means, others = (each.resize(size, Image.Resampling.BOX) for each in (self._means, self._of(image)))
        difference = ImageChops.difference(means, others)
        most = max(high for _, high in difference.getextrema())  # type: ignore[misc]
        return most > _MOST_ANYWHERE or _highest_mean(difference) > _MOST_MEAN

    def _comparable(self, image: Image.Image) -> tuple[int, int]:
        """How many means to compare: a few pixels of a small picture are none, least of all of dots of few colours."""
        if self._part is None:
            across, down = _cells(image.width), _cells(image.height)
        else:
            shares = self._part[0] * image.width, self._part[1] * image.height
            across, down = (max(1, int(_PARTS * share / _CELL)) for share in shares)
        return min(self._size[0], across), min(self._size[1], down)

    def _of(self, image: Image.Image) -> Image.Image:
        is_plain = image.mode in _MODES and "transparency" not in image.info
        picture = image if is_plain else in_mode(image, _MODES)  # which would copy all of a large one
        if self._part is not None:
            picture = _parts(picture, *self._part)
        picture = picture.convert("RGBA")
        if self._hard:
            picture.putalpha(picture.getchannel("A").point(lambda alpha: 255 if alpha >= OPAQUE_FROM else 0))
        means = picture.convert("RGBa").resize(self._size, Image.Resampling.BOX)
        return Image.frombytes("RGBA", means.size, means.tobytes())  # four plain channels


def is_large(size: tuple[int, int]) -> bool:
    """Whether a picture of that width and height is known by parts of it, and so may be decoded smaller to compare it."""
    return size[0] * size[1] > _LARGE


def _highest_mean(image: Image.Image) -> float:
    """The mean of the channel where it is highest, of an image of four; ImageStat takes ten times as long for a few cells."""
    levels = image.tobytes()
    return max(sum(levels[channel::4]) for channel in range(4)) * 4 / len(levels)


def _cells(side: int) -> int:
    return max(1, min(_MOST_CELLS, side // _CELL))


def _parts(image: Image.Image, across: float, down: float) -> Image.Image:
    """Parts of the picture side by side, spread evenly; `across` and `down` are the shares of its sides that one takes."""
    joined = Image.new(image.mode, (_PARTS * _PART, _PARTS * _PART))
    width, height = image.width * across, image.height * down
    for row in range(_PARTS):
        for column in range(_PARTS):
            left = image.width * (column + 0.5) / _PARTS - width / 2
            top = image.height * (row + 0.5) / _PARTS - height / 2
            box = max(0, left), max(0, top), min(image.width, left + width), min(image.height, top + height)
            part = image.resize((_PART, _PART), Image.Resampling.BOX, box)
            joined.paste(part, (column * _PART, row * _PART))
    return joined
