"""Originals whose output is there go to the done folder."""

import logging
import os
from collections.abc import Collection
from pathlib import Path

from workers.bounds import file_size, file_time
from workers.jobs.ids import JobId
from workers.jobs.watch import Finished, Watch
from workers.output.publish import next_free
from workers.output.rename import rename_new
from workers.recipe import OnExists
from workers.service import JobService
from workers.service.locations import Locations

_log = logging.getLogger(__name__)


def put_away(service: JobService, watch: Watch, done_folder: str, but: Collection[JobId]) -> set[JobId]:
    """Move the originals of jobs that are done, with the folders they are in below the watched one.

    A name that is taken there gets a number. What was changed since, or is gone, is left alone. `but` are jobs that are not
    to be tried; returns those whose original could not be moved.
    """
    failed = set[JobId]()
    places = Locations(service.store)
    for finished in service.store.watched_files.to_put_away(watch.id):
        if finished.job in but:
            continue
        try:
            moved = _moved(finished, _meant(watch, done_folder, finished.source))
        except OSError:
            _log.warning("an original cannot be moved: %r", finished.source, exc_info=True)
            failed.add(finished.job)
            continue
        if moved is None:
            service.store.watched_files.forget_put_away(finished.job)
        else:
            place = places.of_file(str(moved))
            service.store.watched_files.put_away(finished.job, root=place.root, rel=place.rel, raw=place.raw)
    return failed


def _meant(watch: Watch, done_folder: str, source: str) -> Path:
    rel = os.path.relpath(source, watch.rules.folder)
    inside = rel != os.pardir and not rel.startswith(os.path.join(os.pardir, ""))  # noqa: PTH118
    return Path(done_folder) / (rel if inside else os.path.basename(source))  # noqa: PTH119


def _moved(finished: Finished, target: Path) -> Path | None:
    """Where the original is now; None where it is to be left alone. Raises OSError."""
    source = Path(finished.source)
    if not os.path.lexists(source):
        # An earlier run may have ended between the move and the table's knowing of it.
        return target if _is_as_taken(target, finished) else None
    if not _is_as_taken(source, finished):
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    while True:
        name = next_free(target.parent, target.name, OnExists.NUMBER) or target.name
        try:
            rename_new(source, target.parent / name)
        except FileExistsError:
            continue
        return target.parent / name


def _is_as_taken(path: Path, finished: Finished) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return (file_size(found.st_size), file_time(found.st_mtime_ns)) == (finished.size, finished.mtime_ns)
