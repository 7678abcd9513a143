"""The states of a job and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum


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


MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset((JobState.RUNNING, JobState.DELAYED, JobState.PAUSED, JobState.CANCELLED)),
    JobState.RUNNING: frozenset(
        (
            JobState.DONE,
            JobState.SKIPPED,
            JobState.FAILED,
            JobState.DELAYED,
            JobState.QUEUED,
            JobState.CANCELLED,
        )
    ),
    JobState.DELAYED: frozenset((JobState.QUEUED, JobState.CANCELLED)),
    JobState.PAUSED: frozenset((JobState.QUEUED, JobState.CANCELLED)),
    JobState.DONE: frozenset((JobState.CANCELLED,)),
    JobState.SKIPPED: frozenset(),
    JobState.FAILED: frozenset((JobState.QUEUED,)),
    JobState.CANCELLED: frozenset((JobState.QUEUED, JobState.PAUSED)),
}
"""From each state, the states a job may move to. What is done is taken back by bringing its original back."""


UNFINISHED = frozenset((JobState.QUEUED, JobState.RUNNING, JobState.DELAYED, JobState.PAUSED))
