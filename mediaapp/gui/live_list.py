"""Which rows the list has: the headings a view asks for, and the jobs below those that are open."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from mediaapp.gui.list_diff import Section, differences, replace_all
from mediaapp.gui.row_keys import batch_key, batch_of, cause_key
from mediaapp.gui.snapshot import Grouping, Listing, View
from workers.jobs.batch import StoredBatch
from workers.jobs.ids import BatchId
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.service import Reader

SMALL_BATCH = 200
"""Up to so many jobs a batch stands open by itself while it is worked on."""

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


class LiveList:
    """Tells how the list changes; the jobs below a heading are asked of the table."""

    def __init__(self, reader: Reader, clock: Callable[[], float]) -> None:
        self._reader = reader
        self._clock = clock
        self._view = View()
        self._batches: Mapping[BatchId, StoredBatch] = {}
        self._causes: tuple[Cause, ...] = ()
        self._by_itself: dict[int, bool] = {}
        self._sections: list[Section] = []
        self._asked: dict[int | None, _Shown] = {}
        self.is_owed = False
        """Whether a question rested after a long answer: `listing` is to be asked again."""

    def show(self, view: View) -> Listing:
        """Turn the list into what `view` asks for."""
        flipped = view.newest_first != self._view.newest_first or view.grouping != self._view.grouping
        self._view = view
        if flipped:
            self._asked.clear()
        return self.listing(anew=flipped)

    def update(self, batches: Mapping[BatchId, StoredBatch], causes: tuple[Cause, ...]) -> Listing:
        """Follow the table, whose batches and causes are these now."""
        self._batches, self._causes = batches, causes
        return self.listing()

    def listing(self, *, anew: bool = False) -> Listing:
        """How the list changed since the last time."""
        self.is_owed = False
        before, after = self._sections, list(self._wanted())
        self._sections = after
        splices = replace_all(before, after) if anew else tuple(differences(before, after))
        opened = frozenset(section.key for section in after if section.key is not None and self._is_open(section.key))
        return Listing(view=self._view, splices=splices, rows=sum(map(len, after)), opened=opened)

    def _wanted(self) -> Iterator[Section]:
        view = self._view
        match view.grouping:
            case Grouping.NONE:
                selection = Selection(states=view.states, search=view.search, watch=view.watch, purpose=view.purpose)
                jobs = sum(batch.counts.total for batch in self._batches.values())
                yield Section(None, self._ids(None, selection, jobs))
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
                self.is_owed = True
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

    def _settle(self, batch: StoredBatch) -> None:
        key = batch_key(batch.id)
        unfinished = batch.accepting or batch.counts.ended < batch.counts.total
        small = batch.counts.total <= SMALL_BATCH
        self._by_itself[key] = small and (unfinished or self._by_itself.get(key, False))
