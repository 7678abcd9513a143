"""The right of a worker to run a job and to write how it goes."""

from msgspec import Struct

from workers.jobs.ids import JobId, ProcessId, WorkerId
from workers.jobs.job import Job, Root
from workers.outcome import Stage
from workers.recipe import Recipe


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
    """A job that some worker runs, or ran when it died.

    `part` is the absolute path of its half-written output, `program` what it started, which leads a group of processes.
    """

    claim: Claim
    part: str | None
    program: ProcessId | None
    started: float


class JobProgress(Struct, frozen=True, kw_only=True):
    """How far a running job is, 0 to 1 within the whole job."""

    claim: Claim
    stage: Stage
    progress: float
