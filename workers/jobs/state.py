"""The states of a job, and everything that can happen to one in each of them."""

from collections.abc import Mapping
from enum import Enum, StrEnum, unique


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DELAYED = "delayed"
    PAUSED = "paused"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING = frozenset((JobState.QUEUED, JobState.DELAYED, JobState.PAUSED))
"""Not begun, or to be begun again."""

UNFINISHED = WAITING | {JobState.RUNNING}

READY = frozenset((JobState.DONE, JobState.SKIPPED))
"""The output is there."""


ENDED = READY | {JobState.FAILED, JobState.CANCELLED}
"""Does not go on by itself."""


@unique
class Transition(Enum):
    """What can happen to a job: its name, the states in which it can, and the state that follows.

    The store writes a state in no other way. docs/jobs.md says who makes each transition and when.
    """

    CLAIM = (JobState.QUEUED,), JobState.RUNNING
    FINISH = (JobState.RUNNING,), JobState.DONE
    SKIP = (JobState.RUNNING,), JobState.SKIPPED
    FAIL = (JobState.RUNNING,), JobState.FAILED
    TRY_LATER = (JobState.RUNNING,), JobState.DELAYED
    GIVE_BACK = (JobState.RUNNING,), JobState.QUEUED
    STOP = (JobState.RUNNING,), JobState.CANCELLED
    WAIT_ALONG = (JobState.QUEUED,), JobState.DELAYED
    WAKE = (JobState.DELAYED,), JobState.QUEUED
    PAUSE = (JobState.QUEUED,), JobState.PAUSED
    PUT_OFF = (JobState.QUEUED, JobState.DELAYED, JobState.PAUSED), JobState.PAUSED
    RESUME = (JobState.PAUSED,), JobState.QUEUED
    CANCEL = (JobState.QUEUED, JobState.DELAYED, JobState.PAUSED), JobState.CANCELLED
    RETRY = (JobState.FAILED, JobState.CANCELLED, JobState.DELAYED), JobState.QUEUED
    TAKE_UP = (JobState.CANCELLED,), JobState.QUEUED
    TAKE_UP_PAUSED = (JobState.CANCELLED,), JobState.PAUSED
    BRING_BACK = (JobState.DONE,), JobState.CANCELLED

    def __init__(self, before: tuple[JobState, ...], after: JobState) -> None:
        self.before = before
        self.after = after


FOLLOWING: Mapping[JobState, frozenset[JobState]] = {
    state: frozenset(transition.after for transition in Transition if state in transition.before) for state in JobState
}
"""From each state, the states a job may go to next."""
