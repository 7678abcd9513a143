"""A job, its states and the right to finish it, as plain values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.facts import Facts
from workers.kept_folders import LeftOut
from workers.outcome import Outcome, SkipReason, Stage
from workers.plan import Plan
from workers.recipe import Recipe

JobId = NewType("JobId", int)
BatchId = NewType("BatchId", int)
RootId = NewType("RootId", int)
WorkerId = NewType("WorkerId", str)
"""A process for good: its number and its start time, so that a reused number is another worker."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DELAYED = "delayed"
    PAUSED = "paused"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"


MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset((JobState.RUNNING, JobState.DELAYED, JobState.PAUSED, JobState.CANCELLED)),
    JobState.RUNNING: frozenset(
        (
            JobState.DONE,
            JobState.SKIPPED,
            JobState.FAILED,
            JobState.DELAYED,
            JobState.QUEUED,
            JobState.CANCELLED,
        )
    ),
    JobState.DELAYED: frozenset((JobState.QUEUED, JobState.CANCELLED)),
    JobState.PAUSED: frozenset((JobState.QUEUED, JobState.CANCELLED)),
    JobState.DONE: frozenset((JobState.CANCELLED,)),
    JobState.SKIPPED: frozenset(),
    JobState.FAILED: frozenset((JobState.QUEUED,)),
    JobState.CANCELLED: frozenset((JobState.QUEUED, JobState.PAUSED)),
}
"""From each state, the states a job may move to. What is done is taken back by bringing its original back."""

UNFINISHED = frozenset((JobState.QUEUED, JobState.RUNNING, JobState.DELAYED, JobState.PAUSED))


class JobKind(StrEnum):
    """What is made of the source."""

    IMAGE = "image"


class Root(Struct, frozen=True, kw_only=True):
    """A mount, drive or share that paths are relative to. `volume` tells one medium in its place from another."""

    id: RootId
    name: str
    path: str
    volume: str
    coarse_time: bool


class NewJob(Struct, frozen=True, kw_only=True):
    """One source to be accepted. Paths are relative to their root, with '/', without a leading one.

    `rel_raw` and `out_dir_raw` hold a path's bytes where they are not UTF-8. `out_dir` is the folder the output goes to (''
    is the root itself), `out_leads_to` where links on the way to it lead. `size_in` is in bytes, `mtime_in` in nanoseconds;
    both are 0 where the source could not be looked at.
    """

    root: RootId
    rel: str
    rel_raw: bytes | None = None
    out_root: RootId
    out_dir: str
    out_dir_raw: bytes | None = None
    out_leads_to: str | None = None
    size_in: int
    mtime_in: int


class Job(Struct, frozen=True, kw_only=True):
    """A stored job. Times are seconds since 1970, `progress` is 0 to 1 within the whole job.

    `source`, `folder` (where the output goes) and `output` are absolute, made of their roots; `output` is None until there
    is one, while `out_rel` is already told by the fence. A name that is not UTF-8 is spelled in them as the system's calls
    want it (surrogates), in `rel` as it can be shown. `leads_to` is where links on the way to `folder` led when it
    was chosen, None without any. `place` counts from 1 within the batch. `waits` counts the delays that cost no try.
    `original` is where a replaced original was set aside, `alone` asks that nothing runs beside it.
    """

    id: JobId
    batch: BatchId
    kind: JobKind
    root: RootId
    rel: str
    out_root: RootId
    out_dir: str
    out_rel: str | None
    source: str
    output: str | None
    size_in: int
    mtime_in: int
    state: JobState
    prio: int
    not_before: float | None
    attempt: int
    tries: int
    max_tries: int
    deaths: int
    worker: WorkerId | None
    cancel: bool
    stage: Stage | None
    progress: float
    removed: bool
    created: float
    started: float | None
    finished: float | None
    size_out: int | None
    digest: str | None
    error_code: ErrorCode | None
    failure: FailureFacts | None
    facts: Facts | None
    skipped: SkipReason | None
    outcome: Outcome | None
    folder: str = ""
    leads_to: str | None = None
    place: int = 1
    waits: int = 0
    alone: bool = False
    part: str | None = None
    original: str | None = None


class Claim(Struct, frozen=True, kw_only=True):
    """The right to finish a job; every write to a running job needs one."""

    job: JobId
    worker: WorkerId
    attempt: int


class Claimed(Struct, frozen=True, kw_only=True):
    """A job that is now a worker's to run, with all that running it needs; `alone`: while no other job runs."""

    job: Job
    claim: Claim
    recipe: Recipe
    alone: bool
    root: Root
    out_root: Root


class Running(Struct, frozen=True, kw_only=True):
    """A job that some worker runs, or ran when it died; `part` is the absolute path of its half-written output."""

    claim: Claim
    part: str | None
    started: float


class Progress(Struct, frozen=True, kw_only=True):
    """How far a running job is, 0 to 1 within the whole job."""

    claim: Claim
    stage: Stage
    progress: float


class Waiting(Struct, frozen=True, kw_only=True):
    """Delayed jobs that wait for the same thing; `root` is the volume concerned where there is one.

    `due` is when the first of them is to be tried again, seconds since 1970.
    """

    code: ErrorCode
    root: Root | None
    jobs: int
    due: float
    failure: FailureFacts


class Made(Struct, frozen=True, kw_only=True):
    """An output made before: its absolute path, size in bytes and digest, to be compared with what is there now."""

    output: str
    size: int
    digest: str


