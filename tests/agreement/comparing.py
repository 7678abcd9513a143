"""Whether two pictures are the same to the eye: on white, and in what is clear."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.agreement.variants.variant import Picture
from workers.formats import SPECS, Alpha, Format

_BLOCK = 8
_LOCALLY = 5
_ROUNDING, _SCALING, _CRISP_SCALING = 1.0, 2.0, 8.0
_LOSSY = {Format.JPEG: 2.5, Format.WEBP: 2.5, Format.AVIF: 2.5, Format.HEIC: 2.5, Format.JXL: 2.5, Format.GIF: 6.0}
_NARROW, _FEW_PIXELS = 16, 2


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How far two pictures are apart in levels of 255: on average on white, at most in a block, and in their alpha."""

    mean: float
    worst: float
    alpha: float

    def within(self, limit: float) -> bool:
        """Whether they are alike: `limit` is for the average."""
        return self.mean <= limit and self.worst <= limit * _LOCALLY and self.alpha <= limit

    def __str__(self) -> str:
        return f"{self.mean:.1f} levels on average, {self.worst:.0f} in the worst block, alpha {self.alpha:.1f}"


def limit(target: Format, width: int, tolerance: float, *, scaled: bool, crisp: bool) -> float:
    """How many levels a good output of this format may be off on average; a dozen pixels have few of colour.

    `tolerance` is that of the source's own coding.
    """
    coding = _LOSSY.get(target, 0.0) * (1 + crisp) + tolerance if width < _NARROW else 0
    usual = _ROUNDING + _LOSSY.get(target, 0.0) + tolerance + (_CRISP_SCALING if crisp else _SCALING) * scaled
    return usual + _FEW_PIXELS * coding


def held(picture: Picture, target: Format) -> Picture:
    """What a format can hold of a picture's transparency."""
    match SPECS[target].alpha:
        case Alpha.FULL | Alpha.LIKE_COLORS:
            return picture
        case Alpha.ONE_BIT:
            alpha = np.where(picture[:, :, 3] >= 128, 255.0, 0.0)
            return np.dstack([picture[:, :, :3], alpha])
        case Alpha.NONE:
            return np.dstack([on_white(picture), np.full(picture.shape[:2], 255.0)])


def difference(one: Picture, other: Picture) -> Difference:
    """How far two pictures of one size are apart."""
    apart = abs(on_white(one) - on_white(other)).mean(axis=2)
    rows, columns = (max(1, side // _BLOCK) for side in apart.shape)
    blocks = [part.mean() for band in np.array_split(apart, rows) for part in np.array_split(band, columns, axis=1)]
    alpha = abs(one[:, :, 3] - other[:, :, 3]).mean()
    return Difference(mean=float(apart.mean()), worst=float(max(blocks)), alpha=float(alpha))


def on_white(picture: Picture) -> NDArray[np.float64]:
    share = picture[:, :, 3:] / 255
    return picture[:, :, :3] * share + 255 * (1 - share)


def scaled(picture: Picture, width: int, height: int) -> Picture:
    """The picture at another size, what is clear lending no colour."""
    if picture.shape[:2] == (height, width):
        return picture
    alpha = picture[:, :, 3:] / 255
    mixed = np.concatenate([picture[:, :, :3] * alpha, picture[:, :, 3:]], axis=2)
    bands = [_band(mixed[:, :, index], width, height) for index in range(4)]
    share = np.clip(bands[3] / 255, 1e-6, 1)
    return np.clip(np.dstack([*(band / share for band in bands[:3]), bands[3]]), 0, 255)


def _band(values: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    band = Image.fromarray(values.astype(np.float32))
    return np.asarray(band.resize((width, height), Image.Resampling.LANCZOS), dtype=np.float64)
