"""Sending jobs elsewhere: another recipe, another source, another folder."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import structs

from workers.bounds import file_size, file_time
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Relocation
from workers.jobs.queries import Selection
from workers.jobs.state import WAITING, Transition
from workers.outcome import SkipReason
from workers.recipe import Recipe, ReplaceOriginals
from workers.requests import HookRequest
from workers.service.disk_estimate import DiskEstimate
from workers.service.locations import Destinations, Location, Locations, shared_folder
from workers.service.service import JobService

_NOT_SUCCEEDED = WAITING.union(Transition.RETRY.before)


def retry(service: JobService, selection: Selection, recipe: Recipe | None) -> int:
    """Queue afresh what failed or was cancelled, and try now what was delayed; returns how many."""
    wanted = selection.within(Transition.RETRY.before)
    if wanted.ids is None:
        wanted = structs.replace(wanted, but=SkipReason.BROUGHT_BACK)
    jobs = service.reader.ids(wanted)
    if recipe is not None:
        by_batch = dict[BatchId, list[JobId]]()
        for job in service.reader.each(jobs):
            if job.request is not None:
                continue  # no recipe makes it
            by_batch.setdefault(job.batch, []).append(job.id)
        for batch, these in by_batch.items():
            _remake(service, batch, service.store.intake.moved_batch(batch, recipe, with_rest=False), these, recipe)
    return service.store.editor.retry(jobs)


def use_recipe(service: JobService, batch: BatchId, recipe: Recipe) -> tuple[BatchId, int]:
    """Make a batch of the jobs that have not begun, with another recipe; returns it and how many they are."""
    other = service.store.intake.moved_batch(batch, recipe, with_rest=True)
    waiting = service.reader.ids(Selection(batch=batch, states=WAITING))
    moved = _remake(service, batch, other, waiting, recipe)
    _check_disk_space(service, other)
    return other, moved


def choose_copy(service: JobService, job: JobId, path: Path) -> bool:
    """Take another file as the job's source and queue it; False when the job runs or is done. Raises OSError."""
    chosen = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links
    taken = _take_source(service, Locations(service.store), job, chosen)
    if taken:
        service.store.editor.retry((job,))
    return taken


def locate(service: JobService, selection: Selection, folder: Path) -> int:
    """Look for sources that are not where they were below this folder, and queue those found; returns how many.

    A file counts that has the source's size and the longest part of its path.
    """
    locations = Locations(service.store)
    found = []
    for job in service.reader.each(service.reader.ids(selection.within(_NOT_SUCCEEDED))):
        if job.request is not None:
            continue
        path = _moved(Path(job.source), Path(os.path.abspath(folder)), job.size_in)  # noqa: PTH100 - keeps links
        if path is not None and _take_source(service, locations, job.id, path):
            found.append(job.id)
    service.store.editor.retry(found)
    return len(found)


def save_elsewhere(service: JobService, selection: Selection, folder: Path) -> int:
    """Let the outputs of jobs that have not succeeded go to this folder, and queue what failed or was delayed."""
    target = Locations(service.store).of_folder(os.path.abspath(folder))  # noqa: PTH100 - keeps links
    jobs = [
        job.id
        for job in service.reader.each(service.reader.ids(selection.within(_NOT_SUCCEEDED)))
        if not isinstance(job.request, HookRequest)
    ]
    moved = service.store.editor.move([_relocation(job, target) for job in jobs])
    service.store.editor.retry(jobs)
    if selection.batch is not None:
        _check_disk_space(service, selection.batch)
    return moved


def _check_disk_space(service: JobService, batch: BatchId) -> None:
    """Start a batch that was on hold for want of room, if there is enough for what becomes of it now."""
    store, stored = service.store, service.reader.batch(batch)
    if stored is None or stored.shortage is None:
        return
    estimate = DiskEstimate(stored.recipe, store.intake.root_path)
    waiting = service.reader.ids(Selection(batch=batch, states=WAITING))
    for job in service.reader.each(waiting):
        estimate.take(job.out_root, job.rel, job.size_in)
    shortage = estimate.shortage()
    if shortage is not None:
        store.intake.hold_back(batch, shortage)
    elif not isinstance(stored.recipe.destination, ReplaceOriginals):
        store.editor.start(batch)
        store.editor.resume(waiting)


def _take_source(service: JobService, locations: Locations, job: JobId, path: Path) -> bool:
    location, found = locations.of_file(str(path)), path.stat()
    return service.store.editor.source(
        job,
        root=location.root,
        rel=location.rel,
        rel_raw=location.raw,
        size=file_size(found.st_size),
        mtime_ns=file_time(found.st_mtime_ns),
    )


def _remake(service: JobService, batch: BatchId, other: BatchId, jobs: Sequence[JobId], recipe: Recipe) -> int:
    """Transition jobs of one batch to another that has this recipe; returns how many."""
    intake = service.store.intake
    folders, _ = intake.dropped(batch)
    destinations = Destinations(Locations(service.store), recipe.destination, service.fallback)
    targets = [
        (job.id, destinations.of(job.source, _holding(folders, job.source))) for job in service.reader.each(jobs)
    ]
    intake.describe(other, folder=shared_folder(folder for _, (folder, _) in targets))
    return service.store.editor.move([_relocation(job, location) for job, (_, location) in targets], other)


def _relocation(job: JobId, location: Location) -> Relocation:
    return Relocation(
        job=job, out_root=location.root, out_dir=location.rel, out_dir_raw=location.raw, leads_to=location.leads_to
    )


def _holding(folders: Iterable[str], source: str) -> str | None:
    """The outermost of the dropped folders that the source lies below."""
    below = [folder for folder in folders if source.startswith(os.path.join(folder, ""))]  # noqa: PTH118
    return min(below, key=len, default=None)


def _moved(source: Path, folder: Path, size: int) -> Path | None:
    """Where in the folder a source is now that ended up there, alone or with the folders it was in."""
    parts = source.parts[1:]
    for start in range(len(parts)):
        candidate = folder.joinpath(*parts[start:])
        try:
            if file_size(candidate.stat().st_size) == size:
                return candidate
        except OSError:
            continue
    return None
