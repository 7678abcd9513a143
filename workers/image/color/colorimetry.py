"""What numbers mean as colours where no profile says it: code points (Rec. ITU-T H.273), chromaticities and a gamma."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

from msgspec import Struct

from workers.image.color import tone

Points = tuple[float, float, float, float, float, float, float, float]
"""x and y (CIE 1931) of white, red, green and blue."""

D65 = (0.3127, 0.3290)
"""x and y of daylight, the white of sRGB."""

_C = (0.310, 0.316)
_BT709: Points = (*D65, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060)
_P3: Points = (*D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)
_ADOBE: Points = (*D65, 0.640, 0.330, 0.210, 0.710, 0.150, 0.060)
_SMPTE: Points = (*D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070)
# H.273, table 2.
_PRIMARIES: Mapping[int, tuple[str, Points]] = {
    1: ("BT.709", _BT709),
    2: ("BT.709", _BT709),  # unspecified
    4: ("BT.470 M", (*_C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08)),
    5: ("BT.601 625", (*D65, 0.640, 0.330, 0.290, 0.600, 0.150, 0.060)),
    6: ("BT.601 525", _SMPTE),
    7: ("BT.601 525", _SMPTE),
    8: ("Film", (*_C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049)),
    9: ("BT.2020", (*D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046)),
    11: ("DCI-P3", (0.314, 0.351, *_P3[2:])),
    12: ("Display P3", _P3),
    22: ("EBU 3213", (*D65, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077)),
}
_KNOWN = (*_PRIMARIES.values(), ("Adobe RGB", _ADOBE))
# IEC 61966-2-1: gamma, a, b, c, d of (a x + b) ^ gamma above d, c x below.
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# H.273, table 3. What is coded for BT.1886 displays (1, 6, 11, 12, 14, 15) is taken for sRGB's curve, as viewers do.
_CURVES: Mapping[int, tuple[float, ...]] = {
    **dict.fromkeys((1, 2, 6, 11, 12, 13, 14, 15), _SRGB_CURVE),
    4: (2.2,),
    5: (2.8,),
    7: (1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 0.25, 0.0913),
    8: (1.0,),
    17: (2.6, (52.37 / 48) ** (1 / 2.6), 0.0, 0.0, 0.0),
}
_HDR_TRANSFERS = frozenset({tone.PQ, tone.HLG})
_POINT_TOLERANCE = 0.005
_CURVE_TOLERANCE = 0.01
_MOST_STEPS = 4096
_GAMMA_TOLERANCE = 0.05
_LEAST_GAMMA, _MOST_GAMMA = 0.1, 10.0


class CodePoints(Struct, frozen=True, kw_only=True):
    """Primaries and transfer characteristics by their numbers in H.273."""

    primaries: int
    transfer: int

    @property
    def hdr(self) -> bool:
        """Whether the numbers are PQ's or HLG's."""
        return self.transfer in _HDR_TRANSFERS


class Colorimetry(Struct, frozen=True, kw_only=True):
    """The colours of a picture's numbers.

    `curve` is a gamma, the five numbers of a curve with a straight beginning, or the light at evenly spaced numbers.
    """

    name: str
    points: Points
    curve: tuple[float, ...]

    def is_srgb(self, *, grey: bool) -> bool:
        """Whether nobody sees a difference to sRGB; of grey only white and the curve count."""
        is_power = len(self.curve) == 1 and abs(self.curve[0] - 2.2) <= _GAMMA_TOLERANCE
        same_curve = self.curve == _SRGB_CURVE or is_power
        return same_curve and _near(self.points[: 2 if grey else 8], _BT709)


SRGB = Colorimetry(name="sRGB", points=_BT709, curve=_SRGB_CURVE)
ADOBE_RGB = Colorimetry(name="Adobe RGB", points=_ADOBE, curve=(2.19921875,))


def of_codes(codes: CodePoints) -> Colorimetry | None:
    """The space of code points; None for HDR, and for numbers that name none."""
    primaries, curve = _PRIMARIES.get(codes.primaries), _CURVES.get(codes.transfer)
    if primaries is None or curve is None:
        return None
    return Colorimetry(name=_name(primaries[0], curve), points=primaries[1], curve=curve)


def of_hdr(codes: CodePoints) -> Colorimetry | None:
    """The space in which HDR is shown without HDR; None for primaries that are none."""
    primaries = _PRIMARIES.get(codes.primaries)
    return Colorimetry(name=primaries[0], points=primaries[1], curve=tone.curve(codes.transfer)) if primaries else None


def of_points(points: Points | None, gamma: float | None) -> Colorimetry | None:
    """The space of chromaticities and of the exponent from numbers to light; what is None is sRGB's.

    None where neither says anything that can be.
    """
    if gamma is not None and not _LEAST_GAMMA <= gamma <= _MOST_GAMMA:
        gamma = None
    if points is None and gamma is None:
        return None
    points = points or _BT709
    curve = _SRGB_CURVE if gamma is None else (gamma,)
    name = next((name for name, known in _KNOWN if _near(points, known)), "Own primaries")
    return Colorimetry(name=_name(name, curve), points=points, curve=curve)


def of_table(points: Points | None, table: Sequence[int]) -> Colorimetry | None:
    """The space of chromaticities and of the light at evenly spaced numbers, the last of which is white.

    None for a table that is no curve upwards.
    """
    if len(table) < 2 or table[-1] <= 0 or table[0] < 0 or any(one > other for one, other in pairwise(table)):
        return None
    steps = min(len(table), _MOST_STEPS)
    light = [table[step * (len(table) - 1) // (steps - 1)] / table[-1] for step in range(steps)]
    shares = [step / (steps - 1) for step in range(steps)]
    points = points or _BT709
    name = next((name for name, known in _KNOWN if _near(points, known)), "Own primaries")
    if _follows(light, (_of_srgb(share) for share in shares)):
        return Colorimetry(name=name, points=points, curve=_SRGB_CURVE)
    middle = steps // 2
    gamma = log(light[middle]) / log(shares[middle]) if 0 < light[middle] < 1 else 0.0
    if gamma >= _LEAST_GAMMA and _follows(light, (share**gamma for share in shares)):
        return of_points(points, gamma)
    return Colorimetry(name=f"{name}, own curve", points=points, curve=tuple(light))


def _follows(light: Iterable[float], curve: Iterable[float]) -> bool:
    return all(abs(one - other) <= _CURVE_TOLERANCE for one, other in zip(light, curve, strict=True))


def _of_srgb(value: float) -> float:
    gamma, a, b, c, d = _SRGB_CURVE
    return float((a * value + b) ** gamma) if value > d else c * value


def _near(points: tuple[float, ...], others: Points) -> bool:
    return all(abs(one - other) <= _POINT_TOLERANCE for one, other in zip(points, others, strict=False))


def _name(primaries: str, curve: tuple[float, ...]) -> str:
    return (
        primaries if len(curve) > 1 or abs(curve[0] - 2.2) <= _GAMMA_TOLERANCE else f"{primaries}, gamma {curve[0]:.4g}"
    )
