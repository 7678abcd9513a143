"""What the store tells of the work as a whole, and the alerts it keeps."""

from msgspec import structs

from tests.support.store import ME, OTHER, Table
from workers.errors import ErrorCode, FailureFacts
from workers.figures.durations import Phase, Quantiles
from workers.figures.observed import EndedLately
from workers.figures.statistics import JobsIn, byte_sums
from workers.jobs.alert import DriveAway, LongWait
from workers.jobs.event import AlertTold, EventKind
from workers.jobs.ids import EventId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.retry import Again
from workers.volumes import Volume

ARCHIVE = Volume(path="/media/Archive", name="Archive", id="vfat:two")


class TestWaiting:
    def test_the_oldest_of_all_priorities_that_may_begin_counts(self, table: Table) -> None:
        assert table.figures.waiting_since() is None
        first = table.clock.now
        table.add(1, prio=-1)
        table.clock.now += 10
        table.add(2)
        assert table.figures.waiting_since() == first
        table.editor.pause(table.reader.ids(Selection())[:1])
        assert table.figures.waiting_since() == first + 10
        table.editor.pause_all(paused=True)
        assert table.figures.waiting_since() is None

    def test_who_was_asked_for_again_waits_from_then_on(self, table: Table) -> None:
        jobs = table.add(2)
        table.editor.cancel(jobs)
        assert table.figures.waiting_since() is None
        table.clock.now += 500
        table.editor.retry(jobs[:1])
        table.editor.take_up(jobs[1:], paused=True)
        assert table.figures.waiting_since() == table.clock.now
        table.clock.now += 500
        table.editor.resume(jobs[1:])
        assert table.figures.waiting_since() == table.clock.now - 500

    def test_a_try_that_comes_by_itself_is_the_same_wait(self, table: Table) -> None:
        began = table.clock.now
        table.add()
        table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_LOCKED, FailureFacts(), Again(10.0))
        table.clock.now += 10
        table.supervision.wake_due(table.clock.now)
        assert table.figures.waiting_since() == began


class TestEndedLately:
    def test_what_failed_is_told_with_its_commonest_cause(self, table: Table) -> None:
        table.add(7)
        table.finish(2)
        for code in (ErrorCode.BUG, ErrorCode.DAMAGED, ErrorCode.DAMAGED):
            table.fail(code)
        table.editor.cancel(table.reader.ids(Selection(states=frozenset((JobState.QUEUED,)))))
        now = table.clock.now
        assert table.figures.ended_lately(now, 50) == EndedLately(ended=5, failed=3, cause=ErrorCode.DAMAGED)
        assert table.figures.ended_lately(now, 4) == EndedLately(ended=2, failed=2, cause=ErrorCode.DAMAGED)
        assert table.figures.ended_lately(now + 4000, 50) == EndedLately()
        table.editor.retry(table.reader.ids(Selection(states=frozenset((JobState.FAILED,)))))
        assert table.figures.ended_lately(now, 50) == EndedLately(ended=2)


class TestPlaces:
    def test_roots_are_those_that_outputs_go_to(self, table: Table) -> None:
        now = table.clock.now
        table.add(1, volume=ARCHIVE)
        table.intake.root(structs.replace(ARCHIVE, path="/never"))
        assert [root.path for root in table.figures.output_roots(now)] == [ARCHIVE.path]
        assert table.figures.output_roots(now + 90_000) == []
        table.claim()
        assert [root.path for root in table.figures.output_roots(now + 90_000)] == [ARCHIVE.path]

    def test_drives_are_missing_that_somebody_waits_for(self, table: Table) -> None:
        table.add(1, volume=ARCHIVE)
        table.add(1)
        assert table.figures.missing_drives() == []
        for code in (ErrorCode.OUTPUT_AWAY, ErrorCode.SOURCE_LOCKED):
            table.finishing.fail(table.claim().claim, code, FailureFacts(), Again(10.0))
        (missing,) = table.figures.missing_drives()
        assert (missing.path, missing.drive) == (ARCHIVE.path, "Archive")
        table.supervision.wake_due(table.clock.now + 10)
        assert table.figures.missing_drives() == []


