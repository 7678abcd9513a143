"""How bright HDR looks on a screen that has none: PQ and HLG (Rec. ITU-R BT.2100) brought under diffuse white."""

from functools import lru_cache
from math import exp

PQ, HLG = 16, 18
# SMPTE ST 2084.
_M1, _M2 = 2610 / 16384, 2523 / 32
_C1, _C2, _C3 = 3424 / 4096, 2413 / 128, 2392 / 128
_MOST_NITS = 10_000.0
# BT.2100, table 5.
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073
_HLG_GAMMA = 1.2
# Diffuse white is that of Report ITU-R BT.2408; what is brighter than the masters of most pictures is cut off.
_WHITE_NITS, _PEAK_NITS = 203.0, 1000.0
_STEPS = 4096


@lru_cache(maxsize=2)
def curve(transfer: int) -> tuple[float, ...]:
    """The light, 0 to 1, of evenly spaced numbers from 0 to 1; `transfer` is `PQ` or `HLG`.

    Up to about half of diffuse white nothing changes; above, light is rolled off as Report ITU-R BT.2390, 5.4 does it.
    """
    nits = _of_pq if transfer == PQ else _of_hlg
    return tuple(_rolled_off(nits(step / (_STEPS - 1))) / _WHITE_NITS for step in range(_STEPS))


def _of_pq(value: float) -> float:
    root = value ** (1 / _M2)
    return float(_MOST_NITS * (max(root - _C1, 0.0) / (_C2 - _C3 * root)) ** (1 / _M1))


def _to_pq(nits: float) -> float:
    root = (nits / _MOST_NITS) ** _M1
    return float(((_C1 + _C2 * root) / (1 + _C3 * root)) ** _M2)


def _of_hlg(value: float) -> float:
    scene = value**2 / 3 if value <= 0.5 else (exp((value - _C) / _A) + _B) / 12
    return float(_PEAK_NITS * min(scene, 1.0) ** _HLG_GAMMA)


def _rolled_off(nits: float) -> float:
    peak = _to_pq(_PEAK_NITS)
    value, top = min(_to_pq(nits) / peak, 1.0), _to_pq(_WHITE_NITS) / peak
    knee = 1.5 * top - 0.5
    if value > knee:
        t = (value - knee) / (1 - knee)
        value = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * top
    return _of_pq(value * peak)
