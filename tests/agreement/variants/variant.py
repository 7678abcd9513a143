"""One way to write a picture, and what the format's specification says it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workers.formats import Format

WIDTH, HEIGHT = 96, 64
Picture = NDArray[np.float64]
"""Height x width x RGBA, upright, in sRGB, 0 to 255."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to write a picture: `write` makes the file, `picture` is what it shows.

    That is by the specification; None where it leaves that open and the judges say it. `family` is the row of the table,
    `tolerance` how many levels on average its own coding may move the picture. `tools` are the programs that make it.
    `crisp` is whether its edges are hard, so that ways of scaling differ more, `managed` whether its numbers are not
    sRGB's, so that only a reader with colour management sees the picture.
    """

    family: str
    name: str
    format: Format
    write: Callable[[Path], None]
    picture: Callable[[], Picture] | None
    tolerance: float = 0.0
    crisp: bool = False
    managed: bool = False
    tools: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.family}: {self.name}"


def shades() -> NDArray[np.float64]:
    """A smooth picture, RGB from 0 to 1: every corner another colour, and no turn of it is like it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    across, down = x / (WIDTH - 1), y / (HEIGHT - 1)
    disc = 1 / (1 + np.exp((np.hypot(x - 26, y - 20) - 12) / 3))
    red = 0.08 + 0.84 * across
    green = 0.9 - 0.8 * down
    blue = 0.25 + 0.35 * across * down
    return np.stack([red * (1 - disc) + 0.95 * disc, green * (1 - disc) + 0.2 * disc, blue + 0.35 * disc], axis=2)


def grey() -> NDArray[np.float64]:
    """A smooth picture of one channel, 0 to 1."""
    return np.asarray(shades() @ np.array([0.55, 0.35, 0.1]), np.float64)


def clearness() -> NDArray[np.float64]:
    """Soft transparency, 0 (clear) to 1: clear on the left, half in the middle."""
    x = np.mgrid[0:HEIGHT, 0:WIDTH][1]
    return np.asarray(np.clip((x - 8) / 40, 0, 1), np.float64)


def patch() -> NDArray[np.bool_]:
    """What a transparent colour leaves out: a part in the middle."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.asarray((x >= 30) & (x < 66) & (y >= 20) & (y < 46), np.bool_)


def stepped(values: NDArray[np.float64], bits: int) -> NDArray[np.uint64]:
    """Shares as whole numbers of so many bits."""
    return np.asarray(np.round(values * (2**bits - 1)), np.uint64)


def shown(values: NDArray[np.float64], alpha: NDArray[np.float64] | None = None) -> Picture:
    """Shares of one or three channels as a picture."""
    colors = np.repeat(values[:, :, None], 3, axis=2) if values.ndim == 2 else values
    opaque = np.ones(colors.shape[:2]) if alpha is None else alpha
    return np.concatenate([colors, opaque[:, :, None]], axis=2) * 255
