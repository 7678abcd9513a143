"""What an action is done to."""

from collections.abc import Iterable
from dataclasses import dataclass

from workers.errors import ErrorCode
from workers.jobs.batch import Counts, StoredBatch
from workers.jobs.hook import Hook
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Selection
from workers.jobs.schedule import Schedule
from workers.jobs.state import JobState, Transition
from workers.jobs.watch import Watch
from workers.recipe import ReplaceOriginals

RETRYABLE = frozenset(Transition.RETRY.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The jobs an action is done to, and what is known of them.

    `selections` name them to the job table. The rest is what the window knows: single `jobs`, headings of `batches` and of
    `causes`, the `counts` of a number of jobs, the `folder` in which their results are, a `file` that is no job's; ''
    where that is not told. `watches` are folders that are watched, `hooks` and `schedules` are those things. `states` are
    those that the list shows, None for all. `unread`: of some rows nothing is known yet.
    """

    selections: tuple[Selection, ...] = ()
    jobs: tuple[Job, ...] = ()
    batches: tuple[StoredBatch, ...] = ()
    causes: tuple[Cause, ...] = ()
    counts: Counts | None = None
    folder: str = ""
    file: str = ""
    watches: tuple[Watch, ...] = ()
    hooks: tuple[Hook, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    states: frozenset[JobState] | None = None
    unread: bool = False

    def states_there(self) -> frozenset[JobState]:
        """The states in which something can be done with one of these jobs."""
        if self.unread:
            return frozenset(JobState) if self.states is None else self.states
        found = {job.state for job in self.jobs if not (job.state is JobState.RUNNING and job.cancel)}
        for batch in self.batches:
            there = _states_of(batch.counts)
            if batch.counts.cancelled == batch.counts.brought_back:
                there.discard(JobState.CANCELLED)  # such a job is done again only where it is named itself
            found |= there if self.states is None else there & self.states
        found |= {cause.state for cause in self.causes}
        return frozenset(found | (set() if self.counts is None else _states_of(self.counts)))

    def is_empty(self) -> bool:
        """Whether there is no job in it at all."""
        told = self.jobs or self.causes or self.unread or any(batch.counts.total for batch in self.batches)
        return not told and (self.counts is None or not self.counts.total)

    def one_job(self) -> Job | None:
        """The job, where it is a single one."""
        alone = len(self.jobs) == 1 and not (self.batches or self.causes or self.unread)
        return self.jobs[0] if alone else None

    def one_batch(self) -> StoredBatch | None:
        """The batch, where it is a single heading."""
        alone = len(self.batches) == 1 and not (self.jobs or self.causes or self.unread)
        return self.batches[0] if alone else None

    def only_replaces(self) -> bool:
        """Whether all of it takes the place of its original, and can go nowhere else."""
        return bool(self.batches) and all(
            isinstance(batch.recipe.destination, ReplaceOriginals) for batch in self.batches
        )


NOTHING = Target()
"""For what is done to no jobs, as adding some is."""


def of_job(job: Job) -> Target:
    """One job."""
    return Target(selections=(Selection(ids=(job.id,)),), jobs=(job,))


def of_batch(batch: StoredBatch) -> Target:
    """All jobs of a batch."""
    return Target(selections=(Selection(batch=batch.id),), batches=(batch,))


def of_cause(cause: Cause) -> Target:
    """All jobs that failed, or wait, for this cause."""
    selection = Selection(states=frozenset((cause.state,)), cause=cause.code)
    return Target(selections=(selection,), causes=(cause,))


def of_watch(watch: Watch) -> Target:
    """A watched folder, and no job of it."""
    return Target(watches=(watch,))


def of_hook(hook: Hook) -> Target:
    """A hook, and no job of it."""
    return Target(hooks=(hook,))


def of_schedule(schedule: Schedule) -> Target:
    """A schedule, and no job of it."""
    return Target(schedules=(schedule,))


def failed_of_watch(watch: Watch, retryable: int) -> Target:
    """The jobs of a watched folder that failed; so many of them can end otherwise when they are tried again."""
    return Target(
        selections=(Selection(watch=watch.id, states=frozenset((JobState.FAILED,))),), counts=Counts(failed=retryable)
    )


def of_failures(codes: Iterable[ErrorCode], batch: BatchId | None = None) -> Target:
    """The jobs that failed for one of these causes, of this batch or of all."""
    failed = frozenset((JobState.FAILED,))
    return Target(selections=tuple(Selection(batch=batch, states=failed, cause=code) for code in codes))


def _states_of(counts: Counts) -> set[JobState]:
    return {state for state in JobState if counts.in_state(state)}
