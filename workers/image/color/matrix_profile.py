"""Make the ICC profile of a space that is known by its primaries and its curve (ICC.1:2022, version 4)."""

from functools import lru_cache
from struct import pack

from workers.image.color.colorimetry import Colorimetry

_Row = tuple[float, float, float]
_Matrix = tuple[_Row, _Row, _Row]

_D50 = (0.9642, 1.0, 0.8249)
# ICC.1:2022, annex E.1: the Bradford transform.
_BRADFORD: _Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_SINGULAR = 1e-6
_LARGEST = 4.0
_MOST_PARAMETERS = 7


@lru_cache(maxsize=16)
def profile_of(space: Colorimetry, *, grey: bool) -> bytes | None:
    """The profile for grey or RGB numbers, the same bytes each time; None for primaries that make no space."""
    curve = _curve(space.curve)
    white = _xyz(space.points[0], space.points[1])
    if white is None:
        return None
    adapted = _adaptation(white)
    if adapted is None:
        return None
    if grey:
        return _profile(b"GRAY", space.name, adapted, {b"kTRC": curve})
    columns = _columns(space, white)
    if columns is None:
        return None
    tags = {
        name: _spell_xyz(_times(adapted, column))
        for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)
    }
    return _profile(b"RGB ", space.name, adapted, tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def _columns(space: Colorimetry, white: _Row) -> list[_Row] | None:
    """XYZ of red, green and blue, each so bright that together they are white (SMPTE RP 177)."""
    points = space.points
    primaries = [_xyz(points[at], points[at + 1]) for at in (2, 4, 6)]
    if primaries[0] is None or primaries[1] is None or primaries[2] is None:
        return None
    red, green, blue = primaries[0], primaries[1], primaries[2]
    inverse = _inverse(((red[0], green[0], blue[0]), (red[1], green[1], blue[1]), (red[2], green[2], blue[2])))
    if inverse is None:
        return None
    return [
        (column[0] * share, column[1] * share, column[2] * share)
        for column, share in zip((red, green, blue), _times(inverse, white), strict=True)
    ]


def _adaptation(white: _Row) -> _Matrix | None:
    """From the space's white to D50, the white of all profiles."""
    inverse = _inverse(_BRADFORD)
    before, after = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    if inverse is None or min(before) < _SINGULAR:
        return None
    scale = [there / here for there, here in zip(after, before, strict=True)]
    if max(scale) > _LARGEST:
        return None
    scaled = [tuple(scale[row] * value for value in _BRADFORD[row]) for row in range(3)]
    columns = [_times(inverse, (scaled[0][at], scaled[1][at], scaled[2][at])) for at in range(3)]
    first, second, third = ((columns[0][row], columns[1][row], columns[2][row]) for row in range(3))
    return first, second, third


def _xyz(x: float, y: float) -> _Row | None:
    return (x / y, 1.0, (1 - x - y) / y) if y > _SINGULAR else None


def _times(matrix: _Matrix, column: _Row) -> _Row:
    first, second, third = (sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix)
    return first, second, third


def _inverse(matrix: _Matrix) -> _Matrix | None:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    if abs(determinant) < _SINGULAR:
        return None
    k = 1 / determinant
    return (
        ((e * i - f * h) * k, (c * h - b * i) * k, (b * f - c * e) * k),
        ((f * g - d * i) * k, (a * i - c * g) * k, (c * d - a * f) * k),
        ((d * h - e * g) * k, (b * g - a * h) * k, (a * e - b * d) * k),
    )


def _profile(kind: bytes, name: str, adapted: _Matrix, more: dict[bytes, bytes]) -> bytes:
    tags = {
        b"desc": _text(name),
        b"cprt": _text("No copyright"),
        b"wtpt": _spell_xyz(_D50),
        b"chad": b"sf32\0\0\0\0" + b"".join(_fixed(value) for row in adapted for value in row),
        **more,
    }
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    places: dict[bytes, int] = {}
    for signature, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += signature + pack(">II", places[data], len(data))
    header = pack(">I", at + len(body)) + bytes(4) + b"\x04\x30\0\0" + b"mntr" + kind + b"XYZ "
    header += pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + b"".join(map(_fixed, _D50))
    return header.ljust(128, b"\0") + pack(">I", len(tags)) + table + body


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data


def _curve(curve: tuple[float, ...]) -> bytes:
    """ICC.1:2022, 10.6 and 10.18: a table, or a function: of type 0 with a gamma alone, of type 3 with five numbers."""
    if len(curve) > _MOST_PARAMETERS:
        values = (min(0xFFFF, round(value * 0xFFFF)) for value in curve)
        return b"curv\0\0\0\0" + pack(f">I{len(curve)}H", len(curve), *values)
    return b"para\0\0\0\0" + pack(">HH", 0 if len(curve) == 1 else 3, 0) + b"".join(map(_fixed, curve))


def _spell_xyz(values: _Row) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _fixed(value: float) -> bytes:
    return pack(">i", max(-(2**31), min(2**31 - 1, round(value * 65536))))
