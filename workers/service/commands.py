"""Everything that can be asked of the jobs: one frozen value a command, typed by its answer.

The window sends one to the job table by `Bridge.do`; whoever has a service of its own calls `run`.
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct, structs

from workers.jobs.batch import Counts
from workers.jobs.history import History
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import UNFINISHED, WAITING, JobState, Transition
from workers.manners.manners import Hold
from workers.recipe import Recipe, ReplaceOriginals
from workers.service import requeue, take_back
from workers.service.service import JobService

Answer_co = TypeVar("Answer_co", covariant=True)


class Command(Struct, Generic[Answer_co], frozen=True):
    """Something to do with the jobs, and the type of the answer."""

    def run(self, service: JobService) -> Answer_co:
        """Do it now, in the thread of the service. Raises StoreError when the job table cannot be used."""
        raise NotImplementedError


# --- what is to be done again, and how


class Retry(Command[int], frozen=True):
    """Queue afresh what failed or was cancelled, and try now what was delayed; answers how many.

    With a recipe they become batches of their own that have it, one for each they come from. Where an original was
    brought back, only a job that is named by its number is done again: it would replace the original once more.
    """

    selection: Selection
    recipe: Recipe | None = None

    def run(self, service: JobService) -> int:
        return requeue.retry(service, self.selection, self.recipe)


class UseRecipe(Command[int], frozen=True):
    """Another recipe for the jobs of a batch that have not begun: they become a batch of their own. Answers how many.

    Files of the batch that are still to be found follow them.
    """

    batch: BatchId
    recipe: Recipe

    def run(self, service: JobService) -> int:
        _, moved = requeue.use_recipe(service, self.batch, self.recipe)
        return moved


class StartWithRecipe(Command[None], frozen=True):
    """Another recipe for a batch that waits to be started; it begins if originals are safe with that one."""

    batch: BatchId
    recipe: Recipe

    def run(self, service: JobService) -> None:
        other, _ = requeue.use_recipe(service, self.batch, self.recipe)
        if not isinstance(self.recipe.destination, ReplaceOriginals):
            ResumeJobs(Selection(batch=other)).run(service)


class ChooseCopy(Command[bool], frozen=True):
    """Take another file as the source of a job; answers False when the job runs or is done. Raises OSError."""

    job: JobId
    path: Path

    def run(self, service: JobService) -> bool:
        return requeue.choose_copy(service, self.job, self.path)


class Locate(Command[int], frozen=True):
    """Look below this folder for sources that are not where they were; answers how many were found and queued.

    A file counts that has the source's size and the longest part of its path.
    """

    selection: Selection
    folder: Path

    def run(self, service: JobService) -> int:
        return requeue.locate(service, self.selection, self.folder)


class SaveElsewhere(Command[int], frozen=True):
    """Send the outputs of jobs that have not succeeded to another folder; answers how many.

    What failed or was delayed is queued.
    """

    selection: Selection
    folder: Path

    def run(self, service: JobService) -> int:
        return requeue.save_elsewhere(service, self.selection, self.folder)


# --- what is to wait, and in which order


class SetPaused(Command[None], frozen=True, kw_only=True):
    """Begin nothing new, or go on; what runs is finished."""

    paused: bool

    def run(self, service: JobService) -> None:
        service.store.editor.pause_all(paused=self.paused)


class GoOnNow(Command[None], frozen=True):
    """Let all begin that quiet hours, a battery or somebody at the computer hold back, each until that has ended."""

    holds: tuple[Hold, ...]

    def run(self, service: JobService) -> None:
        service.store.timetable.go_on(self.holds)


class PauseJobs(Command[int], frozen=True):
    """Pass these by until they are resumed; answers how many."""

    selection: Selection

    def run(self, service: JobService) -> int:
        return service.store.editor.pause(service.reader.ids(self.selection.within(Transition.PAUSE.before)))


class ResumeJobs(Command[int], frozen=True):
    """Queue what was paused; a batch on hold is started by this. Answers how many."""

    selection: Selection

    def run(self, service: JobService) -> int:
        if self.selection.batch is not None:
            service.store.editor.start(self.selection.batch)
        return service.store.editor.resume(service.reader.ids(self.selection.within(Transition.RESUME.before)))


class PutOff(Command[int], frozen=True):
    """Let what waits begin at a moment, in seconds since 1970, and not sooner; answers how many jobs will.

    What waits for a person's yes is passed over. `ResumeJobs` begins them sooner.
    """

    selections: tuple[Selection, ...]
    until: float

    def run(self, service: JobService) -> int:
        timetable = service.store.timetable
        for one in self.selections:
            if one.batch is not None and (one.states or frozenset(JobState)) >= WAITING and _is_whole(one):
                timetable.put_off_batch(one.batch, self.until)  # first: what is found meanwhile has the hour too
        return timetable.put_off(_ids(service, self.selections, Transition.PUT_OFF.before), self.until)


class MoveFirst(Command[int], frozen=True):
    """Do these before everything else that waits; answers how many."""

    selection: Selection

    def run(self, service: JobService) -> int:
        return service.store.editor.first(service.reader.ids(self.selection.within(WAITING)))


class MoveLast(Command[int], frozen=True):
    """Do these after everything else that waits; answers how many."""

    selection: Selection

    def run(self, service: JobService) -> int:
        return service.store.editor.last(service.reader.ids(self.selection.within(WAITING)))


# --- what is taken back


class Cancelled(Struct, frozen=True):
    """Jobs that were cancelled; `held` are those that were paused before."""

    jobs: tuple[JobId, ...]
    held: tuple[JobId, ...]

    @property
    def total(self) -> int:
        """How many they are."""
        return len(self.jobs) + len(self.held)


class Cancel(Command[Cancelled], frozen=True):
    """Stop what runs and what does not run yet; what is ready stays."""

    selections: tuple[Selection, ...]

    def run(self, service: JobService) -> Cancelled:
        held = _ids(service, self.selections, {JobState.PAUSED})
        jobs = _ids(service, self.selections, UNFINISHED - {JobState.PAUSED})
        service.store.editor.cancel(held + jobs)
        return Cancelled(jobs=jobs, held=held)


class UndoCancel(Command[None], frozen=True):
    """Let cancelled jobs wait as they did."""

    cancelled: Cancelled

    def run(self, service: JobService) -> None:
        service.store.editor.take_up(self.cancelled.jobs, paused=False)
        service.store.editor.take_up(self.cancelled.held, paused=True)


class Remove(Command[tuple[JobId, ...]], frozen=True):
    """Take rows off the list; no file is touched. Answers which rows, for `Restore`."""

    selections: tuple[Selection, ...]

    def run(self, service: JobService) -> tuple[JobId, ...]:
        ids = _ids(service, self.selections)
        service.store.editor.remove(ids)
        return ids


class Restore(Command[int], frozen=True):
    """Show removed rows again; answers how many."""

    ids: tuple[JobId, ...]

    def run(self, service: JobService) -> int:
        return service.store.editor.restore(self.ids)


class UndoDrop(Command[int], frozen=True):
    """Take batches back: what has not begun does not begin, its rows leave the list.

    Finished results stay, with their rows, unless `delete_results`; then originals come back, and what somebody has
    changed since is kept. Answers how many results stay.
    """

    batches: tuple[BatchId, ...]
    delete_results: bool = False

    def run(self, service: JobService) -> int:
        return sum(take_back.undo_drop(service, batch, delete_results=self.delete_results) for batch in self.batches)


class BroughtBack(Struct, frozen=True):
    """How many originals are back in their places, and how many of those asked for are still kept aside."""

    originals: int
    left: int


class BringBack(Command[BroughtBack], frozen=True):
    """Put originals that were replaced back in their places."""

    selections: tuple[Selection, ...]

    def run(self, service: JobService) -> BroughtBack:
        originals = sum(take_back.bring_originals_back(service, one) for one in self.selections)
        left = sum(service.reader.counts(one).replaced for one in self.selections)
        return BroughtBack(originals=originals, left=left)


# --- what is only read


class FindIds(Command[list[JobId]], frozen=True):
    """The numbers of the jobs selected, in the order they were accepted or the other way round."""

    selection: Selection
    newest_first: bool = False
    limit: int | None = None

    def run(self, service: JobService) -> list[JobId]:
        return service.reader.ids(self.selection, newest_first=self.newest_first, limit=self.limit)


class FindJobs(Command[list[Job]], frozen=True):
    """The jobs selected, in the order they were accepted or the other way round."""

    selection: Selection
    newest_first: bool = False
    limit: int | None = None

    def run(self, service: JobService) -> list[Job]:
        return service.reader.jobs(FindIds(self.selection, self.newest_first, self.limit).run(service))


class CountJobs(Command[Counts], frozen=True):
    """How many of the jobs selected are in each state."""

    selection: Selection

    def run(self, service: JobService) -> Counts:
        return service.reader.counts(self.selection)


class ReadHistory(Command[History | None], frozen=True):
    """All that is known of one job; None when there is none of this number."""

    job: JobId

    def run(self, service: JobService) -> History | None:
        return service.reader.history(self.job)


def _is_whole(selection: Selection) -> bool:
    """Whether it selects all jobs of a batch that are in some states."""
    return structs.replace(selection, states=None) == Selection(batch=selection.batch)


def _ids(
    service: JobService, selections: Iterable[Selection], states: Collection[JobState] = tuple(JobState)
) -> tuple[JobId, ...]:
    """The jobs that any of these selects and that are in one of these states, each once."""
    return tuple(dict.fromkeys(job for one in selections for job in service.reader.ids(one.within(states))))
