"""What the supervisor writes for all of them."""

import pytest

from tests.support.store import ME, OTHER, OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.claim import JobProgress
from workers.jobs.history import HistoryKind
from workers.jobs.ids import ProcessId
from workers.jobs.state import JobState
from workers.outcome import Stage
from workers.retry import Again, GiveUp
from workers.volumes import Volume

ARCHIVE = Volume(path="/mnt/archive", name="Archive", id="ext4:two")


def _delay(table: Table, code: ErrorCode, delay_s: float = 15.0, facts: FailureFacts | None = None) -> None:
    table.finishing.fail(table.claim().claim, code, facts or FailureFacts(), Again(delay_s))


class TestProgress:
    def test_that_of_an_earlier_run_or_of_one_that_has_ended_is_left_out(self, table: Table) -> None:
        (job,) = table.add()
        earlier = table.claim().claim
        table.claims.release(earlier)
        now = table.claim().claim
        for claim in (earlier, now):
            table.supervision.progress([JobProgress(claim=claim, stage=Stage.COMPRESSING, progress=claim.attempt / 4)])
            assert table.job(job).progress == (0.5 if claim == now else 0.0)
        table.finish_claimed(now)
        table.supervision.progress([JobProgress(claim=now, stage=Stage.COMPRESSING, progress=0.5)])
        assert (table.job(job).stage, table.job(job).progress) == (None, 1.0)

    def test_all_of_it_is_one_change_and_lost_claims_are_left_out(self, table: Table) -> None:
        table.add(2)
        lost, held = table.claim(OTHER).claim, table.claim(ME).claim
        table.claims.release(lost)
        before = table.reader.mark()
        table.supervision.progress(
            [JobProgress(claim=claim, stage=Stage.COMPRESSING, progress=0.5) for claim in (lost, held)]
        )
        assert table.reader.mark() == before + 1
        assert (table.job(lost.job).stage, table.job(lost.job).progress) == (None, 0.0)
        assert (table.job(held.job).stage, table.job(held.job).progress) == (Stage.COMPRESSING, 0.5)
        assert table.reader.changes_since(before).jobs == (held.job,)