class TestCounters:
    def test_runs_are_counted_for_good_by_kind_state_and_cause(self, table: Table) -> None:
        jobs = table.add(5)
        table.finish(2)
        table.fail(ErrorCode.DAMAGED)
        table.finishing.skip(table.claim().claim, SkipReason.NAME_TAKEN, None)
        asked_to_stop = table.claim().claim
        table.editor.cancel([asked_to_stop.job])
        table.finishing.cancelled(asked_to_stop)
        before = table.figures.worked()
        assert {(one.state, one.cause, one.jobs) for one in before} == {
            (JobState.DONE, None, 2),
            (JobState.SKIPPED, None, 1),
            (JobState.FAILED, ErrorCode.DAMAGED, 1),
            (JobState.CANCELLED, None, 1),
        }
        assert (byte_sums(before).bytes_in, byte_sums(before).saved) == (200, 120)
        assert table.figures.today(table.clock.now).files == 2
        assert table.figures.today(table.clock.now + 2 * 86_400).files == 0
        table.editor.remove(jobs)
        table.clock.now += 30 * 86_400
        table.retention.prune()
        assert table.reader.counts().total == 0
        assert table.figures.worked() == before

    def test_how_long_what_is_done_had_waited_and_run(self, table: Table) -> None:
        table.add(2)
        for waited, ran in ((7, 2), (0, 20)):
            table.clock.now += waited
            claim = table.claim().claim
            table.clock.now += ran
            table.finish_claimed(claim)
        found = {(one.span, one.within_s): (one.jobs, one.seconds) for one in table.figures.counters().durations}
        assert found == {
            (Phase.WAITING, 10.0): (2, 16.0),
            (Phase.RUNNING, 2.5): (1, 2.0),
            (Phase.RUNNING, 30.0): (1, 20.0),
        }
        sample = table.figures.sample()
        assert sample.waiting == Quantiles(jobs=2, p50=7.0, p95=7.0)
        assert sample.running == Quantiles(jobs=2, p50=2.0, p95=2.0)

    def test_jobs_are_counted_by_the_kind_that_their_content_told(self, table: Table) -> None:
        table.add(1)
        table.finish()
        table.add(3)
        table.claim()
        assert set(table.figures.jobs_in()) == {
            JobsIn(kind=JobKind.IMAGE, state=JobState.QUEUED, jobs=2),
            JobsIn(kind=JobKind.IMAGE, state=JobState.RUNNING, jobs=1),
            JobsIn(kind=JobKind.IMAGE, state=JobState.DONE, jobs=1),
        }

    def test_a_part_is_told_by_itself(self, table: Table) -> None:
        (first,), (second,) = table.add(), table.add()
        table.fail(ErrorCode.DAMAGED)
        table.finish()
        batches = [table.job(job).batch for job in (first, second)]
        assert table.figures.failed_of(batches[0]) == [(ErrorCode.DAMAGED, 1)]
        assert table.figures.failed_of(batches[1]) == []
        assert table.figures.sample_of(batches[0]).running is None
        assert table.figures.sample_of(batches[1]).running == Quantiles(jobs=1, p50=0.0, p95=0.0)

    def test_the_rate_is_of_the_last_minutes(self, table: Table) -> None:
        table.add(3)
        table.finish(3)
        assert table.figures.rate(table.clock.now + 10) == 3 / 300
        assert table.figures.rate(table.clock.now + 400) == 0.0


class TestWorkers:
    def test_who_is_there_and_how_many_died_is_told(self, table: Table) -> None:
        assert (table.figures.workers(), table.figures.deaths()) == ([], 0)
        table.supervision.tell_workers({OTHER, ME})
        table.supervision.count_death()
        table.supervision.count_death()
        assert (table.figures.workers(), table.figures.deaths()) == ([ME, OTHER], 2)


class TestAlerts:
    def test_are_kept_from_their_begin_to_their_end(self, table: Table) -> None:
        wait, away = LongWait(since=1.0), DriveAway(path="/a\udcff", drive="a")
        first, second = table.alerts.begin(wait), table.alerts.begin(away)
        assert [alert.facts for alert in table.reader.alerts()] == [wait, DriveAway(path="/a\ufffd", drive="a")]
        assert (first.began, first.ended, first.told) == (table.clock.now, None, False)
        table.alerts.renew(structs.replace(first, facts=LongWait(since=2.0)))
        table.alerts.note_told([first.id])
        table.clock.now += 60
        table.alerts.end(second.id)
        table.alerts.end(second.id)
        assert table.reader.alerts() == [structs.replace(first, facts=LongWait(since=2.0), told=True)]
        page = table.store.stream.after(EventId(0), (EventKind.ALERT_BEGAN, EventKind.ALERT_ENDED), 9)
        assert [(event.kind, event.at, event.facts) for event in page.events] == [
            (EventKind.ALERT_BEGAN, first.began, AlertTold(alert=wait)),
            (EventKind.ALERT_BEGAN, second.began, AlertTold(alert=second.facts)),
            (EventKind.ALERT_ENDED, table.clock.now, AlertTold(alert=second.facts)),
        ]

    def test_old_ones_are_forgotten_and_those_that_last_are_not(self, table: Table) -> None:
        kept, over = table.alerts.begin(LongWait(since=1.0)), table.alerts.begin(LongWait(since=2.0))
        table.alerts.end(over.id)
        table.clock.now += 100 * 86_400
        table.retention.prune()
        assert [alert.id for alert in table.reader.alerts()] == [kept.id]
        assert table.sql("select count(*) from alert") == [(1,)]
