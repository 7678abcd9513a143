"""What the window shows of the job table, as frozen values: asked for by a view, told by updates."""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from mediaapp.gui.list_diff import ListChange
from workers.errors import NoWorker
from workers.jobs.alert import Alert
from workers.jobs.batch import BatchPurpose, Counts, StoredBatch
from workers.jobs.ids import JobId, WatchId
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.jobs.watch import Watch
from workers.manners.manners import Hold


class Grouping(StrEnum):
    """What the headings of the list are."""

    BATCH = "batch"
    CAUSE = "cause"
    NONE = "none"


class View(Struct, frozen=True, kw_only=True):
    """What the list is asked to show. `opened` and `closed` are the headings that a person opened or closed.

    With `watch` only the jobs of that watched folder are meant, with `purpose` only those about that.
    """

    states: frozenset[JobState] | None = None
    grouping: Grouping = Grouping.BATCH
    search: str = ""
    watch: WatchId | None = None
    purpose: BatchPurpose | None = None
    newest_first: bool = True
    open_all: bool = False
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()


RowsOf = Watch | BatchPurpose
"""What the list may be narrowed to."""


class Snapshot(Struct, frozen=True, kw_only=True):
    """Where everything stands.

    `batches` are those of files, the newest first; `others` are those of hooks and reports, which are listed too. `counts`,
    `rate`, which is pictures a second, and `eta`, seconds or unknown, are those of files, and `listed` counts all rows.
    `run` counts the run under way, or the last one: like `counts`, but without what had ended before it began.
    `following` is the job that begins next. `no_worker` is why nothing is worked on, None where that is no fault.
    `holds` are what manners hold back.
    """

    counts: Counts = Counts()
    listed: Counts = Counts()
    run: Counts = Counts()
    batches: tuple[StoredBatch, ...] = ()
    others: tuple[StoredBatch, ...] = ()
    paused: bool = False
    causes: tuple[Cause, ...] = ()
    rate: float = 0.0
    eta: float | None = None
    following: JobId | None = None
    alerts: tuple[Alert, ...] = ()
    no_worker: NoWorker | None = None
    holds: tuple[Hold, ...] = ()

    @property
    def every_batch(self) -> tuple[StoredBatch, ...]:
        """All batches that are listed."""
        return self.batches + self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The list's change to what `view` asks for; to be applied in order. `rows` is how many there are afterwards."""

    view: View
    splices: tuple[ListChange, ...]
    rows: int
    opened: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """All that is new since the last one; what is None or empty has not changed."""

    snapshot: Snapshot | None = None
    listing: Listing | None = None
    rows: tuple[Job, ...] = ()
    ended: tuple[Job, ...] = ()
