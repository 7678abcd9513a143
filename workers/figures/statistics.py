"""How the work stands, in figures: what `mediaapp stats` prints and what metrics are made of."""

from collections.abc import Iterable

from msgspec import Struct

from workers.errors import ErrorCode
from workers.figures.durations import Phase, Quantiles
from workers.jobs.alert import Alert
from workers.jobs.batch import Counts
from workers.jobs.queries import DaySum
from workers.jobs.state import JobState
from workers.kinds import JobKind


class JobsIn(Struct, frozen=True, kw_only=True):
    """How many jobs of a kind are in a state, removed rows left out."""

    kind: JobKind
    state: JobState
    jobs: int


class Worked(Struct, frozen=True, kw_only=True):
    """Runs that ended so: `cause` is why where they failed. The bytes are those of what is done, before and after."""

    kind: JobKind
    state: JobState
    cause: ErrorCode | None
    jobs: int
    bytes_in: int
    bytes_out: int


class DurationClass(Struct, frozen=True, kw_only=True):
    """Jobs done whose waiting or running took at most `within_s`, and longer than the bound below; `seconds` is their sum."""

    kind: JobKind
    span: Phase
    within_s: float
    jobs: int
    seconds: float


class ByteSums(Struct, frozen=True, kw_only=True):
    """Bytes of originals and of their results."""

    bytes_in: int
    bytes_out: int

    @property
    def saved(self) -> int:
        """How many less they are; negative where results are larger."""
        return self.bytes_in - self.bytes_out


class Counters(Struct, frozen=True, kw_only=True):
    """What only ever grows, over restarts too: `deaths` are workers that ended by themselves and were started anew."""

    worked: tuple[Worked, ...] = ()
    durations: tuple[DurationClass, ...] = ()
    deaths: int = 0


class Standing(Struct, frozen=True, kw_only=True):
    """What is so at this moment. `waiting_since` is of the job that has waited longest and may begin; both are since 1970.

    `workers` is how many worker processes live.
    """

    at: float
    paused: bool = False
    jobs: tuple[JobsIn, ...] = ()
    waiting_since: float | None = None
    workers: int = 0
    alerts: tuple[Alert, ...] = ()

    @property
    def oldest_s(self) -> float | None:
        """For how many seconds the job has waited that has waited longest."""
        return None if self.waiting_since is None else max(self.at - self.waiting_since, 0.0)


class Typical(Struct, frozen=True, kw_only=True):
    """How long the newest jobs that are done had waited and run."""

    waiting: Quantiles | None = None
    running: Quantiles | None = None


class Statistics(Struct, frozen=True, kw_only=True):
    """All of it. `today` is what was made since midnight; `rate` is jobs that ended in a second, over the last minutes."""

    standing: Standing
    counters: Counters
    today: DaySum
    sample: Typical
    failed_now: tuple[tuple[ErrorCode, int], ...]
    rate: float


class PartStatistics(Struct, frozen=True, kw_only=True):
    """The same of one batch or one watched folder, as far as that can be told of a part."""

    counts: Counts
    sample: Typical
    failed_now: tuple[tuple[ErrorCode, int], ...]


def byte_sums(worked: Iterable[Worked]) -> ByteSums:
    """The bytes of these runs together."""
    whole = tuple(worked)
    return ByteSums(bytes_in=sum(one.bytes_in for one in whole), bytes_out=sum(one.bytes_out for one in whole))
