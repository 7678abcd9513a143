"""What the window is told of the job table, and how little of it at a time."""

import time
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDateTime

from mediaapp.gui.live_list import PAUSE
from mediaapp.gui.live_query import LiveQuery
from mediaapp.gui.row_keys import batch_key, batch_of, cause_key, cause_of
from mediaapp.gui.snapshot import Grouping, Listing, Update, View
from mediaapp.notices import Notices
from tests.support.store import OUTCOME, Clock, Table, new_table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import BatchId
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.outcome import CallOutcome
from workers.retry import Again, GiveUp
from workers.service import JobService, Reader


class Follower:
    """A feed, the rows it has told so far, and the clock it looks at."""

    def __init__(self, reader: Reader) -> None:
        self.clock = Clock()
        self.reader = reader
        self.feed = LiveQuery(reader, clock=self.clock)
        self.keys = array("q")

    def poll(self) -> Update | None:
        update = self.feed.poll()
        if update is not None and update.listing is not None:
            self.take(update.listing)
        return update

    def show(self, view: View) -> None:
        listing = self.feed.show(view).listing
        assert listing is not None
        self.take(listing)

    def take(self, listing: Listing) -> None:
        for splice in listing.splices:
            self.keys[splice.start : splice.start + splice.removed] = splice.inserted
        assert len(self.keys) == listing.rows


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with new_table(tmp_path) as made:
        yield made


@pytest.fixture
def follower(table: Table, tmp_path: Path) -> Iterator[Follower]:
    with JobService(table.database, fallback=tmp_path) as service:
        yield Follower(service.reader)


def finish(table: Table) -> None:
    claimed = table.claim()
    table.finishing.fence(claimed.claim, "June/Smaller/a.jpg", OUTCOME)
    table.finishing.finish(claimed.claim, OUTCOME, f"content {claimed.job.id}")


def fail(table: Table, code: ErrorCode = ErrorCode.DAMAGED) -> None:
    claimed = table.claim()
    table.finishing.fail(claimed.claim, code, FailureFacts(), GiveUp())


def test_a_new_batch_stands_open_with_its_jobs_below(table: Table, follower: Follower) -> None:
    jobs = table.add(3)
    update = follower.poll()
    assert update is not None
    assert update.snapshot is not None
    batch = update.snapshot.batches[0].id
    assert list(follower.keys) == [batch_key(batch), *jobs]
    assert update.snapshot.counts.queued == 3


def test_nothing_is_told_when_nothing_happened(table: Table, follower: Follower) -> None:
    table.add(3)
    follower.poll()
    assert follower.poll() is None


def test_a_large_batch_is_one_closed_row_until_it_is_opened(table: Table, follower: Follower) -> None:
    table.add(250)
    follower.poll()
    assert len(follower.keys) == 1
    follower.show(View(opened=frozenset(follower.keys)))
    assert len(follower.keys) == 251


def test_a_batch_that_was_finished_before_the_start_is_closed(table: Table, follower: Follower) -> None:
    table.add(2)
    finish(table)
    finish(table)
    follower.poll()
    assert len(follower.keys) == 1


def test_a_batch_that_finishes_while_it_is_looked_at_stays_open(table: Table, follower: Follower) -> None:
    table.add(1)
    follower.poll()
    finish(table)
    follower.poll()
    assert len(follower.keys) == 2


def test_newer_batches_come_first_and_the_order_can_be_turned(table: Table, follower: Follower) -> None:
    table.add(1)
    table.add(1)
    follower.poll()
    first, second = follower.keys[0], follower.keys[2]
    assert first < second
    follower.show(View(newest_first=False))
    assert [key for key in follower.keys if key < 0] == [second, first]


def test_rows_on_screen_are_sent_when_they_change_and_others_are_not(table: Table, follower: Follower) -> None:
    one, other = table.add(2)
    follower.poll()
    follower.feed.watch([other], [])
    finish(table)
    update = follower.poll()
    assert update is not None
    assert update.rows == ()
    finish(table)
    update = follower.poll()
    assert update is not None
    assert [job.id for job in update.rows] == [other]
    assert one != other


def test_a_tab_shows_only_its_states(table: Table, follower: Follower) -> None:
    jobs = table.add(3)
    finish(table)
    follower.show(View(states=frozenset((JobState.DONE,)), opened=frozenset((-1,))))
    follower.poll()
    assert [key for key in follower.keys if key > 0] == jobs[:1]


def test_failed_jobs_stand_below_their_causes(table: Table, follower: Follower) -> None:
    jobs = table.add(3)
    for code in (ErrorCode.DAMAGED, ErrorCode.ENDS_EARLY, ErrorCode.DAMAGED):
        fail(table, code)
    follower.show(View(states=frozenset((JobState.FAILED,)), grouping=Grouping.CAUSE))
    follower.poll()
    headings = [key for key in follower.keys if key < 0]
    assert [cause_of(key) for key in headings] == [ErrorCode.DAMAGED, ErrorCode.ENDS_EARLY]
    assert list(follower.keys[1:3]) == [jobs[0], jobs[2]]


def test_a_search_gives_the_hits_without_headings(table: Table, follower: Follower) -> None:
    table.add(12)
    follower.poll()
    follower.show(View(grouping=Grouping.NONE, search="a1"))
    assert len(follower.keys) == 3


