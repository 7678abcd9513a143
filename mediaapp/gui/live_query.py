"""What the window shows of the job table, read in one thread and handed out as frozen values."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice

from mediaapp.gui.live_list import LiveList
from mediaapp.gui.runs import CurrentRun, add_up
from mediaapp.gui.snapshot import Listing, Snapshot, Update, View
from workers.jobs.batch import BatchPurpose, StoredBatch
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Changes
from workers.local_time import current_zone
from workers.service import Reader

SCREENFUL = 40
"""As many rows as a window shows."""
_ZONE_S = 1.0
"""Every so many seconds it is asked whether the computer is in another time zone."""


class LiveQuery:
    """Follows the job table and tells what changed; everything runs in the thread that calls it."""

    def __init__(self, reader: Reader, clock: Callable[[], float] = time.monotonic) -> None:
        self._reader = reader
        self._clock = clock
        self._version = -1
        self._mark: int | None = None
        self._ended_mark = 0
        self._batches: dict[BatchId, StoredBatch] = {}
        self._causes: tuple[Cause, ...] = ()
        self._list = LiveList(reader, clock)
        self._watched: frozenset[JobId] = frozenset()
        self._run = CurrentRun(reader.ended_by)
        self._pace = _Pace()
        self._told = 0.0
        self._zone, self._zone_asked = current_zone(), clock()
        self._sent = Snapshot()

    def poll(self) -> Update | None:
        """What changed since the last call, or None. Costs microseconds when nothing did."""
        now = self._clock()
        version = self._reader.data_version()
        if version == self._version:
            return self._tick(now) if self._zone_stays(now) else Update(snapshot=self._snapshot(now))
        self._version = version
        changes = self._changes()
        self._read_batches(changes)
        self._causes = tuple(self._reader.causes())
        ended = self._ended()
        snapshot, listing = self._snapshot(now, ended), self._list.update(self._batches, self._causes)
        changed = self._watched if changes.everything else self._watched.intersection(changes.jobs)
        return Update(
            snapshot=snapshot,
            listing=listing,
            rows=self._rows(changed.union(first_new(listing))),
            ended=ended,
        )

    def show(self, view: View) -> Update:
        """Turn the list into what `view` asks for."""
        listing = self._list.show(view)
        return Update(listing=listing, rows=self._rows(first_new(listing)))

    def watch(self, wanted: Sequence[JobId], missing: Sequence[JobId]) -> Update:
        """Keep the rows `wanted` fresh from now on; read those that are `missing`, and those nobody looked after so far."""
        before, self._watched = self._watched, frozenset(wanted)
        return Update(rows=self._rows((self._watched - before).union(missing)))

    def _changes(self) -> Changes:
        if self._mark is None:
            self._mark = self._ended_mark = self._reader.mark()
            return Changes(mark=self._mark, everything=True)
        changes = self._reader.changes_since(self._mark)
        self._mark = changes.mark
        return changes

    def _ended(self) -> tuple[Job, ...]:
        ended = self._reader.ended_since(self._ended_mark)
        self._ended_mark = ended.mark
        return ended.jobs

    def _zone_stays(self, now: float) -> bool:
        """Whether times are to be told as before."""
        if now - self._zone_asked < _ZONE_S:
            return True
        before, self._zone, self._zone_asked = self._zone, current_zone(), now
        return before == self._zone

    def _tick(self, now: float) -> Update | None:
        if self._list.is_owed:
            listing = self._list.listing()
            return Update(listing=listing, rows=self._rows(first_new(listing)))
        if not self._sent.listed.running or now - self._told < 1.0:
            return None
        return Update(snapshot=self._snapshot(now))

    def _rows(self, ids: Sequence[JobId] | frozenset[JobId]) -> tuple[Job, ...]:
        return tuple(self._reader.jobs(tuple(ids))) if ids else ()

    def _read_batches(self, changes: Changes) -> None:
        if changes.everything:
            self._batches = {batch.id: batch for batch in self._reader.batches()}
            return
        for batch_id in changes.batches:
            batch = self._reader.batch(batch_id)
            if batch is None:
                self._batches.pop(batch_id, None)
            else:
                self._batches[batch_id] = batch

    def _snapshot(self, now: float, ended: Sequence[Job] = ()) -> Snapshot:
        every = [
            batch for _, batch in sorted(self._batches.items(), reverse=True) if batch.counts.total or batch.accepting
        ]
        batches = tuple(batch for batch in every if batch.purpose is BatchPurpose.FILES)
        counts = add_up(batch.counts for batch in batches)
        paused, holds = self._reader.paused(), self._reader.holds()
        works = counts.running > 0 or (counts.queued > 0 and not paused and not holds)
        rate = self._pace.after(now, counts.ready + counts.failed, works=works)
        left = counts.queued + counts.running
        self._told = now
        self._sent = Snapshot(
            counts=counts,
            run=self._run.after(batches, [job for job in ended if job.request is None], self._ended_mark),
            batches=batches,
            others=tuple(batch for batch in every if batch.purpose is not BatchPurpose.FILES),
            paused=paused,
            causes=self._causes,
            rate=rate,
            eta=left / rate if rate > 0 and left else None,
            following=self._reader.following(),
            no_worker=self._reader.no_worker(),
            holds=holds,
            alerts=tuple(self._reader.alerts()),
            listed=add_up(batch.counts for batch in every),
        )
        return self._sent


def first_new(listing: Listing) -> list[JobId]:
    """The jobs of the first rows that come, so that they have names as soon as they are there."""
    keys = (key for splice in listing.splices for key in splice.inserted if key > 0)
    return [JobId(key) for key in islice(keys, SCREENFUL)]


class _Pace:
    """Pictures a second over the last 20 seconds of work; 0 while nothing runs."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def after(self, now: float, ended: int, *, works: bool) -> float:
        if not works or (self._seen and ended < self._seen[-1][1]):
            self._seen.clear()
        self._seen.append((now, ended))
        while len(self._seen) > 2 and now - self._seen[0][0] > 20:
            self._seen.popleft()
        since, before = self._seen[0]
        return (ended - before) / (now - since) if now - since >= 0.5 else 0.0
