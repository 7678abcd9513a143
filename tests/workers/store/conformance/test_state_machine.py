"""Whatever people, workers and faults do in whatever order: no transition is made that does not exist, and all is counted."""

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.store import ME, OTHER, OUTCOME, OpenStore, Table
from tests.workers.store.conformance.stores import STORES
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.claim import Claim
from workers.jobs.event import EventKind
from workers.jobs.ids import BatchId, EventId, JobId, WorkerId
from workers.jobs.queries import Selection
from workers.jobs.state import ENDED, FOLLOWING, JobState
from workers.outcome import SkipReason
from workers.retry import Again, GiveUp
from workers.store.errors import ClaimLost

NO_FACTS = FailureFacts()
WORKERS = (ME, OTHER)
codes = st.sampled_from((ErrorCode.DISK_FULL, ErrorCode.SOURCE_AWAY, ErrorCode.SOURCE_LOCKED, ErrorCode.BUG))
decisions = st.sampled_from((Again(5.0), GiveUp()))


class Jobs(RuleBasedStateMachine):
    """A table, two workers that may die or come back late, and somebody who clicks everything."""

    open_store: ClassVar[OpenStore]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.table = Table(Path(self.folder.name) / "jobs.db", type(self).open_store)
        self.claims: list[Claim] = []
        self.before: dict[JobId, tuple[JobState, int]] = {}
        self.unfinished: dict[BatchId, bool] = {}
        self.ends: Counter[BatchId | None] = Counter()

    def teardown(self) -> None:
        self.table.close()
        self.folder.cleanup()

    @rule(n=st.integers(1, 3), on_hold=st.booleans(), prio=st.integers(0, 1))
    def accept(self, n: int, on_hold: bool, prio: int) -> None:
        for job in self.table.add(n, on_hold=on_hold, prio=prio):
            self.before[job] = (JobState.PAUSED if on_hold else JobState.QUEUED, 0)

    @rule(worker=st.sampled_from(WORKERS))
    def claim(self, worker: WorkerId) -> None:
        claimed = self.table.claims.claim(worker)
        if claimed is not None:
            self.claims.append(claimed.claim)

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), code=codes, decision=decisions)
    def end(self, data: st.DataObject, code: ErrorCode, decision: Again | GiveUp) -> None:
        """A worker writes under a claim it holds, or held once."""
        claim = data.draw(st.sampled_from(self.claims))
        store = self.table.store
        writes: tuple[Callable[[], object], ...] = (
            lambda: store.finishing.finish(claim, OUTCOME, "c"),
            lambda: store.finishing.adopt(claim),
            lambda: store.finishing.skip(claim, SkipReason.NAME_TAKEN, None),
            lambda: store.finishing.fail(claim, code, NO_FACTS, decision),
            lambda: store.claims.release(claim),
            lambda: store.claims.rescue(claim),
            lambda: store.finishing.cancelled(claim),
            lambda: store.claims.note_original(claim, "/kept/a.jpg"),
            lambda: store.finishing.fence(claim, "out.jpg", OUTCOME),
            lambda: store.claims.note_source(claim, 5, 6),
            lambda: store.finishing.died(claim, NO_FACTS, decision, by_itself=True),
        )
        write = data.draw(st.sampled_from(writes))
        row = self.table.job(claim.job)
        holds = (row.state, row.worker, row.attempt) == (JobState.RUNNING, claim.worker, claim.attempt)
        try:
            write()
        except ClaimLost:
            assert not holds
        else:
            assert holds

    @precondition(lambda self: self.before)
    @rule(data=st.data())
    def click(self, data: st.DataObject) -> None:
        jobs = data.draw(st.lists(st.sampled_from(sorted(self.before)), max_size=4))
        editor = self.table.editor
        data.draw(
            st.sampled_from(
                (
                    editor.retry,
                    editor.cancel,
                    editor.pause,
                    editor.resume,
                    editor.remove,
                    editor.restore,
                    lambda jobs: editor.take_up(jobs, paused=False),
                    lambda jobs: editor.take_up(jobs, paused=True),
                    editor.brought_back,
                    lambda jobs: self.table.timetable.put_off(jobs, self.table.clock.now + 10),
                    editor.first,
                    editor.last,
                )
            )
        )(jobs)

    @rule(paused=st.booleans())
    def pause_all(self, paused: bool) -> None:
        self.table.editor.pause_all(paused=paused)

    @rule(seconds=st.floats(0, 20))
    def time_passes(self, seconds: float) -> None:
        self.table.clock.now += seconds
        self.table.supervision.wake_due(self.table.clock.now)
        self.table.timetable.begin_due(self.table.clock.now)

    @rule(code=codes)
    def it_is_back(self, code: ErrorCode) -> None:
        self.table.supervision.wake_waiting(code)

    @invariant()
    def every_move_exists(self) -> None:
        for job in self.table.reader.jobs(sorted(self.before)):
            before, attempt = self.before[job.id]
            assert job.state in {before} | FOLLOWING[before], (job.id, before, job.state)
            assert job.attempt >= attempt
            self.before[job.id] = (job.state, job.attempt)

    @invariant()
    def rows_make_sense(self) -> None:
        for job in self.table.reader.jobs(sorted(self.before)):
            assert (job.state is JobState.RUNNING) == (job.worker is not None and job.stage is not None)
            assert job.state is not JobState.DELAYED or (job.not_before is not None and job.error_code is not None)
            assert (job.error_code is not None) == (job.state in {JobState.FAILED, JobState.DELAYED})
            assert not job.cancel or job.state is JobState.RUNNING

    @invariant()
    def the_counts_are_right(self) -> None:
        reader = self.table.reader
        for selection in (Selection(), *(Selection(batch=batch.id) for batch in reader.batches())):
            jobs = reader.jobs(reader.ids(selection))
            counts = reader.counts(selection)
            assert {state: getattr(counts, state) for state in JobState} == {
                state: sum(job.state is state for job in jobs) for state in JobState
            }
            assert counts.bytes_all == sum(job.size_in for job in jobs)
            assert counts.bytes_out == sum(job.size_out or 0 for job in jobs if job.state is JobState.DONE)
            assert counts.replaced == sum(job.state is JobState.DONE and job.original is not None for job in jobs)

    @invariant()
    def every_run_is_told_from_its_start_to_one_end(self) -> None:
        runs: dict[JobId | None, bool] = {}
        for event in self.table.stream.after(EventId(0), RUNS, 10_000).events:
            is_open = runs.get(event.job, False)
            assert is_open != (event.kind is EventKind.STARTED) or event.kind is EventKind.CANCELLED, event
            runs[event.job] = event.kind is EventKind.STARTED
        for job in self.table.reader.jobs(sorted(self.before)):
            assert runs.get(job.id, False) == (job.state is JobState.RUNNING)

    @invariant()
    def a_batch_ends_whenever_nothing_of_it_is_left_to_do(self) -> None:
        ended = self.table.stream.after(EventId(0), {EventKind.BATCH_ENDED}, 10_000).events
        ends = Counter(event.batch for event in ended)
        unfinished = dict.fromkeys(self.unfinished, False)
        for job in self.table.reader.jobs(sorted(self.before)):
            unfinished[job.batch] = unfinished.get(job.batch, False) or (job.state not in ENDED and not job.removed)
        for batch, goes_on in unfinished.items():
            if goes_on == self.unfinished.get(batch, True):
                assert ends[batch] == self.ends[batch], "nothing new"
            elif not goes_on:
                assert ends[batch] > self.ends[batch]
        self.unfinished, self.ends = unfinished, ends


RUNS = frozenset(
    (
        EventKind.STARTED,
        EventKind.READY,
        EventKind.SKIPPED,
        EventKind.FAILED,
        EventKind.DELAYED,
        EventKind.CANCELLED,
        EventKind.GIVEN_BACK,
    )
)


@pytest.mark.parametrize(
    ("store", "examples"), [("fresh", 20), ("migrated", 5), pytest.param("reopened", 10, marks=pytest.mark.soak)]
)
def test_whatever_happens_in_whatever_order(store: str, examples: int) -> None:
    machine = type("JobsInStore", (Jobs,), {"open_store": staticmethod(STORES[store])})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
