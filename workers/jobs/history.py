"""What happened to a job: its attempts, and what people and faults did to it."""

from enum import StrEnum

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import JobId, WorkerId
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.plan import Plan
from workers.recipe import Recipe


class HistoryKind(StrEnum):
    """What people or faults did to a job."""

    RETRIED = "retried"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    RESUMED = "resumed"
    PUT_OFF = "put_off"
    REMOVED = "removed"
    RESTORED = "restored"
    SOURCE_CHANGED = "source_changed"
    COPY_CHOSEN = "copy_chosen"
    ORIGINAL_REPLACED = "original_replaced"
    MOVED_ELSEWHERE = "moved_elsewhere"
    MOVED_FIRST = "moved_first"
    MOVED_LAST = "moved_last"
    WORKER_DIED = "worker_died"
    WORKER_KILLED = "worker_killed"
    RESCUED = "rescued"
    ADOPTED = "adopted"
    BROUGHT_BACK = "brought_back"
    SOURCE_OVERWRITTEN = "source_overwritten"
    ORIGINAL_PUT_AWAY = "original_put_away"


class HistoryEntry(Struct, frozen=True, kw_only=True):
    """One entry of a job's history that the row itself does not tell."""

    job: JobId
    at: float
    what: HistoryKind
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
    entries: tuple[HistoryEntry, ...]
