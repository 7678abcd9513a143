"""Find the best quality within a number of bytes, or the lowest that still reaches a score, in few tries."""

from collections.abc import Callable
from itertools import pairwise
from math import ceil, exp, log

from msgspec import Struct

from workers.image.formats.encoder import Curve

_LADDER = (10, 25, 40, 55, 70, 82, 90, 95)
_NEAR_ENOUGH = 0.96
_AIM = 0.985
_MOST_ENCODES = 4
_FIRST = 75
_LEAST_SLOPE = 0.1
_MOST_BELOW = 3
_SURE_WITHIN = 2


class Fitting(Struct, frozen=True, kw_only=True):
    """A file within its limit, or the smallest one that could be made where `fits` is false.

    `quality` is None where every pixel is kept.
    """

    data: bytes
    quality: int | None
    encodes: int
    fits: bool


def largest_within(
    limit: int,
    encode: Callable[[int], bytes],
    sample_size: Callable[[int], int],
    *,
    scale: float | None,
    lowest: int = 1,
    highest: int = 95,
    to_the_last: bool = False,
) -> Fitting:
    """The file of the highest quality that has at most `limit` bytes, or one within 4 % of the limit.

    `sample_size` gives the bytes of a cheap part of the picture, `scale` times fewer than the whole; None where that is not
    known. The model is corrected by every whole file. At most 4 whole files are made, and one more where none of them fits.
    `to_the_last` goes on until it is the highest quality indeed, by halves after those 4.
    """
    model = _SizeModel(sample_size, lowest, highest, scale)
    best: tuple[int, bytes] | None = None
    below, above = lowest - 1, highest + 1
    quality = _FIRST if scale is None else model.highest_within(limit * _AIM)
    encodes = 0
    while below + 1 < above and (to_the_last or encodes < _MOST_ENCODES):
        if encodes >= _MOST_ENCODES:
            quality = (below + above) // 2
        quality = min(max(quality, below + 1), above - 1)
        data = encode(quality)
        encodes += 1
        model.correct(quality, len(data))
        if len(data) <= limit:
            best, below = (quality, data), quality
            if len(data) >= limit * _NEAR_ENOUGH and not to_the_last:
                break
        else:
            above = quality
        quality = model.highest_within(limit * (1.0 if to_the_last else _AIM))
    if best is not None:
        return Fitting(quality=best[0], data=best[1], encodes=encodes, fits=True)
    if above > lowest:
        data = encode(lowest)
        encodes += 1
    return Fitting(quality=lowest, data=data, encodes=encodes, fits=len(data) <= limit)


class _SizeModel:
    """Bytes of the whole by quality: the sample's, on straight lines through the logarithms of a few, times a factor.

    The factor is what whole files showed: a constant after one, a straight line through the logarithms of the last two.
    """

    def __init__(self, sample_size: Callable[[int], int], lowest: int, highest: int, scale: float | None) -> None:
        self._sample_size = sample_size
        self._sampled: dict[int, float] = {}
        self._ladder = [lowest, *(quality for quality in _LADDER if lowest < quality < highest), highest]
        self._factors = [(lowest, log(scale or 1.0))]
        self._slope = 0.0

    def correct(self, quality: int, size: int) -> None:
        """Learn that the whole takes `size` bytes at `quality`."""
        factor = (quality, log(max(1, size)) - self._sample(quality))
        if len(self._factors) > 1:
            before = self._factors[-1]
            self._slope = (factor[1] - before[1]) / (factor[0] - before[0])
        self._factors.append(factor)

    def highest_within(self, limit: float) -> int:
        """The highest quality whose expected bytes are at most `limit`, else the lowest one."""
        low, high = 0, len(self._ladder) - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._size(self._ladder[middle]) <= limit else (low, middle)
        candidates = range(self._ladder[high], self._ladder[low], -1)
        return next((quality for quality in candidates if self._size(quality) <= limit), self._ladder[low])

    def _size(self, quality: int) -> float:
        at, factor = self._factors[-1]
        return exp(self._sample(quality) + factor + self._slope * (quality - at))

    def _sample(self, quality: int) -> float:
        above = next(index for index, rung in enumerate(self._ladder) if rung >= quality)
        low, high = self._ladder[max(0, above - 1)], self._ladder[above]
        if high == quality:
            return self._measured(high)
        share = (quality - low) / (high - low)
        return self._measured(low) * (1 - share) + self._measured(high) * share

    def _measured(self, rung: int) -> float:
        if rung not in self._sampled:
            self._sampled[rung] = log(max(1, self._sample_size(rung)))
        return self._sampled[rung]


class Looking(Struct, frozen=True, kw_only=True):
    """The quality to encode with and the score to expect of it; `reached` is whether that is what was asked for."""

    quality: int
    score: float
    reached: bool


def lowest_reaching(
    target: float, look: Callable[[int], float], curve: Curve, *, glance: Callable[[int], float]
) -> Looking:
    """The lowest quality on the curve's range whose score is at least `target`, from a glance and a look.

    The glance, a rough score at little cost, is taken where the curve says; the curve, moved to go through it, tells where
    to look. How a second glance there differs from the first is the slope that leads on to the answer. Where the look
    would be beside the glance it is taken there, and the curve leads on.
    """
    lowest, highest = curve[0][0], curve[-1][0]
    first = _inverse(curve, target)
    at = _inverse(curve, target - (glance(first) - value(curve, first)))
    if abs(at - first) <= _SURE_WITHIN:
        shift = look(first) - value(curve, first)
        quality = _inverse(curve, target - shift)
        expected = value(curve, quality) + shift
    else:
        seen = look(at)
        slope = max((glance(at) - glance(first)) / (at - first), _LEAST_SLOPE)
        # Below what was measured a score may fall steeply, so the line is followed down only a little.
        lowest = max(lowest, min(first, at) - _MOST_BELOW)
        quality = min(max(at + ceil((target - seen) / slope), lowest), highest)
        expected = seen + (quality - at) * slope
    return Looking(quality=quality, score=expected, reached=expected >= target)


def value(curve: Curve, quality: int) -> float:
    """The score on the curve at a quality, of its first two points' line below the first and its last score above the last."""
    for (low, low_score), (high, high_score) in pairwise(curve):
        if quality <= high:
            return low_score + (high_score - low_score) * (quality - low) / (high - low)
    return curve[-1][1]


def _inverse(curve: Curve, target: float) -> int:
    lowest, highest = curve[0][0], curve[-1][0]
    return next((quality for quality in range(lowest, highest) if value(curve, quality) >= target), highest)
