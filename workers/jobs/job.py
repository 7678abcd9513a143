"""A job: one source file and one recipe make one output, or one request is fulfilled."""

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.facts import Facts
from workers.jobs.ids import BatchId, JobId, RootId, WorkerId
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import AnyOutcome, Outcome, SkipReason, Stage
from workers.requests import Request


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
    is the root itself), `out_leads_to` where links on the way to it lead. `kind` is the one that the name announces.
    `size_in` is in bytes, `mtime_in` in nanoseconds; both are 0 where the source could not be looked at.
    """

    root: RootId
    rel: str
    rel_raw: bytes | None = None
    out_root: RootId
    out_dir: str
    out_dir_raw: bytes | None = None
    out_leads_to: str | None = None
    kind: JobKind
    size_in: int
    mtime_in: int


class NewRequest(Struct, frozen=True, kw_only=True):
    """One request to be accepted; `name` is how its row is called.

    `out_root` and `out_dir` are the folder it puts something in, as those of `NewJob`; without one it needs no drive.
    """

    name: str
    request: Request
    out_root: RootId | None = None
    out_dir: str = ""
    out_dir_raw: bytes | None = None
    out_leads_to: str | None = None
    prio: int = 0
    max_tries: int = 3


class Job(Struct, frozen=True, kw_only=True):
    """A stored job. Times are seconds since 1970, `progress` is 0 to 1 within the whole job.

    `source`, `folder` (where the output goes) and `output` are absolute, made of their roots; `output` is None until there
    is one, while `out_rel` is already told by the fence. A name that is not UTF-8 is spelled in them as the system's calls
    want it (surrogates), in `rel` as it can be shown. `leads_to` is where links on the way to `folder` led when it
    was chosen, None without any. `place` counts from 1 within the batch. `waits` counts the delays that cost no try.
    `original` is where a replaced original was set aside, `alone` asks that nothing runs beside it.

    A job with a `request` has no source: `rel` and `source` are what its row is called, `folder` is '' where it puts nothing.
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
    outcome: AnyOutcome | None
    folder: str = ""
    leads_to: str | None = None
    place: int = 1
    waits: int = 0
    alone: bool = False
    part: str | None = None
    original: str | None = None
    request: Request | None = None

    @property
    def picture(self) -> Outcome | None:
        """What came out of it, where that is a picture."""
        return self.outcome if isinstance(self.outcome, Outcome) else None


class Relocation(Struct, frozen=True, kw_only=True):
    """Where a job's output is to go from now on; `out_dir_raw` where that is not UTF-8, `leads_to` with links on the way."""

    job: JobId
    out_root: RootId
    out_dir: str
    out_dir_raw: bytes | None = None
    leads_to: str | None = None
