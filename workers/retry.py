"""What follows from a failure: try again after a pause, or give up; pure."""

from collections.abc import Mapping
from typing import assert_never

from msgspec import Struct

from workers.errors import ErrorCode, ErrorKind

MAX_DEATHS = 2
"""How many workers a job may kill before it is left alone."""

MAX_WAITS_FOR_MEMORY = 5
"""How often a job waits for memory that it does not find; about five minutes, in which other programs may end."""

LONGEST_PAUSE_S = 300.0


class Again(Struct, frozen=True, tag="again"):
    """Try again once this many seconds have passed."""

    delay_s: float


class GiveUp(Struct, frozen=True, tag="give_up"):
    """The job has failed until somebody asks for it again."""


Decision = Again | GiveUp

# The first pause in seconds; each later one is twice as long. Drives and disks are also watched, so that a job waiting for
# one goes on when it is back and not when its pause is over.
_FIRST_PAUSE_S: Mapping[ErrorCode, float] = {
    ErrorCode.SOURCE_AWAY: 15.0,
    ErrorCode.OUTPUT_AWAY: 15.0,
    ErrorCode.DISK_FULL: 15.0,
    ErrorCode.SOURCE_LOCKED: 5.0,
    ErrorCode.OUTPUT_LOCKED: 5.0,
    ErrorCode.SOURCE_CHANGING: 2.0,
    ErrorCode.DRIVE_ERROR: 10.0,
    ErrorCode.OUT_OF_MEMORY: 10.0,
}
_FIRST_RETRY_S = 2.0
_RETRY_GROWTH = 4.0


def decide(code: ErrorCode, *, tries: int, deaths: int, waits: int, max_tries: int, jitter: float) -> Decision:
    """What becomes of a job that ended with this code.

    `tries` and `deaths` count what is to be blamed on the job, this time included; `waits` the pauses it has had before.
    `jitter` is 0 to 1 and spreads the retries of jobs that failed together.
    """
    match code.kind:
        case ErrorKind.FINAL:
            return GiveUp()
        case ErrorKind.WAITS if code is ErrorCode.OUT_OF_MEMORY and waits >= MAX_WAITS_FOR_MEMORY:
            return GiveUp()
        case ErrorKind.WAITS:
            pause = _FIRST_PAUSE_S[code] * 2.0 ** min(waits, 10)
            return Again(min(pause, LONGEST_PAUSE_S))
        case ErrorKind.OURS:
            return _ours(code, tries=tries, deaths=deaths, max_tries=max_tries, jitter=jitter)
        case _:
            assert_never(code.kind)


def _ours(code: ErrorCode, *, tries: int, deaths: int, max_tries: int, jitter: float) -> Decision:
    if code is ErrorCode.WORKER_DIED:
        return GiveUp() if deaths >= MAX_DEATHS else Again(0.0)
    if tries >= max_tries:
        return GiveUp()
    return Again(_FIRST_RETRY_S * _RETRY_GROWTH ** (tries - 1) * (0.5 + jitter))
