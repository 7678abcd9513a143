"""Whole files become jobs: each content once, and nothing that jobs made."""

import logging
import os
from collections.abc import Callable, Sequence

from workers.jobs.watch import FileState, Watch, WholeFile
from workers.service import JobService
from workers.service.locations import Location, Locations
from workers.service.submit import fill, priority
from workers.watching.content import digest_at_rest

_log = logging.getLogger(__name__)


def take(service: JobService, watch: Watch, files: Sequence[FileState], go_on: Callable[[], bool]) -> list[str]:
    """Accept the files whose content is new; returns those that have changed meanwhile and are to be looked at again.

    What a file holds and that it became a job is written in one step, so that whatever ends this process at any instant
    has it taken once. `go_on` is asked often; when it says no, what is left is taken another time.
    """
    whole, known, again = list[WholeFile](), list[FileState](), list[str]()
    places = Locations(service.store)
    for file in files:
        path = os.path.join(watch.rules.folder, file.rel)  # noqa: PTH118 - for each of 100,000 files
        try:
            digest = digest_at_rest(path, file, go_on)
        except FileNotFoundError:
            continue
        except OSError:
            _log.warning("a file of a watched folder cannot be read: %r", path, exc_info=True)
            continue
        if not go_on():
            break
        if digest is None:
            again.append(file.rel)
            continue
        place = places.of_file(path)
        if _is_own(service, place, digest):
            known.append(file)
        else:
            whole.append(WholeFile(file, digest, place.root, place.rel, place.raw))
    service.store.watched_files.pass_over(watch.id, known)
    _accept(service, watch, whole)
    return again


def finish_taken(service: JobService, watch: Watch) -> bool:
    """Make the jobs of what was taken and not yet accepted; returns whether there was any."""
    batches = service.store.watched_files.unfilled(watch.id)
    for batch in batches:
        for _ in fill(service, batch):
            pass
    return bool(batches)


def _accept(service: JobService, watch: Watch, whole: Sequence[WholeFile]) -> None:
    batch = service.store.watched_files.take(
        watch, whole, worker=service.process, name=watch.rules.title, prio=priority(len(whole))
    )
    if batch is not None:
        for _ in fill(service, batch):
            pass


def _is_own(service: JobService, place: Location, digest: str) -> bool:
    """Whether a job made the file, or the folder of pages that it lies in."""
    watched_files = service.store.watched_files
    return watched_files.is_made(digest) or any(
        watched_files.is_output(place.root, made) for made in (place.rel, place.rel.rpartition("/")[0])
    )