def test_what_waits_is_a_cause_and_not_a_row_of_the_failed_ones(table: Table, follower: Follower) -> None:
    table.add(1)
    claimed = table.claim()
    table.finishing.fail(claimed.claim, ErrorCode.DISK_FULL, FailureFacts(drive="Data"), Again(delay_s=60))
    follower.show(View(states=frozenset((JobState.FAILED,)), grouping=Grouping.CAUSE))
    update = follower.poll()
    assert update is not None
    assert update.snapshot is not None
    assert [cause.state for cause in update.snapshot.causes] == [JobState.DELAYED]
    assert not follower.keys


def test_ended_jobs_are_told_once_and_never_those_from_before_the_start(table: Table, follower: Follower) -> None:
    table.add(2)
    finish(table)
    update = follower.poll()
    assert update is not None
    assert update.ended == ()
    finish(table)
    update = follower.poll()
    assert update is not None
    assert len(update.ended) == 1


def test_a_long_list_is_not_asked_for_again_while_its_answer_would_take_too_much(
    table: Table, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = table.add(5)
    follower.show(View(states=frozenset((JobState.QUEUED,))))
    follower.poll()
    ask = follower.reader.ids

    def slowly(*args: Any, **named: Any) -> Any:
        follower.clock.now += 1
        return ask(*args, **named)

    monkeypatch.setattr(follower.reader, "ids", slowly)
    finish(table)
    follower.poll()
    finish(table)
    follower.poll()
    assert [key for key in follower.keys if key > 0] == jobs[1:]
    follower.clock.now += PAUSE
    follower.poll()
    assert [key for key in follower.keys if key > 0] == jobs[2:]


def test_the_pace_gives_the_time_that_is_left(table: Table, follower: Follower) -> None:
    table.add(30)
    follower.poll()
    for _ in range(10):
        follower.clock.now += 1
        finish(table)
        update = follower.poll()
    assert update is not None
    assert update.snapshot is not None
    assert update.snapshot.rate == pytest.approx(1.0)
    assert update.snapshot.eta == pytest.approx(20.0)


def test_keys_of_headings_lead_back_to_what_they_head() -> None:
    assert [cause_of(cause_key(code)) for code in ErrorCode] == list(ErrorCode)
    assert batch_of(batch_key(BatchId(7))) == 7
    assert batch_of(cause_key(ErrorCode.BUG)) is None
    assert cause_of(batch_key(BatchId(7))) is None
    assert batch_of(7) is None
    assert cause_of(7) is None


def test_rows_that_come_back_on_screen_are_as_they_are_now(follower: Follower, table: Table) -> None:
    first, other = table.add(2)
    follower.poll()
    follower.feed.watch([first], [])
    follower.feed.watch([other], [])
    table.claim()
    follower.poll()
    told = {job.id: job.state for job in follower.feed.watch([first], []).rows}
    assert told == {first: JobState.RUNNING}


@pytest.mark.parametrize("paused", [True, False])
def test_at_rest_the_rate_is_zero_and_the_next_run_starts_afresh(
    table: Table, follower: Follower, paused: bool
) -> None:
    table.add(30)
    follower.poll()
    for _ in range(10 if paused else 30):
        follower.clock.now += 1
        finish(table)
        update = follower.poll()
    if paused:
        table.editor.pause_all(paused=True)
        update = follower.poll()
    assert update is not None
    assert update.snapshot is not None
    assert (update.snapshot.rate, update.snapshot.eta) == (0.0, None)


def test_hooks_are_listed_and_count_as_no_pictures(table: Table, follower: Follower) -> None:
    table.add(2)
    (call,) = table.ask("tell")
    follower.poll()
    table.finish()
    table.finishing.finish(table.claim(lane=Lane.CALLS).claim, CallOutcome(seconds=1.0), "")
    update = follower.poll()
    assert update is not None
    assert update.snapshot is not None
    shown = update.snapshot
    assert (shown.counts.done, shown.counts.total, shown.run.done) == (1, 2, 1)
    assert (shown.listed.done, shown.listed.total) == (2, 3)
    assert [batch.purpose for batch in shown.batches] == [BatchPurpose.FILES]
    assert [batch.purpose for batch in shown.others] == [BatchPurpose.HOOKS]
    assert batch_key(table.job(call).batch) in follower.keys
    assert Notices().look(now=1.0, ended=update.ended, batches=shown.batches, causes=()) != []
    hooks_alone = [job for job in update.ended if job.request is not None]
    assert Notices().look(now=1.0, ended=hooks_alone, batches=shown.batches, causes=()) == []


def test_rows_that_are_forgotten_leave_the_list(table: Table, follower: Follower) -> None:
    table.add(2)
    finish(table)
    follower.poll()
    assert len(follower.keys) == 3
    table.clock.now += 31 * 24 * 3600
    assert table.retention.forget_finished(30) == 1
    update = follower.poll()
    assert update is not None
    assert update.snapshot is not None
    assert (update.snapshot.counts.done, update.snapshot.counts.queued) == (0, 1)
    assert len(follower.keys) == 2


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system keeps the zone of a process as it is")
def test_a_change_of_the_time_zone_is_told_within_a_second(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = int(datetime(2026, 7, 1, 12, tzinfo=UTC).timestamp())

    try:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
        for _ in range(2):
            follower.poll()
            follower.clock.now += 5
        assert follower.poll() is None
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        follower.clock.now += 0.5
        assert follower.poll() is None
        assert datetime.fromtimestamp(noon).hour == 12
        follower.clock.now += 5
        told = follower.poll()
        assert told is not None
        assert told.snapshot is not None
        assert datetime.fromtimestamp(noon).hour == QDateTime.fromSecsSinceEpoch(noon).time().hour() == 21
        follower.clock.now += 5
        assert follower.poll() is None
    finally:
        monkeypatch.undo()
        time.tzset()
