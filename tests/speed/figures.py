"""What a measurement gives, and how it is taken so that a busy machine changes little about it."""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from mediaapp.paths import Folders
from mediaapp.session import Session
from tests.support.pool import wait_until
from workers.kinds import done_by
from workers.service.service import JobService

SCRIPTED = "tests.support.scripted_engine"
REAL = "workers.image.pipeline"
LONGEST_S = 180.0
"""A measurement that takes longer is broken."""


class Figure(NamedTuple):
    """A line of the table."""

    name: str
    value: str


Bench = Callable[[Path], Iterator[Figure]]
"""Measures in an empty folder."""


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """The CPU seconds of each work in this process: the median of `rounds`, taken by turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            began = time.process_time()
            work()
            taken[name].append(time.process_time() - began)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


@contextmanager
def session(home: Path, engine: str = SCRIPTED, workers: int | None = None) -> Iterator[Session]:
    os.environ["MEDIAAPP_HOME"] = str(home)
    with Session.open(Folders.find(), kinds=done_by(engine), workers=workers) as opened:
        yield opened


def wait(service: JobService, ended: int) -> None:
    """Until so many jobs have ended."""
    wait_until(lambda: service.reader.counts().ended >= ended, LONGEST_S, f"{ended} jobs at their end")


def worker_processes() -> list[psutil.Process]:
    """The workers of this process, without what else Python starts."""
    found = psutil.Process().children(recursive=True)
    return [process for process in found if "resource_tracker" not in " ".join(process.cmdline())]


def spent(processes: list[psutil.Process]) -> float:
    """Their CPU seconds so far."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)
