"""The run that is under way, or the last one: what it has done and has to do, without what was finished before it."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from workers.jobs.batch import Batch, Counts
from workers.jobs.ids import BatchId

_ENDED = (
    *("done", "skipped", "failed", "cancelled"),
    *("already_made", "names_taken", "brought_back", "replaced"),
    *("bytes_in", "bytes_out"),
)
"""The counts of what has ended."""
_NOTHING = Counts()


class CurrentRun:
    """Told where every batch stands, again and again. A run begins when something is to do and nothing was.

    What ended before it is not part of it; a job that is tried again is, though it failed before.
    """

    def __init__(self) -> None:
        self._at_rest = True
        self._seen: Mapping[BatchId, Counts] | None = None
        self._before: Mapping[BatchId, Counts] = {}

    def after(self, batches: Sequence[Batch]) -> Counts:
        """The counts of the run as the batches stand now."""
        now = {batch.id: batch.counts for batch in batches}
        at_rest = not any(batch.accepting or batch.counts.queued or batch.counts.running for batch in batches)
        seen, was_at_rest = self._seen, self._at_rest
        self._seen, self._at_rest = now, at_rest
        if seen is None:
            self._before = now
        elif was_at_rest and (not at_rest or _has_worked(seen, now)):
            self._before = seen
        # What was ended and is not now, by Retry or because its row left the list, was not finished before for good.
        self._before = {batch: _lower(before, now[batch]) for batch, before in self._before.items() if batch in now}
        return add_up(_beyond(self._before.get(batch, _NOTHING), counts) for batch, counts in now.items())


def _has_worked(seen: Mapping[BatchId, Counts], now: Mapping[BatchId, Counts]) -> bool:
    """Whether there was work since then that is over already."""
    return any(
        counts.ready + counts.failed > seen.get(batch, _NOTHING).ready + seen.get(batch, _NOTHING).failed
        for batch, counts in now.items()
    )


def _lower(before: Counts, now: Counts) -> Counts:
    """The smaller of the two in each part, so that nothing is less than it was before."""
    return Counts(**{name: min(getattr(before, name), getattr(now, name)) for name in _ENDED})


def _beyond(before: Counts, now: Counts) -> Counts:
    return replace(now, **{name: getattr(now, name) - getattr(before, name) for name in _ENDED})


def add_up(counts: Iterable[Counts]) -> Counts:
    """The sum of several counts."""
    totals = dict.fromkeys(Counts.__struct_fields__, 0)
    for one in counts:
        for name in totals:
            totals[name] += getattr(one, name)
    return Counts(**totals)
