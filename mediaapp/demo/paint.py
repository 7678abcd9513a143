"""Small pictures drawn without any library: rows of bytes, shapes as spans."""

from collections.abc import Callable
from math import sqrt

from workers.outcome import Raster

Color = tuple[int, int, int]
Span = tuple[float, float]
"""From where to where a shape reaches in one row, in shares of the width."""
Shape = tuple[Color, Callable[[float], Span | None]]
"""A colour, and for a share of the height the span there."""

WALL, TABLE, SHADE = (238, 230, 222), (200, 184, 166), (176, 160, 144)
SKY, SUN, NEAR, FAR = (142, 192, 232), (250, 236, 190), (46, 92, 70), (98, 150, 112)
PAPER, INK, SKIN, HAIR = (245, 242, 234), (168, 164, 156), (238, 190, 154), (84, 58, 46)


def paint(drawing: str, color: str, width: int, height: int) -> Raster:
    """A drawing as pixels; unknown ones are an empty wall and a table."""
    own = (int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16))
    background, shapes = DRAWINGS.get(drawing, _still_life)(own)
    rows = bytearray()
    for y in range(height):
        at = (y + 0.5) / height
        row = bytearray(bytes((*background(at), 255)) * width)
        for shape_color, reach in shapes:
            span = reach(at)
            if span is not None:
                left, right = max(0, round(span[0] * width)), min(width, round(span[1] * width))
                row[left * 4 : right * 4] = bytes((*shape_color, 255)) * max(0, right - left)
        rows += row
    return Raster(width=width, height=height, rgba=bytes(rows))


Scene = tuple[Callable[[float], Color], list[Shape]]


def _still_life(color: Color) -> Scene:
    dark = _mixed(color, (30, 20, 10), 0.3)
    return _room, [
        (SHADE, _ellipse(0.5, 0.86, 0.3, 0.05)),
        (color, _ellipse(0.5, 0.66, 0.16, 0.22)),
        (color, _box(0.455, 0.3, 0.545, 0.5)),
        (dark, _ellipse(0.57, 0.68, 0.07, 0.18)),
        ((90, 140, 80), _box(0.497, 0.08, 0.505, 0.3)),
        ((216, 138, 138), _ellipse(0.42, 0.1, 0.035, 0.05)),
        ((228, 172, 72), _ellipse(0.5, 0.07, 0.035, 0.05)),
        ((216, 138, 138), _ellipse(0.585, 0.12, 0.035, 0.05)),
    ]


def _mug(color: Color) -> Scene:
    return _room, [
        (SHADE, _ellipse(0.5, 0.84, 0.26, 0.05)),
        (color, _ellipse(0.63, 0.62, 0.08, 0.13)),
        (_room(0.5), _ellipse(0.63, 0.62, 0.045, 0.08)),
        (color, _box(0.36, 0.42, 0.61, 0.84)),
        (_mixed(color, (20, 20, 20), 0.25), _ellipse(0.485, 0.42, 0.125, 0.04)),
    ]


def _lamp(color: Color) -> Scene:
    return _room, [
        (SHADE, _ellipse(0.5, 0.85, 0.2, 0.04)),
        ((110, 104, 98), _box(0.485, 0.45, 0.515, 0.84)),
        ((110, 104, 98), _ellipse(0.5, 0.84, 0.1, 0.025)),
        (color, lambda y: (0.42 - (y - 0.15) * 0.4, 0.58 + (y - 0.15) * 0.4) if 0.15 <= y <= 0.48 else None),
    ]


def _landscape(color: Color) -> Scene:
    return _sky, [
        (SUN, _ellipse(0.72, 0.25, 0.06, 0.09)),
        (FAR, _ellipse(0.25, 0.95, 0.5, 0.4)),
        (_mixed(FAR, color, 0.3), _ellipse(0.8, 1.0, 0.5, 0.42)),
        (NEAR, _ellipse(0.5, 1.15, 0.8, 0.4)),
    ]


def _document(color: Color) -> Scene:
    lines = [(INK, _box(0.2, 0.15 + 0.09 * n, 0.8 - 0.12 * (n % 3), 0.175 + 0.09 * n)) for n in range(8)]
    return (lambda _: PAPER), [(color, _box(0.2, 0.06, 0.5, 0.1)), *lines]


def _portrait(color: Color) -> Scene:
    return (lambda _: (196, 172, 152)), [
        (HAIR, _ellipse(0.5, 0.36, 0.17, 0.24)),
        (color, _ellipse(0.5, 1.05, 0.32, 0.4)),
        (SKIN, _ellipse(0.5, 0.44, 0.14, 0.22)),
        (HAIR, _ellipse(0.5, 0.23, 0.14, 0.09)),
    ]


def _logo(color: Color) -> Scene:
    return (lambda _: (250, 250, 250)), [
        (color, _ellipse(0.5, 0.5, 0.28, 0.4)),
        ((250, 250, 250), _ellipse(0.5, 0.5, 0.16, 0.23)),
        (color, _box(0.46, 0.1, 0.54, 0.5)),
    ]


DRAWINGS: dict[str, Callable[[Color], Scene]] = {
    "vase": _still_life,
    "mug": _mug,
    "lamp": _lamp,
    "landscape": _landscape,
    "document": _document,
    "portrait": _portrait,
    "logo": _logo,
}


def _room(at: float) -> Color:
    return TABLE if at > 0.74 else _mixed(WALL, (255, 255, 255), 0.5 * (1 - at))


def _sky(at: float) -> Color:
    return _mixed(SKY, (232, 242, 250), min(1.0, at * 1.2))


def _box(left: float, top: float, right: float, bottom: float) -> Callable[[float], Span | None]:
    return lambda y: (left, right) if top <= y <= bottom else None


def _ellipse(x: float, y: float, rx: float, ry: float) -> Callable[[float], Span | None]:
    def reach(at: float) -> Span | None:
        inside = 1 - ((at - y) / ry) ** 2
        return (x - rx * sqrt(inside), x + rx * sqrt(inside)) if inside > 0 else None

    return reach


def _mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
