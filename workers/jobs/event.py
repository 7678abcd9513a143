"""What happened, as one stream: to jobs and batches, to drives, to workers and to watched folders."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts, NoWorker
from workers.jobs.alert import AlertFacts
from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import BatchId, EventId, JobId, WatchId
from workers.jobs.state import JobState
from workers.jobs.watch import WatchTrouble
from workers.kinds import JobKind
from workers.outcome import SkipReason


class EventKind(StrEnum):
    """What happened. docs/events.md says when each is told, and what comes with it."""

    ACCEPTED = "accepted"
    ALL_FOUND = "all_found"
    BATCH_ENDED = "batch_ended"

    STARTED = "started"
    READY = "ready"
    SKIPPED = "skipped"
    FAILED = "failed"
    DELAYED = "delayed"
    CANCELLED = "cancelled"
    GIVEN_BACK = "given_back"
    BROUGHT_BACK = "brought_back"

    DRIVE_AWAY = "drive_away"
    DRIVE_BACK = "drive_back"
    DISK_FULL = "disk_full"
    DISK_HAS_ROOM = "disk_has_room"

    WORKER_DIED = "worker_died"
    WORKER_KILLED = "worker_killed"
    NO_WORKER = "no_worker"
    WORKERS_BACK = "workers_back"

    FOLDER_AWAY = "folder_away"
    FOLDER_BACK = "folder_back"

    ALERT_BEGAN = "alert_began"
    ALERT_ENDED = "alert_ended"

    LOST = "lost"
    """Stands in place of events that were forgotten before a subscriber had come to them."""


class BatchFigures(Struct, frozen=True, kw_only=True):
    """How a batch stands: jobs in each state that there is, bytes before and after of those done, and why some failed.

    `folder` is where its outputs go, absolute. Rows that were taken off the list do not count.
    """

    jobs: Mapping[JobState, int]
    bytes_in: int
    bytes_out: int
    folder: str
    failures: Mapping[ErrorCode, int]


class Lost(Struct, frozen=True, kw_only=True):
    """How many events were left out, of the kinds that the subscriber wants."""

    events: int


class AlertTold(Struct, frozen=True, kw_only=True):
    """What is out of the ordinary, or was."""

    alert: AlertFacts


class FolderFacts(Struct, frozen=True, kw_only=True):
    """A watched folder, absolute and as it can be shown, and why nothing can be taken from it; None once it can again."""

    path: str
    trouble: WatchTrouble | None


EventFacts = FailureFacts | BatchFigures | NoWorker | FolderFacts | AlertTold | Lost

FACTS: Mapping[EventKind, type[EventFacts]] = {
    EventKind.ALL_FOUND: BatchFigures,
    EventKind.BATCH_ENDED: BatchFigures,
    EventKind.FAILED: FailureFacts,
    EventKind.DELAYED: FailureFacts,
    EventKind.DRIVE_AWAY: FailureFacts,
    EventKind.DRIVE_BACK: FailureFacts,
    EventKind.DISK_FULL: FailureFacts,
    EventKind.DISK_HAS_ROOM: FailureFacts,
    EventKind.WORKER_DIED: FailureFacts,
    EventKind.WORKER_KILLED: FailureFacts,
    EventKind.NO_WORKER: NoWorker,
    EventKind.FOLDER_AWAY: FolderFacts,
    EventKind.FOLDER_BACK: FolderFacts,
    EventKind.ALERT_BEGAN: AlertTold,
    EventKind.ALERT_ENDED: AlertTold,
    EventKind.LOST: Lost,
}
"""What sort of facts comes with events of a kind; those that are not named here have none."""


class Event(Struct, frozen=True, kw_only=True):
    """One thing that happened, as it was then: a job that is done anew has other events, and this one stays as it is.

    `purpose` is what the batch is about: hooks and reports are jobs too. `name` is how the job's row is called, the name of its
    file or of what was asked for; only a file has a `source`.

    `at`, `started` and `due` (when a delayed job is tried again) are seconds since 1970, sizes are in bytes. `source` and
    `output` are absolute, with surrogates for bytes that are not UTF-8; there is an `output` when a job is ready, or left out
    since it was made before. `attempt` counts the runs of the job. What does not apply is None.
    """

    id: EventId
    kind: EventKind
    at: float
    batch: BatchId | None = None
    batch_name: str | None = None
    purpose: BatchPurpose | None = None
    watch: WatchId | None = None
    job: JobId | None = None
    job_kind: JobKind | None = None
    attempt: int | None = None
    name: str | None = None
    source: str | None = None
    output: str | None = None
    size_in: int | None = None
    size_out: int | None = None
    started: float | None = None
    due: float | None = None
    code: ErrorCode | None = None
    skipped: SkipReason | None = None
    facts: EventFacts | None = None


class EventPage(Struct, frozen=True, kw_only=True):
    """Events after `after` in the order they happened, of the kinds that were asked for; all up to `upto` were looked through.

    `lost` of them were forgotten before, which the first one tells then.
    """

    events: tuple[Event, ...]
    after: EventId
    upto: EventId
    lost: int = 0

    @property
    def is_worth_passing(self) -> bool:
        """Whether a place is to be moved on: not for a few events of other kinds, but for so many."""
        return bool(self.events) or self.upto > self.after + 1_000


class Position(Struct, frozen=True, kw_only=True):
    """How far a subscriber that is kept has come. `seen` is when it last went on, seconds since 1970."""

    name: str
    kinds: frozenset[EventKind]
    upto: EventId
    seen: float
    lost: int = 0
