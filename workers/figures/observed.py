"""What is seen of the work at one moment, before anybody judges it."""

from msgspec import Struct

from workers.errors import ErrorCode
from workers.jobs.ids import JobId
from workers.kinds import JobKind
from workers.outcome import Stage


class AtWork(Struct, frozen=True, kw_only=True):
    """A job that a worker is at: how far it is, 0 to 1, and the size of its source in bytes."""

    job: JobId
    attempt: int
    kind: JobKind
    stage: Stage | None
    progress: float
    size_in: int


class EndedLately(Struct, frozen=True, kw_only=True):
    """How many jobs ended lately and how many of them failed; `cause` is the commonest, None where none failed."""

    ended: int = 0
    failed: int = 0
    cause: ErrorCode | None = None


class Disk(Struct, frozen=True, kw_only=True):
    """A disk that outputs go to, its bytes in all and those free; None where it does not answer."""

    path: str
    drive: str
    free: int | None
    total: int | None


class MissingDrive(Struct, frozen=True, kw_only=True):
    """A drive that something waits for."""

    path: str
    drive: str


class Observed(Struct, frozen=True, kw_only=True):
    """All of it. `waiting_since` is of the job that has waited longest and may begin, in seconds since 1970.

    `deaths` counts the workers that ever ended by themselves.
    """

    waiting_since: float | None = None
    at_work: tuple[AtWork, ...] = ()
    lately: EndedLately = EndedLately()
    disks: tuple[Disk, ...] = ()
    away: tuple[MissingDrive, ...] = ()
    deaths: int = 0
