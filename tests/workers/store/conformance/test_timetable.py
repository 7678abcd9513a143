"""When what waits begins: at an hour, after another batch, and when nothing holds it back."""

import pytest

from tests.support.store import ME, OTHER, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Shortage, StoredBatch
from workers.jobs.history import HistoryKind
from workers.jobs.ids import BatchId, JobId
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.manners.manners import Hold, HoldReason, LetThrough
from workers.recipe import Recipe
from workers.retry import Again

NIGHT = Hold(reasons=(HoldReason.QUIET_HOURS,), until=1_800_010_000.0)


def _batch_of(table: Table, job: JobId) -> StoredBatch:
    found = table.reader.batch(table.job(job).batch)
    assert found is not None
    return found


class TestHours:
    def test_a_batch_that_begins_at_an_hour_waits_for_it_and_begins(self, table: Table) -> None:
        at = table.clock.now + 100
        (job,) = table.add(begins_at=at)
        assert (table.state(job), table.job(job).not_before) == (JobState.PAUSED, at)
        assert (_batch_of(table, job).begins_at, _batch_of(table, job).begins_by_itself) == (at, True)
        assert table.timetable.begin_due(at - 1) == 0
        assert table.claims.claim(ME) is None
        assert table.timetable.begin_due(at) == 1
        assert (_batch_of(table, job).begins_at, _batch_of(table, job).on_hold) == (None, False)
        assert table.claim().job.id == job

    def test_files_found_later_have_the_hour_of_their_batch(self, table: Table) -> None:
        batch = table.begin()
        table.found(batch)
        at = table.clock.now + 100
        assert table.timetable.put_off_batch(batch, at)
        jobs = table.found(batch, folder="July")
        assert table.job(jobs[-1]).not_before == at
        table.timetable.begin_due(at)
        assert table.state(table.found(batch, folder="August")[-1]) is JobState.QUEUED

    def test_jobs_are_put_off_also_what_is_delayed_and_say_so(self, table: Table) -> None:
        delayed, queued = table.add(2)
        table.finishing.fail(table.claim().claim, ErrorCode.DISK_FULL, FailureFacts(), Again(5.0))
        at = table.clock.now + 100
        assert table.timetable.put_off([delayed, queued], at) == 2
        assert table.states([delayed, queued]) == [JobState.PAUSED] * 2
        assert table.job(delayed).error_code is None
        history = table.reader.history(queued)
        assert history is not None
        assert [entry.what for entry in history.entries] == [HistoryKind.PUT_OFF]
        table.supervision.wake_waiting(ErrorCode.DISK_FULL)
        assert table.timetable.begin_due(at - 1) == 0
        assert table.timetable.begin_due(at) == 2

    def test_what_runs_or_has_ended_is_not_put_off(self, table: Table) -> None:
        running, done = table.add(2)
        claimed = table.claim(OTHER)
        table.finish()
        assert table.timetable.put_off([running, done], table.clock.now + 100) == 0
        assert claimed.job.id == running
        table.claims.release(claimed.claim)

    def test_a_batch_that_has_ended_is_not_put_off(self, table: Table) -> None:
        (job,) = table.add()
        table.finish()
        assert not table.timetable.put_off_batch(table.job(job).batch, table.clock.now + 100)
        assert not _batch_of(table, job).on_hold

    def test_begun_sooner_it_keeps_no_hour(self, table: Table) -> None:
        (job,) = table.add(begins_at=table.clock.now + 100)
        table.editor.start(table.job(job).batch)
        table.editor.resume([job])
        assert (table.state(job), table.job(job).not_before) == (JobState.QUEUED, None)
        assert _batch_of(table, job).begins_at is None

    def test_cancelling_and_its_undo_keep_the_hour(self, table: Table) -> None:
        at = table.clock.now + 100
        (job,) = table.add(begins_at=at)
        table.editor.cancel([job])
        table.timetable.begin_due(at)
        assert table.state(job) is JobState.CANCELLED
        table.editor.take_up([job], paused=True)
        assert table.timetable.begin_due(at) == 1

    def test_a_retry_does_not_wait_for_the_hour(self, table: Table) -> None:
        (job,) = table.add(begins_at=table.clock.now + 100)
        table.editor.cancel([job])
        table.editor.retry([job])
        assert (table.state(job), table.job(job).not_before) == (JobState.QUEUED, None)

    def test_what_waits_for_a_persons_yes_gets_no_hour(self, table: Table) -> None:
        (job,) = table.add(on_hold=True)
        at = table.clock.now + 100
        assert not table.timetable.put_off_batch(table.job(job).batch, at)
        assert table.timetable.put_off([job], at) == 0
        assert table.timetable.begin_due(at) == 0

    def test_want_of_room_takes_the_hour_away(self, table: Table) -> None:
        at = table.clock.now + 100
        (job,) = table.add(begins_at=at)
        table.intake.hold_back(table.job(job).batch, Shortage(bytes_needed=2, bytes_free=1))
        assert table.timetable.begin_due(at) == 0
        assert _batch_of(table, job).shortage is not None

    def test_with_another_recipe_it_begins_at_the_same_hour(self, table: Table) -> None:
        at = table.clock.now + 100
        batch = table.begin(begins_at=at)
        other = table.intake.moved_batch(batch, Recipe(name="Other"), with_rest=True)
        assert table.job(table.found(other)[0]).not_before == at
        retried = table.reader.batch(table.intake.moved_batch(batch, Recipe(), with_rest=False))
        assert retried is not None
        assert (retried.begins_at, retried.on_hold) == (None, False)


