"""ICC profiles made from the numbers that define a space, and the same conversions by hand."""

from collections.abc import Sequence
from struct import pack

import numpy as np
from numpy.typing import NDArray

Primaries = Sequence[Sequence[float]]

# Linear RGB to XYZ, adapted to D50 (Bradford), columns red, green, blue.
DISPLAY_P3: Primaries = ((0.51512, 0.29198, 0.15710), (0.24120, 0.69225, 0.06657), (-0.00105, 0.04189, 0.78407))
_SRGB: Primaries = ((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410))
_D50 = (0.96420, 1.0, 0.82491)


def rgb_profile(primaries: Primaries) -> bytes:
    """A version 2 matrix profile with sRGB's curve."""
    columns = [[row[column] for row in primaries] for column in range(3)]
    tags = {b"rXYZ": _xyz(columns[0]), b"gXYZ": _xyz(columns[1]), b"bXYZ": _xyz(columns[2])}
    curve = _curve([_to_linear(level / 1023) for level in range(1024)])
    return _profile(b"RGB ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def grey_profile(gamma: float) -> bytes:
    """A version 2 grey profile with a power curve."""
    return _profile(b"GRAY", {b"kTRC": _curve([(level / 1023) ** gamma for level in range(1024)])})


def display_p3_to_srgb(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """8-bit Display P3 as 8-bit sRGB, by the matrices, out-of-gamut colours cut off."""
    levels = pixels.astype(float) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    there = linear @ np.array(DISPLAY_P3).T @ np.linalg.inv(np.array(_SRGB)).T
    there = there.clip(0, 1)
    return np.asarray(255 * np.where(there <= 0.0031308, there * 12.92, 1.055 * there ** (1 / 2.4) - 0.055), np.float64)


def _to_linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _fixed(value: float) -> bytes:
    return pack(">i", round(value * 65536))


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _curve(values: Sequence[float]) -> bytes:
    return b"curv\0\0\0\0" + pack(">I", len(values)) + b"".join(pack(">H", round(value * 65535)) for value in values)


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"test profile\0"
    described = b"desc\0\0\0\0" + pack(">I", len(name)) + name + b"\0" * 78
    tags = {b"desc": described, b"wtpt": _xyz(_D50), b"cprt": b"text\0\0\0\0none\0", **tags}
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for signature, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += signature + pack(">II", at + len(body), len(data))
        body += padded
    size = at + len(body)
    header = pack(">I", size) + b"lcms" + b"\x02\x10\0\0" + b"mntr" + space + b"XYZ "
    header += pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + b"".join(map(_fixed, _D50))
    return header.ljust(128, b"\0") + pack(">I", len(tags)) + table + body
