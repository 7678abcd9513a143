"""One batch while its files are being found."""

import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from workers.jobs.batch import Found, Shortage
from workers.jobs.ids import BatchId
from workers.jobs.job import NewJob
from workers.kept_folders import LeftOut
from workers.kinds import guess
from workers.service.disk_estimate import DiskEstimate
from workers.service.locations import Arrival, Destinations, Location, Locations
from workers.service.outputs import EarlierOutputs
from workers.sources import Candidate, Hidden, NotAPicture, Puzzling, Step, Unreadable, Unsupported
from workers.store.errors import StoreError
from workers.store.job_store import JobStore

_log = logging.getLogger(__name__)

FEW = 100
"""A drop of up to this many files goes before larger ones."""

_FIRST_STEP = 40  # as many rows as a window shows
_STEP = 2_000


class Filling:
    """Takes what the walk finds and accepts it in steps, the first one small."""

    def __init__(self, batch: BatchId, store: JobStore, fallback: Path, *, hold_if_full: bool = False) -> None:
        self.batch = batch
        self._store = store
        self._fallback = fallback
        self._hold_if_full = hold_if_full
        self._locations = Locations(store)
        self._arrive()
        self._earlier = EarlierOutputs(store, self._locations)
        self._known = store.intake.known(batch)
        self._accepted = len(self._known)
        self._other_names = 0
        self._waiting: list[tuple[Candidate, Location]] = []
        self._step = _FIRST_STEP
        self._is_large = False
        self._not_pictures = self._outputs = self._hidden = 0
        self._unsupported = Counter[str]()
        self._left_out: list[LeftOut] = []
        self._unreadable: list[str] = []
        self._puzzling: list[str] = []
        self._folders = dict[str, None]()
        self._shortage: Shortage | None = None

    def take(self, found: Step) -> None:
        """Count or keep what was found; what goes wrong in a way that nobody thought of costs this one file."""
        match found:
            case Candidate():
                try:
                    self._take_file(found)
                except StoreError:
                    raise
                except Exception:  # noqa: BLE001 - it costs this one file, and is told
                    self._give_up(found)
            case NotAPicture():
                self._not_pictures += 1
            case Unsupported(format=named):
                self._unsupported[named] += 1
            case LeftOut():
                self._left_out.append(found)
            case Hidden():
                self._hidden += 1
            case Unreadable(path=path):
                self._unreadable.append(path)
            case Puzzling(path=path):
                self._puzzling.append(path)
            case _:
                assert_never(found)

    def _take_file(self, found: Candidate) -> None:
        if found.dropped is not None:
            self._folders[found.dropped] = None
        if self._earlier.holds(found):
            self._outputs += 1
            return
        location = self._locations.of_file(found.path)
        if not self._known or (location.root, location.raw or location.rel) not in self._known:
            if found.dropped is None and guess(found.path) is None:
                self._other_names += 1
            self._waiting.append((found, location))

    @property
    def is_full(self) -> bool:
        """Whether enough is kept to be written."""
        return len(self._waiting) >= self._step

    def write(self) -> bool:
        """Accept what is kept; False when the batch was taken back meanwhile."""
        if self._waiting and not self._add():
            # Somebody gave what waits, and what is still to come, another recipe.
            other = self._store.intake.moved_to(self.batch)
            if other is None:
                self._waiting.clear()
                return False
            self.batch, self._accepted, self._is_large = other, 0, False
            self._arrive()
            return self.write()
        self._step = _STEP
        return True

    def complete(self) -> None:
        """Write the last ones, and that there are no more."""
        self.write()
        self._store.intake.complete(self.batch, list(self._folders))

    def so_far(self, *, complete: bool) -> Found:
        """What to tell now."""
        return Found(
            batch=self.batch,
            accepted=self._accepted,
            other_names=self._other_names,
            not_pictures=self._not_pictures,
            unsupported=tuple(self._unsupported.items()),
            outputs=self._outputs,
            hidden=self._hidden,
            left_out=tuple(self._left_out),
            unreadable=tuple(self._unreadable),
            puzzling=tuple(self._puzzling),
            complete=complete,
            shortage=self._shortage,
        )

    def _arrive(self) -> None:
        recipe = self._store.intake.recipe(self.batch)
        self._arrival = Arrival(self._locations, Destinations(self._locations, recipe.destination, self._fallback))
        self._estimate = DiskEstimate(recipe, self._store.intake.root_path)

    def _add(self) -> bool:
        if not self._is_large and self._accepted + len(self._waiting) > FEW:
            self._is_large = True
            self._store.intake.lower(self.batch)
        jobs = self._jobs()
        if self._hold_if_full:
            self._check_disk_space(jobs)
        try:
            if not self._write_jobs(jobs):
                return False
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - it costs this one file, and is told
            return self._add_each(jobs)
        self._accepted += len(jobs)
        self._waiting.clear()
        return True

    def _jobs(self) -> list[NewJob]:
        """The jobs of what is kept, one for each; what cannot become one is no longer kept."""
        jobs, kept = list[NewJob](), list[tuple[Candidate, Location]]()
        for found, location in self._waiting:
            try:
                jobs.append(self._arrival.job(found, location))
                kept.append((found, location))
            except StoreError:
                raise
            except Exception:  # noqa: BLE001 - it costs this one file, and is told
                self._give_up(found)
        self._waiting = kept
        return jobs

    def _add_each(self, jobs: Sequence[NewJob]) -> bool:
        """Accept these one by one, since the table does not take one of them, and that must cost the others nothing."""
        for job in jobs:
            try:
                if not self._write_jobs((job,)):
                    return False
                self._accepted += 1
            except StoreError:
                raise
            except Exception:  # noqa: BLE001 - it costs this one file, and is told
                self._give_up(self._waiting[0][0])
            del self._waiting[0]
        return True

    def _write_jobs(self, jobs: Sequence[NewJob]) -> bool:
        told = self._arrival
        return self._store.intake.add(self.batch, jobs, folder=told.folder, folders=told.folders, places=told.places)

    def _give_up(self, found: Candidate) -> None:
        _log.exception("a file could not be accepted: %r", found.path)
        self._puzzling.append(found.path)

    def _check_disk_space(self, jobs: Sequence[NewJob]) -> None:
        for job in jobs:
            self._estimate.take(job.out_root, job.rel, job.size_in)
        self._shortage = self._estimate.shortage()
        if self._shortage is not None:
            self._store.intake.hold_back(self.batch, self._shortage)
