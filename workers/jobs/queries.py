"""What is asked of the job table and what it answers."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct, structs

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import BatchPurpose
from workers.jobs.event import EventKind
from workers.jobs.ids import BatchId, JobId, WatchId
from workers.jobs.job import Job, Root
from workers.jobs.state import JobState
from workers.outcome import SkipReason


class Waiting(Struct, frozen=True, kw_only=True):
    """Delayed jobs that wait for the same thing; `root` is the volume concerned where there is one.

    `due` is when the first of them is to be tried again, seconds since 1970.
    """

    code: ErrorCode
    root: Root | None
    jobs: int
    due: float
    failure: FailureFacts


class VolumeTrouble(Struct, frozen=True, kw_only=True):
    """A volume that jobs found away (DRIVE_AWAY) or full (DISK_FULL, then with so many `bytes_free`), and that still is."""

    kind: EventKind
    root: Root
    bytes_free: int | None


class EarlierOutput(Struct, frozen=True, kw_only=True):
    """An output made before: its absolute path, size in bytes and digest, to be compared with what is there now."""

    output: str
    size: int
    digest: str


class Selection(Struct, frozen=True, kw_only=True):
    """The jobs that match all that is given; what is None or '' does not matter. Removed rows never match.

    `watch` selects those of a watched folder, `purpose` those of batches of hooks, say. `search` is a part of the file's name
    or folder, in any case. `but` leaves out those that are as they are for this reason, `but_failed` those that failed for one
    of these causes. `ended_since` and `ended_until` (that moment left out) select what ended in that time, in seconds since
    1970.
    """

    ids: tuple[JobId, ...] | None = None
    batch: BatchId | None = None
    watch: WatchId | None = None
    purpose: BatchPurpose | None = None
    states: frozenset[JobState] | None = None
    cause: ErrorCode | None = None
    search: str = ""
    but: SkipReason | None = None
    but_failed: frozenset[ErrorCode] = frozenset()
    ended_since: float | None = None
    ended_until: float | None = None

    def within(self, states: Collection[JobState]) -> "Selection":
        """Those of them that are in one of these states."""
        wanted = frozenset(states)
        return structs.replace(self, states=wanted if self.states is None else wanted & self.states)


class JobRange(Struct, frozen=True, kw_only=True):
    """From the first to the last number of the jobs selected, and the number of the last change then; 1 to 0 for none."""

    mark: int
    first: int = 1
    last: int = 0


class Cause(Struct, frozen=True, kw_only=True):
    """Failed or delayed jobs that share a cause; `failure` is what is true of all of them.

    `purpose` is what all of them are about, None where they are not alike in that.
    """

    code: ErrorCode
    state: JobState
    jobs: int
    failure: FailureFacts
    purpose: BatchPurpose | None = BatchPurpose.FILES


class Changes(Struct, frozen=True, kw_only=True):
    """What is new since a mark. `mark` is what to ask with next time; `everything` means: too much, read all again."""

    mark: int
    jobs: tuple[JobId, ...] = ()
    batches: tuple[BatchId, ...] = ()
    everything: bool = False


class EndedSince(Struct, frozen=True, kw_only=True):
    """Jobs that ended since a mark, in the order they ended. `mark` is what to ask with next time."""

    mark: int
    jobs: tuple[Job, ...] = ()


class Owner(Struct, frozen=True, kw_only=True):
    """A job that has, or is about to have, an output of a certain name, apart from the case and the composing of letters.

    `name` is the output's own, `same_drop` whether the job was accepted by the same drop as the one that asks, whatever
    batches became of it.
    """

    name: str
    state: JobState
    skipped: SkipReason | None
    same_drop: bool


class DaySum(Struct, frozen=True, kw_only=True):
    """What was made on one local day: how many files, and their bytes before and after."""

    day: date
    files: int
    bytes_in: int
    bytes_out: int

    @property
    def saved(self) -> int:
        """How many bytes fewer there are; below 0 where results are larger."""
        return self.bytes_in - self.bytes_out
