"""SSIMULACRA 2: how much a compressed picture looks like its original.

The metric is Jon Sneyers' (Cloudinary, 2022, updated April 2023). Structure and constants follow the reference implementation,
`tools/ssimulacra2.cc` of libjxl (BSD 3-Clause, The JPEG XL Project Authors); opsin matrix and bias are those of JPEG XL's XYB
(ISO/IEC 18181-1). Two things differ: outside a picture its edge goes on, where the reference takes black, so that a part of
a picture scores like the whole; and channels with next to no weight at a scale are left out, half of the work for less than
a tenth of a point. Import this module only where a score is wanted: it needs numpy.
"""

from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from PIL import Image

Plane = npt.NDArray[np.float32]
"""One channel of all parts, (height, width, part): neighbours in all directions are long runs of memory apart."""

_SCALES = 6
_SMALLEST_SIDE = 8
_C2 = np.float32(0.0009)
_BIAS = np.float32(0.0037930732552754493)
_OPSIN = (
    (0.30, 1 - 0.30 - 0.078, 0.078),
    (0.23, 1 - 0.23 - 0.078, 0.078),
    (0.24342268924547819, 0.20476744424496821, 1 - 0.24342268924547819 - 0.20476744424496821),
)
_RADIUS = 5
_TAPS = np.exp(-0.5 * (np.arange(_RADIUS + 1) / 1.5) ** 2)
_KERNEL = (_TAPS / (_TAPS[0] + 2 * _TAPS[1:].sum())).astype(np.float32)

# A row a scale (1:1 to 1:32) of X, then Y, then B-Y. In it the norms 1 and 4 of each map: structure, artefact, lost detail.
_WEIGHTS = np.array(
    (
        (0.0, 0.0007376606707406586, 0.0, 0.0, 0.0007793481682867309, 0.0),
        (0.0, 0.0004371155730107379, 0.0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752),
        (0.0, 0.0016406437456599754, 0.0, 1.8422455520539298, 11.441172603757666, 0.0),
        (0.0007989109436015163, 0.000176816438078653, 0.0, 1.8787594979546387, 10.94906990605142, 0.0),
        (0.0007289346991508072, 0.9677937080626833, 0.0, 0.00014003424285435884, 0.9981766977854967, 0.00031949755934435053),
        (0.0004550992113792063, 0.0, 0.0, 0.0013648766163243398, 0.0, 0.0),
        (0.0, 0.0, 0.0, 7.466890328078848, 0.0, 17.445833984131262),
        (0.0006235601634041466, 0.0, 0.0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264),
        (225.20515300849274, 0.0, 0.0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985),
        (176.39317598450694, 0.0, 0.0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408),
        (0.0, 0.0, 0.0, 34.77906344483772, 44.835625328877896, 0.0),
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0008680556573291698, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0005313191874358747, 0.0, 0.00016533814161379112, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.0004179171803251336, 0.0017290828234722833, 0.0),
        (0.0020827005846636437, 0.0, 0.0, 8.826982764996862, 23.19243343998926, 0.0),
        (95.1080498811086, 0.986397803440068, 0.983438279246535, 0.001228640504827849, 171.2667255897307, 0.980785887243538),
        (0.0, 0.0, 0.0, 0.0005130064588990679, 0.0, 0.00010854057858411537),
    )
).reshape(3, _SCALES, 2, 3)  # fmt: skip

_X, _Y, _B = range(3)
_LEAST_WEIGHT = 0.01
_WEIGHED = tuple(
    frozenset(channel for channel in (_X, _Y, _B) if _WEIGHTS[channel, scale].sum() >= _LEAST_WEIGHT)
    for scale in range(_SCALES)
)
"""The channels that count at each scale: only brightness at the finest, none at the coarsest."""


class _Channel(Struct, frozen=True):
    """A channel of positive XYB at one scale, with its local mean, local variance and 1 + the distance from the mean."""

    value: Plane
    mean: Plane
    variance: Plane
    contrast: Plane


_Level = Mapping[int, _Channel]

Errors = npt.NDArray[np.float64]
"""Of some parts: their number, and the sums over them of each error map's mean and of its fourth power's mean."""


class Reference:
    """An original, or parts of one that are all of one size, prepared once for any number of comparisons."""

    def __init__(self, parts: Sequence[Image.Image]) -> None:
        self._sizes = [part.size for part in parts]
        self._grey = all(part.mode == "L" for part in parts)
        self._levels = list(_levels(parts, grey=self._grey))

    def score(self, distorted: Sequence[Image.Image]) -> float:
        """The score of `distorted`, as `score_of` has it."""
        return score_of(self.errors(distorted))

    def errors(self, distorted: Sequence[Image.Image]) -> Errors:
        """What `score_of` makes a score of; `distorted` are the parts in the original's order.

        Transparency is compared on mid grey; all pictures are taken as sRGB, and as grey where the original is. Raises
        ValueError where the sizes differ.
        """
        if [part.size for part in distorted] != self._sizes:
            raise ValueError("a picture is compared with one of another size")
        means = np.zeros(_WEIGHTS.shape)
        for scale, (first, second) in enumerate(zip(self._levels, _levels(distorted, grey=self._grey), strict=True)):
            for channel, original in first.items():
                means[channel, scale] = _means(original, second[channel], _WEIGHTS[channel, scale])
        return np.append(means, 1.0) * len(distorted)