class Counts(Struct, frozen=True, kw_only=True):
    """How many jobs are in each state, removed rows left out.

    Of the jobs skipped, `already_made` and `names_taken` say why; of those cancelled, the originals of `brought_back` were
    put back in their places; of those done, `replaced` are the ones whose originals are still kept aside.
    `bytes_in` and `bytes_out` are those of the jobs done, before and after; `bytes_all` is the sources of all jobs.
    """

    queued: int = 0
    running: int = 0
    delayed: int = 0
    paused: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    cancelled: int = 0
    already_made: int = 0
    names_taken: int = 0
    brought_back: int = 0
    replaced: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    bytes_all: int = 0

    @property
    def total(self) -> int:
        """All jobs."""
        return self.waiting + self.running + self.ended

    @property
    def waiting(self) -> int:
        """Jobs that have not begun."""
        return self.queued + self.delayed + self.paused

    @property
    def ready(self) -> int:
        """Jobs whose output is there."""
        return self.done + self.skipped

    @property
    def ended(self) -> int:
        """Jobs that will not go on by themselves."""
        return self.ready + self.failed + self.cancelled


class Shortage(Struct, frozen=True, kw_only=True):
    """About how many bytes a batch's outputs take on a disk, and how many are free there: too few."""

    bytes_needed: int
    bytes_free: int


class Batch(Struct, frozen=True, kw_only=True):
    """What one drop, paste or command accepted. `accepting` is true while its files are still being found.

    `folder` is where its outputs go, absolute: the deepest folder that all of them share. `folders` counts source folders,
    `places` those in which somebody has to look for outputs.
    `on_hold`: its jobs are accepted paused, until they are started. With `shortage`, that is because their outputs seem not
    to fit on the disk. `failures` is how many of the failed ones failed for what.
    """

    id: BatchId
    created: float
    name: str
    submitter: str
    recipe: Recipe
    accepting: bool
    folder: str
    folders: int
    counts: Counts
    places: int = 1
    on_hold: bool = False
    shortage: Shortage | None = None
    failures: tuple[tuple[ErrorCode, int], ...] = ()


class EventKind(StrEnum):
    """What people or faults did to a job."""

    RETRIED = "retried"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    RESUMED = "resumed"
    REMOVED = "removed"
    RESTORED = "restored"
    SOURCE_CHANGED = "source_changed"
    SOURCE_REPLACED = "source_replaced"
    MOVED_ELSEWHERE = "moved_elsewhere"
    WORKER_DIED = "worker_died"
    WORKER_KILLED = "worker_killed"
    RESCUED = "rescued"
    ADOPTED = "adopted"
    BROUGHT_BACK = "brought_back"


class Event(Struct, frozen=True, kw_only=True):
    """One entry of a job's history that the row itself does not tell."""

    job: JobId
    at: float
    what: EventKind
    facts: FailureFacts | None = None


class Attempt(Struct, frozen=True, kw_only=True):
    """One run of a job that was not done at its first try; `outcome` is the state it led to."""

    job: JobId
    n: int
    worker: WorkerId
    started: float
    finished: float
    outcome: JobState
    error_code: ErrorCode | None = None
    failure: FailureFacts | None = None


class History(Struct, frozen=True, kw_only=True):
    """All that is known of one job, oldest first in each list."""

    job: Job
    plan: Plan | None
    recipe: Recipe
    attempts: tuple[Attempt, ...]
    events: tuple[Event, ...]


class Selection(Struct, frozen=True, kw_only=True):
    """The jobs that match all that is given; what is None or '' does not matter. Removed rows never match.

    `search` is a part of the file's name or folder, in any case. `but` leaves out those that are as they are for this reason.
    """

    ids: tuple[JobId, ...] | None = None
    batch: BatchId | None = None
    states: frozenset[JobState] | None = None
    cause: ErrorCode | None = None
    search: str = ""
    but: SkipReason | None = None


class Cause(Struct, frozen=True, kw_only=True):
    """Failed or delayed jobs that share a cause; `failure` is what is true of all of them."""

    code: ErrorCode
    state: JobState
    jobs: int
    failure: FailureFacts


class Changes(Struct, frozen=True, kw_only=True):
    """What is new since a mark. `mark` is what to ask with next time; `everything` means: too much, read all again."""

    mark: int
    jobs: tuple[JobId, ...] = ()
    batches: tuple[BatchId, ...] = ()
    everything: bool = False


class Ended(Struct, frozen=True, kw_only=True):
    """Jobs that ended since a mark, in the order they ended. `mark` is what to ask with next time."""

    mark: int
    jobs: tuple[Job, ...] = ()


class Found(Struct, frozen=True, kw_only=True):
    """How far the accepting of one batch has come; counts grow until `complete`.

    `other_names` are those of the `accepted` that were named themselves and are not called like pictures.

    Passed over are `not_pictures`, `outputs` (files that earlier jobs made) and what is `hidden`, all counted, and
    `left_out`, the folders that the recipe itself writes to or that systems and programs keep for themselves. `unreadable`
    are paths that do not exist or may not be listed, `puzzling` those that were lost to an error of ours, which is in the
    log. With `shortage` the batch is on hold, since its outputs seem not to fit on the disk.
    """

    batch: BatchId
    accepted: int = 0
    other_names: int = 0
    not_pictures: int = 0
    outputs: int = 0
    hidden: int = 0
    left_out: tuple[LeftOut, ...] = ()
    unreadable: tuple[str, ...] = ()
    puzzling: tuple[str, ...] = ()
    complete: bool = False
    shortage: Shortage | None = None
