"""A pool of real spawned workers over a fresh job table, run by the scripted engine; tests wait on states."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.support.patience import PATIENCE_S, Stopwatch
from tests.support.store import put_empty_database
from workers.jobs.event import Event, EventKind
from workers.jobs.ids import BatchId, EventId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import Kinds, TimeLimits, done_by
from workers.pool.admission import MemoryBudget
from workers.pool.supervisor import Supervisor
from workers.pool.timeouts import Timeouts
from workers.processes import pid_of
from workers.recipe import InFolder, OnExists, Recipe
from workers.service.service import JobService
from workers.service.submit import accept, fill

KINDS = done_by("tests.support.scripted_engine", TimeLimits(floor_s=20.0))
"""The kinds done by the scripted engine, ended after seconds that a test can wait."""
QUICK = Timeouts(
    away_s=0.1,
    due_s=0.05,
    health_s=0.05,
    frozen_s=4.0,
    cancel_s=0.3,
    kill_s=2.0,
    backoff_s=0.2,
)
"""The pool's timeouts, shortened so that a test of each takes a few seconds, and a busy machine is not taken for a hang."""


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE_S, what: str = "") -> float:
    """Wait until it is so, and return how many seconds of a free machine that took; fails after `seconds` of any."""
    watch, until = Stopwatch(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not in {seconds} s: {what or condition}"
        threading.Event().wait(0.005)
    return watch.seconds()


def is_gone(process: psutil.Process) -> bool:
    """Whether it runs no more; where nobody collects the dead, it may still be listed."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


class Bench:
    """A job table, a folder of scripted sources, a folder for outputs, and any number of pools one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "data" / "jobs.db"
        self.logs = folder / "logs"
        self.sources = folder / "in"
        self.outputs = folder / "out"
        for made in (self.database.parent, self.sources, self.outputs):
            made.mkdir(parents=True, exist_ok=True)
        put_empty_database(self.database)
        self.service = JobService(self.database, fallback=folder / "fallback")

    def recipe(self, **changes: Any) -> Recipe:
        """One that puts every output into `outputs`."""
        return Recipe(**{"destination": InFolder(str(self.outputs)), **changes})

    def source(self, name: str, script: str = "", *, folder: Path | None = None) -> Path:
        """A scripted source; its name is part of its text, so that no two are the same."""
        path = (folder or self.sources) / name
        path.write_text(f"{script}\nname {name}\n")
        return path

    def add(self, *scripts: str, recipe: Recipe | None = None) -> list[JobId]:
        """Accept a new source for each script; returns the jobs in the same order."""
        first = len(list(self.sources.iterdir()))
        return self.accept(*(self.source(f"{first + n:04}.png", text) for n, text in enumerate(scripts)), recipe=recipe)

    def accept(self, *paths: Path, recipe: Recipe | None = None) -> list[JobId]:
        """Accept these files."""
        batch = accept(self.service, [str(path) for path in paths], recipe or self.recipe(), submitter="test")
        for _ in fill(self.service, batch):
            pass
        return self.service.reader.ids(Selection(batch=BatchId(batch)))

    def job(self, job: JobId) -> Job:
        """As it is now."""
        found = self.service.reader.job(job)
        assert found is not None
        return found

    def state(self, job: JobId) -> JobState:
        """As it is now."""
        return self.job(job).state

    def wait_for(self, job: JobId, *states: JobState, seconds: float = PATIENCE_S) -> Job:
        """Wait until the job is in one of these states."""
        try:
            wait_until(lambda: self.state(job) in states, seconds)
        except AssertionError as error:
            raise AssertionError(f"{self.job(job)}\n{self.log()}") from error
        return self.job(job)

    def wait_for_all(self, *states: JobState, seconds: float = 2 * PATIENCE_S) -> None:
        """Wait until every job is in one of these states."""
        for job in self.service.reader.ids(Selection()):
            self.wait_for(job, *states, seconds=seconds)

    def told(self, *kinds: EventKind) -> list[Event]:
        """What happened of these kinds, from the beginning."""
        return list(self.service.store.stream.after(EventId(0), kinds, 10_000).events)

    def worker_of(self, job: JobId) -> psutil.Process:
        """The process that runs a job now."""
        worker = self.job(job).worker
        assert worker is not None
        return psutil.Process(pid_of(worker))

    def parts(self) -> list[Path]:
        """Half-written outputs on the disk."""
        return list(self.outputs.rglob(".mediaapp-*.part"))

    def log(self) -> str:
        """What the workers logged."""
        return "\n".join(file.read_text() for file in sorted(self.logs.glob("*.jsonl"))) if self.logs.exists() else ""

    def supervisor(
        self, *, workers: int = 2, memory: MemoryBudget | None = None, timeouts: Timeouts = QUICK, kinds: Kinds = KINDS
    ) -> Supervisor:
        """A pool that is not started yet."""
        return Supervisor(
            database=self.database,
            logs=self.logs,
            kinds=kinds,
            workers=workers,
            memory=memory or MemoryBudget(budget=2**30, machine=2**31),
            timeouts=timeouts,
        )

    @contextmanager
    def pool(
        self, *, workers: int = 2, memory: MemoryBudget | None = None, timeouts: Timeouts = QUICK, kinds: Kinds = KINDS
    ) -> Iterator[Supervisor]:
        """A pool at work."""
        supervisor = self.supervisor(workers=workers, memory=memory, timeouts=timeouts, kinds=kinds)
        supervisor.start()
        try:
            yield supervisor
        finally:
            supervisor.stop()

    @contextmanager
    def pool_in_process(self, *, workers: int = 2) -> Iterator[psutil.Process]:
        """A pool whose supervisor has a process of its own, which a test may kill."""
        process = multiprocessing.get_context("spawn").Process(target=_host, args=(str(self.folder), workers))
        process.start()
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()
            process.join()

    def close(self) -> None:
        """Give the connections up."""
        self.service.close()


def skipping(recipe: Recipe) -> Recipe:
    """The same, but passing over sources whose output's name exists."""
    return Recipe(destination=recipe.destination, on_exists=OnExists.SKIP)


def _host(folder: str, workers: int) -> None:
    Bench(Path(folder)).supervisor(workers=workers).start()
    threading.Event().wait()
