"""A profile for press colours, made from a simple model of inks: enough for any colour engine to convert through."""

from functools import cache
from itertools import product
from struct import pack

import numpy as np

from tests.support.profiles import grey_profile

_GRID = 5
_INTENTS = (b"A2B0", b"A2B1", b"A2B2")
# Linear sRGB to XYZ, adapted to D50.
_TO_XYZ = np.array(((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410)))
_D50 = np.array((0.96420, 1.0, 0.82491))


@cache
def cmyk_profile() -> bytes:
    """A version 2 output profile that says what each mixture of inks looks like (lut8Type, ICC.1:2001-04 6.5.8)."""
    steps = [step / (_GRID - 1) for step in range(_GRID)]
    table = b"".join(_lab8(*inks) for inks in product(steps, repeat=4))
    straight = bytes(range(256))
    identity = b"".join(pack(">i", 65536 if at % 4 == 0 else 0) for at in range(9))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, _GRID, 0)) + identity + straight * 4 + table + straight * 3
    name = b"test inks\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + pack(">I", len(name)) + name + b"\0" * 78,
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(pack(">i", round(value * 65536)) for value in _D50),
        b"cprt": b"text\0\0\0\0none\0",
    }
    at, entries, body = 128 + 4 + 12 * (len(tags) + len(_INTENTS)), b"", b""
    for signature, data in tags.items():
        entries += signature + pack(">II", at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    for signature in _INTENTS:
        entries += signature + pack(">II", at + len(body), len(lut))
    body += lut + b"\0" * (-len(lut) % 4)
    header = bytearray(grey_profile(2.2)[:128])
    header[0:4] = pack(">I", at + len(body))
    header[12:24] = b"prtrCMYKLab "
    return bytes(header) + pack(">I", len(tags) + len(_INTENTS)) + entries + body


def _lab8(cyan: float, magenta: float, yellow: float, black: float) -> bytes:
    """The colour of a mixture, darker and less pure than a screen's, in the profile's 8-bit coding of Lab."""
    light = 1 - 0.86 * black
    red = (1 - 0.93 * cyan) * (1 - 0.1 * magenta) * light
    green = (1 - 0.88 * magenta) * (1 - 0.3 * cyan) * light
    blue = (1 - 0.9 * yellow) * (1 - 0.3 * magenta) * light
    x, y, z = np.cbrt(_TO_XYZ @ np.array((red, green, blue)) / _D50)
    lab = ((116 * y - 16) * 2.55, 500 * (x - y) + 128, 200 * (y - z) + 128)
    return bytes(max(0, min(255, round(value))) for value in lab)
