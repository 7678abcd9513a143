"""Whatever people, workers and faults do in whatever order: no job makes a move that does not exist, and all is counted."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.store import ME, OTHER, OUTCOME, Table, counted_by_hand, tally
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.claim import Claim
from workers.jobs.ids import JobId, WorkerId
from workers.jobs.queries import Selection
from workers.jobs.state import FOLLOWING, JobState
from workers.outcome import SkipReason
from workers.retry import Again, GiveUp
from workers.store.claims import ClaimLost

NO_FACTS = FailureFacts()
WORKERS = (ME, OTHER)
codes = st.sampled_from((ErrorCode.DISK_FULL, ErrorCode.SOURCE_AWAY, ErrorCode.SOURCE_LOCKED, ErrorCode.BUG))
decisions = st.sampled_from((Again(5.0), GiveUp()))


class Jobs(RuleBasedStateMachine):
    """A table, two workers that may die or come back late, and somebody who clicks everything."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.table = Table(Path(self.folder.name) / "jobs.db")
        self.claims: list[Claim] = []
        self.before: dict[JobId, tuple[JobState, int]] = {}

    def teardown(self) -> None:
        self.table.close()
        self.folder.cleanup()

    @rule(n=st.integers(1, 3), on_hold=st.booleans(), prio=st.integers(0, 1))
    def accept(self, n: int, on_hold: bool, prio: int) -> None:
        for job in self.table.add(n, on_hold=on_hold, prio=prio):
            self.before[job] = (JobState.PAUSED if on_hold else JobState.QUEUED, 0)

    @rule(worker=st.sampled_from(WORKERS))
    def claim(self, worker: WorkerId) -> None:
        claimed = self.table.writer.claim(worker)
        if claimed is not None:
            self.claims.append(claimed.claim)

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), code=codes, decision=decisions)
    def end(self, data: st.DataObject, code: ErrorCode, decision: Again | GiveUp) -> None:
        """A worker writes under a claim it holds, or held once."""
        claim = data.draw(st.sampled_from(self.claims))
        writer = self.table.writer
        writes: tuple[Callable[[], object], ...] = (
            lambda: writer.finish(claim, OUTCOME, "c"),
            lambda: writer.adopt(claim),
            lambda: writer.skip(claim, SkipReason.NAME_TAKEN, None),
            lambda: writer.fail(claim, code, NO_FACTS, decision),
            lambda: writer.release(claim),
            lambda: writer.rescue(claim),
            lambda: writer.cancelled(claim),
            lambda: writer.note_original(claim, "/kept/a.jpg"),
            lambda: writer.fence(claim, "out.jpg", OUTCOME),
            lambda: writer.note_source(claim, 5, 6),
            lambda: writer.died(claim, NO_FACTS, decision, by_itself=True),
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
        self.table.writer.wake_due(self.table.clock.now)

    @rule(code=codes)
    def it_is_back(self, code: ErrorCode) -> None:
        self.table.writer.wake_waiting(code)

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
    def the_tally_is_right(self) -> None:
        assert tally(self.table.database) == counted_by_hand(self.table.database)
        assert self.table.reader.counts().total == len(self.table.reader.ids(Selection()))


Jobs.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestJobs = Jobs.TestCase
