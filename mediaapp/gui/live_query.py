"""What the window shows of the job table, read in one thread and handed out as frozen values."""

import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import assert_never

from mediaapp.gui.list_diff import Section, differences, replace_all
from mediaapp.gui.row_keys import batch_key, batch_of, cause_key
from mediaapp.gui.runs import CurrentRun, add_up
from mediaapp.gui.snapshot import Grouping, Listing, Snapshot, Update, View
from workers.jobs.batch import Batch
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Changes, Selection
from workers.jobs.state import JobState
from workers.service import Reader

SMALL_BATCH = 200
"""Up to so many jobs a batch stands open by itself while it is worked on."""

SCREENFUL = 40
"""As many rows as a window shows."""

PAUSE = 10
"""After a question about the list's jobs the same one rests for so many times as long as its answer took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """An answer of the table: which jobs matched when there were so many, when it was asked and how long that took."""

    selection: Selection
    jobs: int
    ids: "array[int]"
    at: float
    took: float


class LiveQuery:
    """Follows the job table and tells what changed; everything runs in the thread that calls it."""

    def __init__(self, reader: Reader, clock: Callable[[], float] = time.monotonic) -> None:
        self._reader = reader
        self._clock = clock
        self._version = -1
        self._mark: int | None = None
        self._ended_mark = 0
        self._batches: dict[BatchId, Batch] = {}
        self._by_itself: dict[int, bool] = {}
        self._causes: tuple[Cause, ...] = ()
        self._view = View()
        self._sections: list[Section] = []
        self._asked: dict[int | None, _Shown] = {}
        self._owed = False
        self._watched: frozenset[JobId] = frozenset()
        self._run = CurrentRun()
        self._pace = _Pace()
        self._told = 0.0
        self._sent = Snapshot()

    def poll(self, *, force: bool = False) -> Update | None:
        """What changed since the last call, or None. Costs microseconds when nothing did."""
        now = self._clock()
        version = self._reader.data_version()
        if version == self._version and not force:
            return self._tick(now)
        self._version = version
        changes = self._changes()
        self._read_batches(changes)
        self._causes = tuple(self._reader.causes())
        snapshot, listing = self._snapshot(now), self._relist()
        changed = self._watched if changes.everything else self._watched.intersection(changes.jobs)
        return Update(
            snapshot=snapshot,
            listing=listing,
            rows=self._rows(changed.union(first_new(listing))),
            ended=self._ended(),
        )

    def show(self, view: View) -> Update:
        """Turn the list into what `view` asks for."""
        flipped = view.newest_first != self._view.newest_first or view.grouping != self._view.grouping
        self._view = view
        if flipped:
            self._asked.clear()
        listing = self._relist(anew=flipped)
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

    def _tick(self, now: float) -> Update | None:
        if self._owed:
            listing = self._relist()
            return Update(listing=listing, rows=self._rows(first_new(listing)))
        if not self._sent.counts.running or now - self._told < 1.0:
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

    def _snapshot(self, now: float) -> Snapshot:
        batches = tuple(
            batch for _, batch in sorted(self._batches.items(), reverse=True) if batch.counts.total or batch.accepting
        )
        counts = add_up(batch.counts for batch in batches)
        paused = self._reader.paused()
        works = counts.running > 0 or (counts.queued > 0 and not paused)
        rate = self._pace.after(now, counts.ready + counts.failed, works=works)
        left = counts.queued + counts.running
        self._told = now
        self._sent = Snapshot(
            counts=counts,
            run=self._run.after(batches),
            batches=batches,
            paused=paused,
            causes=self._causes,
            rate=rate,
            eta=left / rate if rate > 0 and left else None,
            following=self._reader.following(),
            no_worker=self._reader.no_worker(),
        )
        return self._sent

    # --- the list

    def _relist(self, *, anew: bool = False) -> Listing:
        self._owed = False
        before = self._sections
        after = list(self._wanted())
        self._sections = after
        splices = replace_all(before, after) if anew else tuple(differences(before, after))
        opened = frozenset(section.key for section in after if section.key is not None and self._is_open(section.key))
        return Listing(view=self._view, splices=splices, rows=sum(map(len, after)), opened=opened)

    def _wanted(self) -> Iterator[Section]:
        view = self._view
        match view.grouping:
            case Grouping.NONE:
                yield Section(None, self._ids(None, Selection(states=view.states, search=view.search), -1))
            case Grouping.CAUSE:
                for cause in self._causes:
                    if cause.state is JobState.FAILED:
                        selection = Selection(states=view.states, cause=cause.code)
                        yield self._section(cause_key(cause.code), selection, cause.jobs)
            case Grouping.BATCH:
                for batch in sorted(self._batches.values(), key=lambda one: one.id, reverse=view.newest_first):
                    jobs = batch.counts.in_states(view.states)
                    if jobs or (batch.accepting and view.states is None):
                        self._settle(batch)
                        yield self._section(batch_key(batch.id), Selection(states=view.states, batch=batch.id), jobs)
            case _:
                assert_never(view.grouping)

    def _section(self, key: int, selection: Selection, jobs: int) -> Section:
        if not self._is_open(key):
            return Section(key, array("q"))
        return Section(key, self._ids(key, selection, jobs))

    def _ids(self, key: int | None, selection: Selection, jobs: int) -> "array[int]":
        """The jobs below a heading. Not asked again when they must be the same, or at once after a long answer."""
        now = self._clock()
        known = self._asked.get(key)
        if known is not None and known.selection == selection:
            if selection.states is None and jobs == known.jobs:
                return known.ids
            if now - known.at < PAUSE * known.took:
                self._owed = True
                return known.ids
        newest_first = self._view.newest_first and key is None
        ids = array("q", self._reader.ids(selection, newest_first=newest_first))
        self._asked[key] = _Shown(selection=selection, jobs=jobs, ids=ids, at=now, took=self._clock() - now)
        return ids

    def _is_open(self, key: int) -> bool:
        view = self._view
        if key in view.closed:
            return False
        return key in view.opened or view.open_all or self._by_itself.get(key, batch_of(key) is None)

    def _settle(self, batch: Batch) -> None:
        key = batch_key(batch.id)
        unfinished = batch.accepting or batch.counts.ended < batch.counts.total
        small = batch.counts.total <= SMALL_BATCH
        self._by_itself[key] = small and (unfinished or self._by_itself.get(key, False))


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
