"""Small pictures made of a few shaded shapes, for files that have no pixels."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from workers.outcome import Raster

Color = tuple[int, int, int]
Plane = NDArray[np.float32]
"""One number a pixel."""
Pixels = NDArray[np.float32]
"""Red, green and blue a pixel, 0 to 255."""

WALL, TABLE, SHADE, WHITE = (240, 233, 226), (200, 184, 166), (150, 132, 114), (255, 255, 255)
SKY, HORIZON, SUN, FAR, NEAR = (126, 182, 230), (226, 240, 250), (253, 240, 200), (104, 160, 132), (52, 104, 78)
PAPER, INK, SKIN, HAIR = (246, 243, 236), (150, 146, 140), (236, 190, 156), (78, 54, 42)
VASE = ((0.30, 0.050), (0.36, 0.042), (0.46, 0.050), (0.66, 0.148), (0.86, 0.088))
"""Half the vase's width at these heights, in shares of the picture."""


class Canvas:
    """What is drawn lies over what was drawn before. Places are shares of the width and the height, 0 to 1."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        self.x: Plane = (across + 0.5) / width
        self.y: Plane = (down + 0.5) / height
        self._pixels: Pixels = np.zeros((height, width, 3), np.float32)

    def raster(self) -> Raster:
        """The picture."""
        width, height = self._size
        rgba = np.full((height, width, 4), 255, np.uint8)
        rgba[..., :3] = self._pixels.clip(0, 255)
        return Raster(width=width, height=height, rgba=rgba.tobytes())

    def ground(self, top: Color, bottom: Color) -> None:
        """Fill everything from one colour to another."""
        self._pixels[:] = _between(top, bottom, self.y)

    def lay(self, cover: Plane, color: Color, *, shaded: Plane | None = None, strength: float = 0.28) -> None:
        """Draw in one colour; `shaded` runs from -1, the side in the light, to 1, the dark one."""
        paint: Pixels = np.broadcast_to(np.array(color, np.float32), self._pixels.shape)
        if shaded is not None:
            paint = paint * (1 - strength * shaded[..., None])
        self._pixels += (paint - self._pixels) * cover[..., None]

    def ellipse(self, x: float, y: float, rx: float, ry: float, *, soft: float = 0.0) -> Plane:
        """A filled ellipse; `soft` is how far its edge fades, as a share of its radius."""
        inside = 1 - np.hypot((self.x - x) / rx, (self.y - y) / ry)
        edge = max(soft, 1 / min(rx * self._size[0], ry * self._size[1]))
        return _covered(inside / edge + (0.0 if soft else 0.5))

    def below(self, line: Plane) -> Plane:
        """All that is lower than a line, which is a height for each pixel."""
        return _covered((self.y - line) * self._size[1] + 0.5)

    def turned(self, x: float, outline: Sequence[tuple[float, float]]) -> tuple[Plane, Plane]:
        """A body turned on a wheel around `x`: where it is, and how far each pixel is from its light to its dark side."""
        heights, halves = np.array(outline, np.float32).T
        at = np.linspace(heights[0], heights[-1], 200)
        part = np.clip(np.searchsorted(heights, at, side="right") - 1, 0, len(heights) - 2)
        t = (at - heights[part]) / (heights[part + 1] - heights[part])
        curve = halves[part] + (halves[part + 1] - halves[part]) * (3 - 2 * t) * t * t
        half = np.interp(self.y, at, curve).astype(np.float32)
        ends = _covered((self.y - heights[0]) * self._size[1] + 0.5) * _covered(
            (heights[-1] - self.y) * self._size[1] + 0.5
        )
        return _covered((half - abs(self.x - x)) * self._size[0] + 0.5) * ends, (self.x - x) / half

    def box(self, left: float, top: float, right: float, bottom: float) -> Plane:
        """A filled rectangle."""
        width, height = self._size
        across = _covered((self.x - left) * width + 0.5) * _covered((right - self.x) * width + 0.5)
        return across * _covered((self.y - top) * height + 0.5) * _covered((bottom - self.y) * height + 0.5)


def paint(drawing: str, color: str, width: int, height: int) -> Raster:
    """A drawing as pixels, with something in the colour '#rrggbb'; an unknown one is a vase."""
    own = (int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16))
    canvas = Canvas(width, height)
    DRAWINGS.get(drawing, _vase)(canvas, own)
    return canvas.raster()


def _vase(canvas: Canvas, color: Color) -> None:
    _room(canvas, 0.3)
    for x, y, petal in ((0.41, 0.10, (219, 136, 140)), (0.5, 0.055, (230, 170, 72)), (0.585, 0.12, (219, 136, 140))):
        stem = 0.5 + (x - 0.5) * ((canvas.y - 0.32) / (y - 0.32)) ** 2
        above = canvas.box(0, y, 1, 0.32)
        canvas.lay(_covered((0.0035 - abs(canvas.x - stem)) * 300 + 0.5) * above, (92, 130, 78))
        canvas.lay(canvas.ellipse(x, y, 0.034, 0.05), petal, shaded=(canvas.y - y) / 0.06)
    body, side = canvas.turned(0.5, VASE)
    canvas.lay(body, color, shaded=side)
    canvas.lay(canvas.ellipse(0.445, 0.62, 0.03, 0.11, soft=1.0) * 0.45, WHITE)


def _mug(canvas: Canvas, color: Color) -> None:
    _room(canvas, 0.26)
    ring = canvas.ellipse(0.62, 0.62, 0.09, 0.14) * (1 - canvas.ellipse(0.62, 0.62, 0.055, 0.088))
    canvas.lay(ring, color, shaded=(canvas.x - 0.56) / 0.12)
    body, side = canvas.turned(0.485, ((0.42, 0.135), (0.84, 0.112)))
    canvas.lay(body, color, shaded=side)
    canvas.lay(canvas.ellipse(0.485, 0.42, 0.135, 0.042), _mixed(color, (20, 16, 12), 0.25))
    canvas.lay(canvas.ellipse(0.485, 0.425, 0.118, 0.032), _mixed(color, (60, 36, 22), 0.72))


def _lamp(canvas: Canvas, color: Color) -> None:
    _room(canvas, 0.2)
    canvas.lay(canvas.ellipse(0.5, 0.5, 0.3, 0.34, soft=1.0) * 0.5, (255, 244, 214))
    pole, side = canvas.turned(0.5, ((0.44, 0.011), (0.78, 0.011), (0.83, 0.05), (0.855, 0.075)))
    canvas.lay(pole, (116, 106, 98), shaded=side)
    shade, side = canvas.turned(0.5, ((0.16, 0.085), (0.48, 0.18)))
    canvas.lay(shade, color, shaded=side, strength=0.22)


def _landscape(canvas: Canvas, color: Color) -> None:
    canvas.ground(SKY, HORIZON)
    canvas.lay(canvas.ellipse(0.72, 0.26, 0.16, 0.24, soft=1.0) * 0.6, WHITE)
    canvas.lay(canvas.ellipse(0.72, 0.26, 0.05, 0.075), SUN)
    for height, swing, waves, shift, ground in (
        (0.60, 0.07, 7.0, 0.4, _mixed(FAR, HORIZON, 0.45)),
        (0.70, 0.06, 5.0, 2.2, _mixed(FAR, color, 0.12)),
        (0.84, 0.05, 6.0, 4.0, NEAR),
    ):
        line = (height + swing * np.sin(canvas.x * waves + shift)).astype(np.float32)
        canvas.lay(canvas.below(line), ground, shaded=(canvas.y - line) * 2.5)


def _document(canvas: Canvas, color: Color) -> None:
    canvas.ground(PAPER, _mixed(PAPER, SHADE, 0.08))
    canvas.lay(canvas.box(0.16, 0.09, 0.46, 0.135), _mixed(color, INK, 0.2))
    for n in range(11):
        end = 0.84 - (0.3 if n in (4, 10) else 0.03 * (n * 7 % 4))
        top = 0.21 + 0.064 * n + (0.03 if n > 4 else 0)
        canvas.lay(canvas.box(0.16, top, end, top + 0.018), INK)


def _portrait(canvas: Canvas, color: Color) -> None:
    canvas.ground((206, 188, 170), (170, 146, 126))
    light = (canvas.x - 0.5) / 0.3
    canvas.lay(canvas.ellipse(0.5, 0.38, 0.165, 0.27), HAIR, shaded=light)
    canvas.lay(canvas.ellipse(0.5, 1.08, 0.34, 0.42), color, shaded=light)
    canvas.lay(canvas.turned(0.5, ((0.5, 0.055), (0.76, 0.075)))[0], _mixed(SKIN, HAIR, 0.25))
    canvas.lay(canvas.ellipse(0.5, 0.43, 0.125, 0.215), SKIN, shaded=light, strength=0.16)
    canvas.lay(canvas.ellipse(0.5, 0.24, 0.135, 0.1), HAIR, shaded=light)


def _logo(canvas: Canvas, color: Color) -> None:
    canvas.ground(WHITE, (246, 247, 249))
    ring = canvas.ellipse(0.5, 0.5, 0.32, 0.32) * (1 - canvas.ellipse(0.5, 0.5, 0.19, 0.19))
    canvas.lay(ring, color, shaded=(canvas.y - 0.5) / 0.5)
    canvas.lay(canvas.ellipse(0.5, 0.5, 0.09, 0.09), _mixed(color, WHITE, 0.25))


DRAWINGS: dict[str, Callable[[Canvas, Color], None]] = {
    "vase": _vase,
    "mug": _mug,
    "lamp": _lamp,
    "landscape": _landscape,
    "document": _document,
    "portrait": _portrait,
    "logo": _logo,
}


def _room(canvas: Canvas, thing: float) -> None:
    """A wall and a table, on which a thing of this half width throws its shadow."""
    canvas.ground(_mixed(WALL, WHITE, 0.5), WALL)
    canvas.lay(canvas.below(np.full_like(canvas.y, 0.74)), TABLE, shaded=(canvas.y - 0.8) * 1.2)
    canvas.lay(canvas.ellipse(0.54, 0.86, thing, 0.075, soft=1.0) * 0.75, SHADE)


def _covered(share: NDArray[np.float32]) -> Plane:
    return share.clip(0, 1)


def _between(one: Color, other: Color, share: Plane) -> Pixels:
    first, second = np.array(one, np.float32), np.array(other, np.float32)
    return first + (second - first) * share[..., None]


def _mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
