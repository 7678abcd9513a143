"""The run that is under way, or the last one: what it has done and has to do, without what was finished before it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import asdict, replace

from workers.jobs.batch import Counts, StoredBatch
from workers.jobs.job import Job
from workers.jobs.state import ENDED, JobState

_OF_ALL = ("queued", "running", "delayed", "paused", "bytes_all")
"""The counts that a run shares with the whole list."""


class CurrentRun:
    """Told where every batch stands, again and again. A run begins when something is to do and nothing was.

    What ended before it is not part of it; a job that is tried again is, though it failed before. `ended_by` counts the
    jobs that ended up to a change of the table and still are.
    """

    def __init__(self, ended_by: Callable[[int], Counts]) -> None:
        self._ended_by = ended_by
        self._at_rest = False
        self._began: int | None = None
        self._seen, self._looked = Counts(), 0
        self._before = Counts()

    def after(self, batches: Sequence[StoredBatch], ended: Sequence[Job], mark: int) -> Counts:
        """The counts of the run as the batches stand at the change `mark`; `ended` are the jobs that did since last time."""
        now = add_up(batch.counts for batch in batches)
        at_rest = now.ended == now.total and not any(batch.accepting for batch in batches)
        worked = any(job.state is not JobState.CANCELLED for job in ended)
        begins = self._began is None or (self._at_rest and (not at_rest or worked))
        if begins:
            self._began = mark if self._began is None else self._looked
        if begins or not self._is_told_by(now, ended):
            # Rows were tried again, removed or put back too, and which of them had ended before only the table knows.
            self._before = self._ended_by(self._began or 0)
        self._at_rest, self._seen, self._looked = at_rest, now, mark
        return _beyond(self._before, now)

    def _is_told_by(self, now: Counts, ended: Sequence[Job]) -> bool:
        """Whether nothing but these ends has changed what has ended."""
        new = Counter(job.state for job in ended)
        return all(now.in_state(state) == self._seen.in_state(state) + new[state] for state in ENDED)


def _beyond(before: Counts, now: Counts) -> Counts:
    whole = asdict(now)
    # The two are read one after the other, and rows may come back in between.
    return replace(now, **{name: max(0, n - getattr(before, name)) for name, n in whole.items() if name not in _OF_ALL})


def add_up(counts: Iterable[Counts]) -> Counts:
    """The sum of several counts."""
    totals = dict.fromkeys(Counts.__struct_fields__, 0)
    for one in counts:
        for name in totals:
            totals[name] += getattr(one, name)
    return Counts(**totals)
