"""All variants over both cores, or a fixed part of the cells in one."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.agreement import moving_cells
from tests.agreement.cells import PERCENTS, TARGETS, Result, can_make, compare
from tests.agreement.variants import all_variants
from tests.agreement.variants.moving import Moving
from workers.formats import Format

EVERYTHING: tuple[tuple[Format, float], ...] = tuple(product(TARGETS, PERCENTS))
_STEP = 11  # shares no factor with their number, so that targets and scales change from one to the next


def run(numbers: Iterable[int], cells: int = len(EVERYTHING)) -> Iterator[Result]:
    """The results of the variants with these numbers, each in so many of its cells, others for each."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(partial(_compared, cells=cells), numbers, chunksize=4)
        yield from (result for result in results if result is not None)


def some(number: int, cells: int) -> list[tuple[Format, float]]:
    """So many of all targets and scales: neighbouring variants get others, and a whole round gets all."""
    return [EVERYTHING[(number * cells + at) * _STEP % len(EVERYTHING)] for at in range(cells)]


def _compared(number: int, *, cells: int) -> Result | None:
    variant = all_variants()[number]
    if not can_make(variant):
        return None
    with TemporaryDirectory() as folder:
        if isinstance(variant, Moving):
            return moving_cells.compare(variant, Path(folder), moving_cells.CELLS[:cells])
        return compare(variant, Path(folder), some(number, cells))
