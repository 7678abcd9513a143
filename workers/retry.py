"""What follows from a failure: try again after a pause, or give up; pure."""

from collections.abc import Mapping
from typing import assert_never

from msgspec import Struct

from workers.errors import OTHER_SIDE, ErrorCode, ErrorKind

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

CALL_TRIES = 8
"""How often a call is tried: over about two and a half hours."""
_FIRST_CALL_PAUSE_S = 5.0
LONGEST_CALL_PAUSE_S = 3600.0
"""The longest pause between two calls, also where the other side asks for a longer one."""


def decide(
    code: ErrorCode,
    *,
    tries: int,
    deaths: int,
    waits: int,
    max_tries: int,
    jitter: float,
    asked_s: float | None = None,
) -> Decision:
    """What becomes of a job that ended with this code.

    `tries` and `deaths` count what is to be blamed on the job, this time included; `waits` the pauses it has had before.
    `jitter` is 0 to 1 and spreads the retries of jobs that failed together. `asked_s` is after how many seconds the other side
    of a call wants to be called again.
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
            return _ours(code, tries=tries, deaths=deaths, max_tries=max_tries, jitter=jitter, asked_s=asked_s)
        case _:
            assert_never(code.kind)


def _ours(
    code: ErrorCode, *, tries: int, deaths: int, max_tries: int, jitter: float, asked_s: float | None
) -> Decision:
    if code is ErrorCode.WORKER_DIED:
        return GiveUp() if deaths >= MAX_DEATHS else Again(0.0)
    if tries >= max_tries:
        return GiveUp()
    if code in OTHER_SIDE:
        pause = _FIRST_CALL_PAUSE_S * _RETRY_GROWTH ** min(tries - 1, 10) * (0.5 + jitter)
        return Again(min(max(pause, asked_s or 0.0), LONGEST_CALL_PAUSE_S))
    return Again(_FIRST_RETRY_S * _RETRY_GROWTH ** (tries - 1) * (0.5 + jitter))
