"""Sending jobs elsewhere: another recipe, another source, another folder, and back again."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import structs

from workers.bounds import file_size, file_time
from workers.errors import Failure
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job, Placed
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.output.publish import digest_of
from workers.output.undo import bring_back
from workers.recipe import Recipe, ReplaceOriginals
from workers.service.connections import Connections
from workers.service.disk_estimate import DiskEstimate
from workers.service.locations import Destinations, Location, Locations, shared_folder

_NOT_BEGUN = frozenset((JobState.QUEUED, JobState.DELAYED, JobState.PAUSED))
_RETRIED = frozenset((JobState.FAILED, JobState.CANCELLED, JobState.DELAYED))


class Requeue(Connections):
    """Changes what jobs read, how they are made and where they go."""

    def retry(self, selection: Selection, recipe: Recipe | None = None) -> int:
        """Queue afresh what failed or was cancelled, and try now what was delayed; returns how many.

        With a recipe they become batches of their own that have it, one for each they come from. Where an original was
        brought back, only a job that is named by its number is done again: it would replace the original once more.
        """
        wanted = _within(selection, _RETRIED)
        if wanted.ids is None:
            wanted = structs.replace(wanted, but=SkipReason.BROUGHT_BACK)
        jobs = self._reader.ids(wanted)
        if recipe is not None:
            by_batch = dict[BatchId, list[JobId]]()
            for job in self._reader.each(jobs):
                by_batch.setdefault(job.batch, []).append(job.id)
            for batch, these in by_batch.items():
                self._remake(batch, self._intake.moved_batch(batch, recipe, with_rest=False), these, recipe)
        return self._editor.retry(jobs)

    def use_recipe(self, batch: BatchId, recipe: Recipe) -> int:
        """Another recipe for the batch's jobs that have not begun: they become a batch of their own. Returns how many.

        Files of the batch that are still to be found follow them.
        """
        other = self._intake.moved_batch(batch, recipe, with_rest=True)
        moved = self._remake(batch, other, self._reader.ids(Selection(batch=batch, states=_NOT_BEGUN)), recipe)
        self._look_for_room(other)
        return moved

    def choose_copy(self, job: JobId, path: str | os.PathLike[str]) -> bool:
        """Take another file as the job's source and queue it; False when the job runs or is done. Raises OSError."""
        chosen = Path(os.path.abspath(path))  # noqa: PTH100 - keeps links
        taken = self._take_source(Locations(self._store), job, chosen)
        if taken:
            self._editor.retry((job,))
        return taken

    def locate(self, selection: Selection, folder: str | os.PathLike[str]) -> int:
        """Look for sources that are not where they were below this folder, and queue those found; returns how many.

        A file counts that has the source's size and the longest part of its path.
        """
        places = Locations(self._store)
        found = []
        for job in self._reader.each(self._reader.ids(_within(selection, _NOT_BEGUN | _RETRIED))):
            path = _moved(Path(job.source), Path(os.path.abspath(folder)), job.size_in)  # noqa: PTH100 - keeps links
            if path is not None and self._take_source(places, job.id, path):
                found.append(job.id)
        self._editor.retry(found)
        return len(found)

    def save_elsewhere(self, selection: Selection, folder: str | os.PathLike[str]) -> int:
        """Let the outputs of jobs that have not succeeded go to this folder, and queue what failed or was delayed."""
        target = Locations(self._store).of_folder(os.path.abspath(folder))  # noqa: PTH100 - keeps links
        jobs = self._reader.ids(_within(selection, _NOT_BEGUN | _RETRIED))
        moved = self._editor.move([_placed(job, target) for job in jobs])
        self._editor.retry(jobs)
        if selection.batch is not None:
            self._look_for_room(selection.batch)
        return moved

    def bring_back(self, selection: Selection) -> int:
        """Put originals that were replaced back in their places; returns how many."""
        return self._editor.brought_back([job.id for job in self._done(selection) if _brought_back(job)])

    def undo_drop(self, batch: BatchId, *, delete_results: bool = False) -> int:
        """Take a batch back: what has not begun does not begin, its rows leave the list. Returns how many jobs that were.

        Finished results stay, with their rows, unless `delete_results`; then originals come back, and what somebody has
        changed since is kept.
        """
        self._editor.stop_accepting(batch)
        if delete_results:
            self.bring_back(Selection(batch=batch))
        undone = self._reader.ids(
            Selection(batch=batch, states=frozenset(JobState) - {JobState.DONE, JobState.SKIPPED})
        )
        if delete_results:
            undone += [job.id for job in self._done(Selection(batch=batch)) if _deleted(job)]
        return self._editor.remove(undone)

    def _look_for_room(self, batch: BatchId) -> None:
        """Start a batch that was on hold for want of room, if there is enough for what becomes of it now."""
        stored = self._reader.batch(batch)
        if stored is None or stored.shortage is None:
            return
        room = DiskEstimate(stored.recipe, self._intake.root_path)
        waiting = self._reader.ids(Selection(batch=batch, states=_NOT_BEGUN))
        for job in self._reader.each(waiting):
            room.take(job.out_root, job.rel, job.size_in)
        shortage = room.shortage()
        if shortage is not None:
            self._intake.hold_back(batch, shortage)
        elif not isinstance(stored.recipe.destination, ReplaceOriginals):
            self._editor.start(batch)
            self._editor.resume(waiting)

    def _take_source(self, places: Locations, job: JobId, path: Path) -> bool:
        place, found = places.of_file(str(path)), path.stat()
        return self._editor.source(
            job,
            root=place.root,
            rel=place.rel,
            rel_raw=place.raw,
            size=file_size(found.st_size),
            mtime_ns=file_time(found.st_mtime_ns),
        )

    def _remake(self, batch: BatchId, other: BatchId, jobs: Sequence[JobId], recipe: Recipe) -> int:
        folders, _ = self._intake.dropped(batch)
        places = Locations(self._store)
        destinations = Destinations(places, recipe.destination, self._fallback)
        targets = [
            (job.id, destinations.of(job.source, _holding(folders, job.source))) for job in self._reader.each(jobs)
        ]
        self._intake.describe(other, folder=shared_folder(folder for _, (folder, _) in targets))
        return self._editor.move([_placed(job, place) for job, (_, place) in targets], other)

    def _done(self, selection: Selection) -> Iterator[Job]:
        return self._reader.each(self._reader.ids(_within(selection, frozenset((JobState.DONE,)))))


def _within(selection: Selection, states: frozenset[JobState]) -> Selection:
    wanted = states if selection.states is None else states & selection.states
    return structs.replace(selection, states=wanted)


def _placed(job: JobId, place: Location) -> Placed:
    return Placed(job=job, out_root=place.root, out_dir=place.rel, out_dir_raw=place.raw, leads_to=place.leads_to)


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


def _brought_back(job: Job) -> bool:
    if job.original is None or job.output is None or job.digest is None:
        return False
    try:
        bring_back(Path(job.original), Path(job.source), Path(job.output), job.digest)
    except Failure:
        return False  # a drive that is away, say; the row keeps its original and can be asked again
    return True


def _deleted(job: Job) -> bool:
    """Whether the job's output, as it was made, is gone from the disk now."""
    if job.output is None:
        return False
    output = Path(job.output)
    try:
        if digest_of(output) != job.digest:
            return False
        if output.is_dir():
            shutil.rmtree(output)
        else:
            output.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
