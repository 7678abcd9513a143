"""Whose an output is."""

from msgspec import Struct

from workers.jobs.state import JobState
from workers.outcome import SkipReason


class Owner(Struct, frozen=True, kw_only=True):
    """A job that has, or is about to have, an output of a certain name, apart from the case and the composing of letters.

    `name` is the output's own, `same_drop` whether the job was accepted by the same drop as the one that asks, whatever
    batches became of it.
    """

    name: str
    state: JobState
    skipped: SkipReason | None
    same_drop: bool