class TestDeath:
    def test_a_worker_that_died_by_itself_counts_and_the_job_runs_alone_next(self, table: Table) -> None:
        (job,) = table.add()
        facts = FailureFacts(signal="SIGSEGV")
        table.finishing.died(table.claim().claim, facts, Again(0.0), by_itself=True)
        found = table.job(job)
        assert (found.state, found.deaths, found.alone) == (JobState.QUEUED, 1, True)
        assert (found.error_code, found.not_before) == (None, None)
        assert table.claim().alone

    def test_a_killed_one_does_not_count(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.died(table.claim().claim, FailureFacts(), Again(0.0), by_itself=False)
        found = table.job(job)
        assert (found.state, found.deaths, found.alone) == (JobState.QUEUED, 0, True)

    def test_the_last_death_fails_the_job_with_what_killed_it(self, table: Table) -> None:
        (job,) = table.add()
        facts = FailureFacts(signal="SIGSEGV")
        table.finishing.died(table.claim().claim, facts, GiveUp(), by_itself=True)
        history = table.reader.history(job)
        assert history is not None
        assert (history.job.state, history.job.error_code) == (JobState.FAILED, ErrorCode.WORKER_DIED)
        assert history.job.failure == facts
        assert [entry.what for entry in history.entries] == [HistoryKind.WORKER_DIED]

    def test_what_a_run_that_failed_had_started_is_not_the_next_ones(self, table: Table) -> None:
        jobs = table.add()
        claim = table.claim().claim
        table.claims.note_program(claim, ProcessId("7@1.00"))
        table.finishing.fail(claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
        table.editor.retry(jobs)
        table.claim()
        assert [running.program for running in table.supervision.running()] == [None]

    def test_orphans_are_rescued_without_blame(self, table: Table) -> None:
        (job,) = table.add()
        claim = table.claim().claim
        table.claims.note_part(claim, "/June/x.part")
        table.claims.note_program(claim, ProcessId("7@1.00"))
        (running,) = table.supervision.running()
        assert (running.claim, running.part, running.program) == (claim, "/June/x.part", "7@1.00")
        table.claims.rescue(running.claim)
        found = table.job(job)
        assert (found.state, found.tries, found.deaths, found.alone) == (JobState.QUEUED, 0, 0, False)
        assert table.supervision.running() == []
        table.claim()
        (again,) = table.supervision.running()
        assert (again.part, again.program) == (None, None)


class TestCancelling:
    def test_the_claims_that_are_to_end_are_told_and_no_others(self, table: Table) -> None:
        table.add(3)
        running, _ = table.claim(ME).claim, table.claim(OTHER).claim
        assert table.supervision.cancelled_claims() == []
        table.editor.cancel([running.job])
        assert table.supervision.cancelled_claims() == [running]


class TestWaking:
    def test_what_is_due_is_queued_and_nothing_else(self, table: Table) -> None:
        jobs = table.add(2)
        _delay(table, ErrorCode.SOURCE_LOCKED, 10)
        _delay(table, ErrorCode.SOURCE_LOCKED, 20)
        assert table.supervision.wake_due(table.clock.now + 9) == 0
        assert table.supervision.wake_due(table.clock.now + 10) == 1
        assert table.states(jobs) == [JobState.QUEUED, JobState.DELAYED]
        assert table.job(jobs[0]).error_code is None

    def test_a_drive_that_is_back_wakes_its_own_jobs(self, table: Table) -> None:
        theirs, ours = table.add(2, volume=ARCHIVE), table.add(1)
        _delay(table, ErrorCode.SOURCE_AWAY)
        _delay(table, ErrorCode.SOURCE_AWAY)
        root = table.job(theirs[0]).root
        assert table.supervision.wake_waiting(ErrorCode.SOURCE_AWAY, root) == 2
        assert table.states(theirs + ours) == [JobState.QUEUED, JobState.QUEUED, JobState.DELAYED]

    def test_more_than_a_step_wakes_whole(self, table: Table) -> None:
        table.add(12_000)
        for _ in range(3):
            _delay(table, ErrorCode.DISK_FULL, 0)
        assert table.supervision.wake_due(table.clock.now) == 12_000
        assert table.reader.counts().queued == 12_000

    def test_postponing_moves_only_those_that_are_soon_due(self, table: Table) -> None:
        jobs, now = table.add(2, volume=ARCHIVE), table.clock.now
        soon, later = table.claim(ME).claim, table.claim(OTHER).claim
        table.finishing.fail(soon, ErrorCode.SOURCE_AWAY, FailureFacts(), Again(10.0))
        table.finishing.fail(later, ErrorCode.SOURCE_AWAY, FailureFacts(), Again(40.0))
        root = table.job(jobs[0]).root
        table.supervision.postpone(ErrorCode.SOURCE_AWAY, root, due_before=now + 30, until=now + 60)
        assert [table.job(job).not_before for job in jobs] == [now + 60, now + 40]

    def test_nothing_is_written_while_nothing_is_due(self, table: Table) -> None:
        (job,) = table.add(1, volume=ARCHIVE)
        _delay(table, ErrorCode.SOURCE_AWAY, 40)
        seen, now = table.reader.data_version(), table.clock.now
        table.supervision.wake_due(now)
        table.supervision.wake_waiting(ErrorCode.DISK_FULL)
        table.supervision.postpone(ErrorCode.SOURCE_AWAY, table.job(job).root, due_before=now + 30, until=now + 60)
        assert table.reader.data_version() == seen

    def test_what_is_waited_for_is_told_by_volume(self, table: Table) -> None:
        table.add(3, volume=ARCHIVE)
        _delay(table, ErrorCode.OUTPUT_AWAY, 10, FailureFacts(drive="Archive"))
        table.add(1)
        _delay(table, ErrorCode.SOURCE_LOCKED, 20)
        away, locked = sorted(table.supervision.waiting(), key=lambda waiting: waiting.due)
        assert away.root is not None
        assert (away.code, away.root.name, away.jobs) == (ErrorCode.OUTPUT_AWAY, "Archive", 3)
        assert (away.due, away.failure.drive) == (table.clock.now + 10, "Archive")
        assert (locked.code, locked.root, locked.jobs) == (ErrorCode.SOURCE_LOCKED, None, 1)


class TestLeftovers:
    def test_are_known_until_they_are_gone(self, table: Table) -> None:
        table.retention.note_leftover("/June/\udcff.part")
        table.retention.note_leftover("/June/\udcff.part")
        assert table.retention.leftovers() == ["/June/\udcff.part"]
        table.retention.forget_leftover("/June/\udcff.part")
        assert table.retention.leftovers() == []

    def test_of_a_job_that_goes_back_with_the_next_claim_are_told(self, table: Table) -> None:
        table.add()
        table.claims.note_part(table.claim().claim, "/June/1.part")
        assert table.retention.leftovers() == []
        table.claim()
        assert table.retention.leftovers() == ["/June/1.part"]


def test_pause_is_seen_and_so_is_every_write_of_another(table: Table) -> None:
    assert not table.reader.paused()
    version = table.reader.data_version()
    assert table.reader.data_version() == version
    table.editor.pause_all(paused=True)
    assert table.reader.paused()
    assert table.reader.data_version() != version


@pytest.mark.parametrize("jobs", [0, 3])
def test_the_tally_follows(table: Table, jobs: int) -> None:
    table.add(jobs)
    for _ in range(jobs):
        table.finishing.finish(table.claim().claim, OUTCOME, "")
    counts = table.reader.counts()
    assert (counts.done, counts.bytes_in, counts.bytes_out, counts.total) == (jobs, 100 * jobs, 40 * jobs, jobs)