def score_of(*errors: Errors) -> float:
    """100 is equal, 90 not to be told apart, 80 the same side by side, 70 good, below 50 plainly damaged.

    `errors` are those of all parts of a picture.
    """
    total: Errors = np.sum(errors, axis=0)
    norms = (total[:-1] / total[-1]).reshape(_WEIGHTS.shape)
    norms[:, :, 1] **= 0.25
    error = float(np.sum(_WEIGHTS * norms))
    error *= 0.9562382616834844
    error = 2.326765642916932 * error - 0.020884521182843837 * error**2 + 6.248496625763138e-05 * error**3
    return 100.0 - 10.0 * error**0.6276336467831387 if error > 0 else 100.0


def _means(first: _Channel, second: _Channel, weights: Errors) -> Errors:
    """The means of the three error maps and of their fourth powers, (power, map); 0 where they have next to no weight."""
    means = np.zeros(weights.shape)
    for number, map_ in enumerate(_maps(first, second)):
        if weights[0, number] >= _LEAST_WEIGHT:
            means[0, number] = map_.mean()
        if weights[1, number] >= _LEAST_WEIGHT:
            squares = np.square(map_, out=map_)
            means[1, number] = np.square(squares, out=squares).mean()
    return means


def _maps(first: _Channel, second: _Channel) -> Iterator[Plane]:
    """Structure, artefact and lost detail."""
    spread = _blurred(first.value * second.value)
    spread -= first.mean * second.mean
    spread *= 2
    spread += _C2
    spread /= first.variance + second.variance + _C2
    apart = first.mean - second.mean
    apart *= apart
    spread -= spread * apart
    np.subtract(1, spread, out=spread)
    yield np.maximum(spread, 0, out=spread)
    np.divide(second.contrast, first.contrast, out=apart)
    apart -= 1
    yield np.maximum(apart, 0, out=spread)
    np.negative(apart, out=apart)
    yield np.maximum(apart, 0, out=apart)


def _levels(parts: Sequence[Image.Image], *, grey: bool) -> Iterator[_Level]:
    linear = _linear(parts, grey=grey)
    for scale, weighed in enumerate(_WEIGHED):
        channels = weighed & {_Y} if grey else weighed
        if not channels or min(linear[0].shape[:2]) < _SMALLEST_SIDE:
            return
        if scale:
            linear = tuple(map(_halved, linear))
        yield {channel: _channel(value) for channel, value in _positive_xyb(linear, channels).items()}


def _channel(value: Plane) -> _Channel:
    mean = _blurred(value)
    variance = _blurred(value * value)
    variance -= mean * mean
    contrast = np.abs(value - mean)
    contrast += 1
    return _Channel(value=value, mean=mean, variance=variance, contrast=contrast)


def _linear(parts: Sequence[Image.Image], *, grey: bool) -> tuple[Plane, ...]:
    code = np.arange(256) / 255
    curve = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4).astype(np.float32)
    seen = [part.convert("L") if grey else on_grey(part) for part in parts]
    bands = (np.stack([np.asarray(image.getchannel(band)) for image in seen], axis=2) for band in seen[0].getbands())
    return tuple(curve.take(band, mode="clip") for band in bands)


def on_grey(image: Image.Image) -> Image.Image:
    """The picture as the score sees it: RGB, what is clear laid on mid-grey."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    laid = Image.new("RGBA", image.size, (128, 128, 128, 255))
    laid.alpha_composite(image.convert("RGBA"))
    return laid.convert("RGB")


def _halved(plane: Plane) -> Plane:
    """Means of 2 x 2 pixels, the last row and column repeated where their number is odd."""
    height, width, _ = plane.shape
    if height % 2 or width % 2:
        plane = np.pad(plane, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    rows = plane[::2] + plane[1::2]
    halved: Plane = rows[:, ::2] + rows[:, 1::2]
    halved *= np.float32(0.25)
    return halved


def _positive_xyb(linear: tuple[Plane, ...], channels: Set[int]) -> dict[int, Plane]:
    long, middle = _cone(linear, 0), _cone(linear, 1)
    y = (long + middle) * np.float32(0.5)
    found = {_Y: y + np.float32(0.01)}
    if _X in channels:
        found[_X] = (long - middle) * np.float32(0.5 * 14) + np.float32(0.42)
    if _B in channels:
        found[_B] = _cone(linear, 2) - y + np.float32(0.55)
    return found


def _cone(linear: tuple[Plane, ...], kind: int) -> Plane:
    light = linear[0] + _BIAS if len(linear) == 1 else _mixed(linear, _OPSIN[kind]) + _BIAS
    response: Plane = np.cbrt(light, out=light) - np.cbrt(_BIAS)
    return response


def _mixed(linear: tuple[Plane, ...], weights: Sequence[float]) -> Plane:
    red, green, blue = (plane * np.float32(weight) for plane, weight in zip(linear, weights, strict=True))
    mixed: Plane = red + green + blue
    return mixed


def _blurred(plane: Plane) -> Plane:
    """A Gaussian of sigma 1.5 and radius 5 in both directions."""
    return _weighted(_weighted(plane, 0), 1)


def _weighted(plane: Plane, axis: int) -> Plane:
    count = plane.shape[axis]
    wide = plane.take(np.arange(-_RADIUS, count + _RADIUS).clip(0, count - 1), axis)
    shifted = [wide[at : at + count] if axis == 0 else wide[:, at : at + count] for at in range(2 * _RADIUS + 1)]
    total: Plane = shifted[_RADIUS] * _KERNEL[0]
    pair = np.empty_like(total)
    for tap in range(1, _RADIUS + 1):
        np.add(shifted[_RADIUS - tap], shifted[_RADIUS + tap], out=pair)
        pair *= _KERNEL[tap]
        total += pair
    return total