class TestAfter:
    @pytest.fixture
    def first(self, table: Table) -> JobId:
        return table.add()[0]

    def _after(self, table: Table, first: JobId) -> JobId:
        (job,) = table.add(after=table.job(first).batch)
        return job

    def test_it_begins_when_the_other_has_ended(self, table: Table, first: JobId) -> None:
        second = self._after(table, first)
        assert (_batch_of(table, second).after, _batch_of(table, second).after_name) == (table.job(first).batch, "June")
        assert table.timetable.begin_due(table.clock.now) == 0
        claimed = table.claim()
        assert claimed.job.id == first
        assert table.timetable.begin_due(table.clock.now) == 0
        table.claims.release(claimed.claim)
        table.finish()
        assert table.timetable.begin_due(table.clock.now) == 1
        assert table.claim().job.id == second
        assert not _batch_of(table, second).on_hold

    def test_it_waits_while_files_of_the_other_are_still_being_found(self, table: Table) -> None:
        batch = table.begin()
        (second,) = table.add(after=batch)
        assert table.timetable.begin_due(table.clock.now) == 0
        table.intake.complete(batch, [])
        assert table.timetable.begin_due(table.clock.now) == 1
        assert table.state(second) is JobState.QUEUED

    @pytest.mark.parametrize("how", ["failed", "cancelled", "removed"])
    def test_however_the_other_ended(self, table: Table, first: JobId, how: str) -> None:
        second = self._after(table, first)
        match how:
            case "failed":
                table.fail(ErrorCode.DAMAGED)
            case "cancelled":
                table.editor.cancel([first])
            case "removed":
                table.editor.remove([first])
        assert table.timetable.begin_due(table.clock.now) == 1
        assert table.state(second) is JobState.QUEUED

    def test_one_that_is_forgotten_has_ended(self, table: Table, first: JobId) -> None:
        second = self._after(table, first)
        table.editor.remove([first])
        table.clock.now += 30 * 24 * 3600
        while table.retention.prune():
            pass
        table.clock.now += 1
        assert table.reader.batch(BatchId(1)) is None
        assert _batch_of(table, second).after_name == ""
        assert table.timetable.begin_due(table.clock.now) == 1

    def test_what_was_given_another_recipe_is_waited_for_too(self, table: Table) -> None:
        batch = table.begin()
        (second,) = table.add(after=batch)
        moved = table.intake.moved_batch(batch, Recipe(name="Other"), with_rest=True)
        table.found(moved)
        table.intake.complete(moved, [])
        assert table.timetable.begin_due(table.clock.now) == 0
        table.finish()
        assert table.timetable.begin_due(table.clock.now) == 1
        assert table.state(second) is JobState.QUEUED

    def test_a_row_of_three_goes_one_after_the_other(self, table: Table, first: JobId) -> None:
        second = self._after(table, first)
        third = self._after(table, second)
        table.finish()
        assert table.timetable.begin_due(table.clock.now) == 1
        assert table.states([second, third]) == [JobState.QUEUED, JobState.PAUSED]
        table.finish()
        assert table.timetable.begin_due(table.clock.now) == 1

    def test_one_job_put_off_keeps_its_own_hour(self, table: Table, first: JobId) -> None:
        second = self._after(table, first)
        table.timetable.put_off([second], table.clock.now + 100)
        table.finish()
        assert table.timetable.begin_due(table.clock.now) == 0
        assert table.timetable.begin_due(table.clock.now + 100) == 1


class TestHeldBack:
    def test_nothing_is_claimed_and_what_runs_goes_on(self, table: Table) -> None:
        table.add(2)
        running = table.claim(OTHER)
        table.timetable.hold([NIGHT])
        assert table.claims.claim(ME) is None
        assert table.reader.holds() == (NIGHT,)
        assert not table.claims.is_cancelled(running.claim)
        table.timetable.hold([])
        assert table.claims.claim(ME) is not None

    def test_jobs_of_one_kind_are_held_back(self, table: Table) -> None:
        table.add()
        table.timetable.hold([Hold(kind=JobKind.IMAGE, reasons=(HoldReason.ON_BATTERY,))])
        assert table.claims.claim(ME) is None
        table.timetable.hold([Hold(kind=JobKind.HOOK, reasons=(HoldReason.ON_BATTERY,))])
        assert table.claims.claim(ME) is not None

    def test_calls_and_reports_are_held_back_only_where_they_are_named(self, table: Table) -> None:
        (job,) = table.add()
        table.sql("update job set kind = 'report' where id = ?", job)
        table.timetable.hold([Hold(kind=JobKind.REPORT, reasons=(HoldReason.QUIET_HOURS,))])
        assert table.claims.claim(ME) is None
        table.timetable.hold([NIGHT])
        assert table.claim().job.id == job

    def test_what_is_held_now_is_let_through_and_ends_with_its_reason(self, table: Table) -> None:
        table.timetable.hold([NIGHT])
        table.timetable.go_on([NIGHT])
        through = LetThrough(reason=HoldReason.QUIET_HOURS)
        assert table.timetable.let_through() == [through]
        table.timetable.hold([])
        assert table.timetable.let_through() == [through]
        table.timetable.hold([], no_longer=[through])
        assert table.timetable.let_through() == []
