"""How long things take: the classes that are counted, and what is typical of a sample."""

from collections.abc import Sequence
from enum import StrEnum
from math import inf

from msgspec import Struct

BOUNDS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0, 43200.0, inf)
"""The upper bounds of the classes, in seconds; those of the last migration that mentions them (`store.figures_schema`)."""


class Phase(StrEnum):
    """What is measured of a job that is done: from when it was asked for until it began for good, and from then to its end."""

    WAITING = "waiting"
    RUNNING = "running"


class Quantiles(Struct, frozen=True, kw_only=True):
    """What is typical of so many jobs, and what one in twenty exceeds, in seconds."""

    jobs: int
    p50: float
    p95: float


def quantiles(seconds: Sequence[float]) -> Quantiles | None:
    """Of a sample, each value one that occurs (the nearest rank); None of none. A clock that was set back counts as 0."""
    if not seconds:
        return None
    ordered = sorted(max(each, 0.0) for each in seconds)
    last = len(ordered) - 1
    return Quantiles(jobs=len(ordered), p50=ordered[last // 2], p95=ordered[int(last * 0.95)])
