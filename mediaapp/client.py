"""Adding files, following them and trying them again from Python, on the same queue as the window and the commands.

Any thread may call anything here: each call opens the job table for itself. What `Batch.follow` returns belongs to the thread
that asks it for the first entry. Nothing is worked on by this process but within `work`.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event

from msgspec import Struct

from mediaapp.batch_following import BatchFollowing, Ended, Progress
from mediaapp.paths import Folders
from mediaapp.saved_recipes import SavedRecipes
from mediaapp.session import Session, pool_is_owned
from workers.formats import Format
from workers.jobs.batch import BatchPurpose, Counts, Found
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import Box, InFolder, LongEdge, Recipe
from workers.service import JobService, StoreError
from workers.service.commands import FindJobs, Retry
from workers.service.submit import accept, fill

__all__ = [
    "Batch",
    "Box",
    "Counts",
    "Ended",
    "Format",
    "Found",
    "InFolder",
    "Job",
    "JobState",
    "LongEdge",
    "Progress",
    "Recipe",
    "StoreError",
    "add",
    "batch",
    "batches",
    "is_worked_on",
    "work",
]

_LOOK_AGAIN_S = 0.1


class Batch(Struct, frozen=True, kw_only=True):
    """What was added at once. The value does not change; every question is asked of the job table anew.

    `found` is what was found and passed over while it was added, None for one that was looked up. Every method raises
    StoreError when the job table cannot be used.
    """

    number: BatchId
    name: str
    recipe: Recipe
    found: Found | None = None

    @property
    def counts(self) -> Counts:
        """How many jobs are in each state now; all 0 once the batch is off the list."""
        with _service() as service:
            return service.reader.counts(Selection(batch=self.number))

    def jobs(self, *states: JobState) -> list[Job]:
        """Its jobs in these states, all without any, in the order they were added."""
        wanted = Selection(batch=self.number, states=frozenset(states) or None)
        with _service() as service:
            return FindJobs(wanted).run(service)

    def follow(self, timeout: float | None = None) -> Iterator[Ended | Progress]:
        """What becomes of its jobs until nothing of it waits or runs: each that has ended already, then each as it ends.

        Raises TimeoutError after so many seconds, None for never. A batch that begins later, or that nobody works on, is
        waited for like any other.
        """
        until = None if timeout is None else time.monotonic() + timeout
        with _service() as service:
            following = BatchFollowing(service, self.number)
            while True:
                yield from following.news()
                if following.is_over:
                    return
                if until is not None and time.monotonic() >= until:
                    raise TimeoutError(f"batch {self.number} has not ended in time")
                Event().wait(_LOOK_AGAIN_S)

    def wait(self, timeout: float | None = None) -> Counts:
        """How it stands when nothing of it waits or runs any more. Raises TimeoutError after so many seconds."""
        for _ in self.follow(timeout):
            pass
        return self.counts

    def retry(self) -> int:
        """Queue again what failed; returns how many jobs."""
        with _service() as service:
            return Retry(Selection(batch=self.number, states=frozenset((JobState.FAILED,)))).run(service)


def add(
    paths: Sequence[str | os.PathLike[str]],
    *,
    recipe: Recipe | str | None = None,
    after: Batch | None = None,
    at: datetime | None = None,
) -> Batch:
    """Accept files and folders with a recipe, or with the one saved under a name; None is the first of those saved.

    Returns when all files are found. They begin at once, when the batch `after` has ended, whatever came of it, or at a
    moment, local where it has no zone. Raises LookupError where no recipe is called so; FileNotFoundError where one of the
    paths leads nowhere, and accepts nothing then; ValueError without a path, and for both `after` and `at`; StoreError.
    """
    if not paths or (after is not None and at is not None):
        raise ValueError("name at least one path, and a batch or a moment to begin, not both")
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{os.fspath(path)} does not exist")
    with _session() as session, session.service() as service:
        wanted = recipe if isinstance(recipe, Recipe) else _saved(session.folders, recipe)
        number = accept(
            service,
            paths,
            wanted,
            submitter="python",
            begins_at=None if at is None else at.timestamp(),
            after=None if after is None else after.number,
        )
        *_, found = fill(service, number)
        return _batch(service, found.batch, found)


def batch(number: int) -> Batch:
    """The batch of this number. Raises LookupError and StoreError."""
    with _service() as service:
        return _batch(service, BatchId(number))


def batches() -> list[Batch]:
    """Those that are on the list, newest first. Raises StoreError."""
    with _service() as service:
        return [
            Batch(number=one.id, name=one.name, recipe=one.recipe)
            for one in service.reader.batches()
            if one.purpose is BatchPurpose.FILES
        ]


def is_worked_on() -> bool:
    """Whether some process works on what is queued: a window, `mediaapp work`, or a program within `work`."""
    return pool_is_owned(Folders.find())


@contextmanager
def work(*, workers: int | None = None) -> Iterator[None]:
    """Work on what is queued within the `with`, `workers` files at a time, None as the settings say; unless somebody does.

    Running jobs are given back at its end. Worker processes import the program's main module, so that its own work must stand
    below `if __name__ == "__main__":`. Raises StoreError.
    """
    with Session.open(Folders.find(), workers=workers) as session:
        session.start_pool()
        yield


def _batch(service: JobService, number: BatchId, found: Found | None = None) -> Batch:
    stored = service.reader.batch(number)
    if stored is None:
        raise LookupError(f"there is no batch {number}")
    return Batch(number=number, name=stored.name, recipe=stored.recipe, found=found)


def _saved(folders: Folders, name: str | None) -> Recipe:
    saved = SavedRecipes(folders.recipes)
    if name is None:
        return saved.all()[0]
    found = saved.get(name)
    if found is None:
        raise LookupError(f"no recipe is called {name}")
    return found


@contextmanager
def _session() -> Iterator[Session]:
    with Session.open(Folders.find()) as session:
        yield session


@contextmanager
def _service() -> Iterator[JobService]:
    with _session() as session, session.service() as service:
        yield service
