"""Whether outputs fit on the disks they go to, estimated from the names and sizes of their sources."""

import math
import os
import shutil
from collections.abc import Callable

from workers.bounds import MOST
from workers.formats import SPECS, Format, usual_target
from workers.jobs.batch import Shortage
from workers.jobs.ids import RootId
from workers.recipe import Box, LongEdge, Lossless, MaxBytes, Percent, Recipe, Smaller

_BY_EXTENSION = {extension: kind for kind, spec in SPECS.items() for extension in spec.extensions}


class DiskEstimate:
    """Adds up what a batch's outputs take on each disk. `path_of` gives where a root begins."""

    def __init__(self, recipe: Recipe, path_of: Callable[[RootId], str]) -> None:
        self._recipe = recipe
        self._path_of = path_of
        self._needed = dict[RootId, float]()
        self._free = dict[RootId, float]()
        self._expected = dict[str, tuple[float, float]]()

    def take(self, out_root: RootId, source: str, size: int) -> None:
        """Count the output of a source of so many bytes; its name tells its format."""
        suffix = os.path.splitext(source)[1]  # noqa: PTH122 - for each of 100,000 sources
        if suffix not in self._expected:
            self._expected[suffix] = expected(self._recipe, suffix)
        if out_root not in self._free:
            # Asked once, so that what the batch itself has written meanwhile is not counted twice.
            self._free[out_root] = _free(self._path_of(out_root))
            self._needed[out_root] = 0.0
        share, most = self._expected[suffix]
        self._needed[out_root] += min(size * share, most)

    def shortage(self) -> Shortage | None:
        """That of the disk that lacks most, None when all that was counted seems to fit."""
        lacks = {root: needed - self._free[root] for root, needed in self._needed.items()}
        root = max(lacks, key=lambda root: lacks[root], default=None)
        if root is None or lacks[root] <= 0:
            return None
        needed, free = math.ceil(self._needed[root]), int(self._free[root])
        return Shortage(bytes_needed=min(needed, MOST), bytes_free=min(free, MOST))


def expected(recipe: Recipe, suffix: str) -> tuple[float, float]:
    """About what outputs take of sources with this suffix: a share of the source's bytes, and the most in bytes."""
    before = _BY_EXTENSION.get(suffix.lower())
    after = recipe.format or (usual_target(before) if before is not None else None)
    pixel = _pixel_bytes(recipe, after)
    stored = None if before is None else SPECS[before].pixel_bytes
    share, most = 1.0, math.inf
    if before is not after and pixel is not None and stored is not None:
        share = pixel / stored
    match recipe.size:
        case Percent(percent=percent) if percent < 100 or recipe.enlarge:
            share *= (percent / 100) ** 2
        case LongEdge(px=px) if pixel is not None:
            most = px * px * pixel
        case Box(width=int(width), height=int(height)) if pixel is not None:
            most = width * height * pixel
    match recipe.goal:
        case MaxBytes(bytes=limit):
            most = min(most, limit)
        case Smaller(percent=percent):
            share = min(share, 1 - percent / 100)
    return share, most


def _pixel_bytes(recipe: Recipe, kind: Format | None) -> float | None:
    if kind is None:
        return None
    spec = SPECS[kind]
    lossless = spec.lossless_pixel_bytes if isinstance(recipe.goal, Lossless) else None
    return lossless if lossless is not None else spec.pixel_bytes


def _free(path: str) -> float:
    """Bytes; without an end where that cannot be told."""
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return math.inf
