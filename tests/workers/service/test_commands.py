"""The commands that change jobs where they stand."""

from pathlib import Path

from tests.support.store import OTHER, OUTCOME, Table
from tests.workers.service.test_submit import accepted
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.retry import GiveUp
from workers.service import JobService
from workers.service.commands import (
    Cancel,
    Cancelled,
    MoveFirst,
    MoveLast,
    PauseJobs,
    Remove,
    Restore,
    ResumeJobs,
    Retry,
    SetPaused,
    UndoCancel,
)


def _fail_all(table: Table) -> None:
    while (claimed := table.claims.claim(OTHER)) is not None:
        table.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())


def test_a_selection_is_cut_to_what_the_wish_fits(service: JobService, table: Table, june: Path) -> None:
    """Retry of a mixed selection acts on the failed ones."""
    jobs, _ = accepted(service, june)
    claim = table.claim().claim
    table.finishing.fail(claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
    everything = Selection(ids=tuple(job.id for job in jobs))
    assert Retry(everything).run(service) == 1
    assert PauseJobs(everything).run(service) == 4
    assert ResumeJobs(everything).run(service) == 4
    assert Cancel((everything,)).run(service).total == 4
    assert Cancel((everything,)).run(service).total == 0
    assert service.reader.counts().cancelled == 4


def test_states_of_the_selection_narrow_it_further(service: JobService, table: Table, june: Path) -> None:
    accepted(service, june)
    _fail_all(table)
    assert Retry(Selection(states=frozenset((JobState.CANCELLED,)))).run(service) == 0
    assert Retry(Selection(cause=ErrorCode.DAMAGED)).run(service) == 4


def test_what_was_cancelled_waits_again_as_it_did(service: JobService, june: Path) -> None:
    jobs, _ = accepted(service, june)
    PauseJobs(Selection(ids=(jobs[1].id,))).run(service)
    cancelled = Cancel((Selection(ids=(jobs[0].id,)), Selection(ids=(jobs[1].id, jobs[0].id)))).run(service)
    assert cancelled == Cancelled(jobs=(jobs[0].id,), held=(jobs[1].id,))
    assert service.reader.counts().cancelled == 2
    UndoCancel(cancelled).run(service)
    states = [job.state for job in service.reader.jobs(service.reader.ids(Selection()))]
    assert states == [JobState.QUEUED, JobState.PAUSED, JobState.QUEUED, JobState.QUEUED]


def test_removing_and_restoring_touch_no_file(service: JobService, june: Path) -> None:
    jobs, _ = accepted(service, june)
    assert Remove((Selection(search="beach"),)).run(service) == (jobs[3].id,)
    assert service.reader.counts().total == 3
    assert Restore((jobs[3].id,)).run(service) == 1
    assert service.reader.ids(Selection()) == [job.id for job in jobs]
    assert (june / "beach/d.heic").exists()


def test_pause_is_for_everything_and_seen_by_all(service: JobService, table: Table, june: Path) -> None:
    accepted(service, june)
    version = service.reader.data_version()
    SetPaused(paused=True).run(service)
    assert service.reader.data_version() != version
    assert service.reader.paused()
    assert table.claims.claim(OTHER) is None
    SetPaused(paused=False).run(service)
    assert table.claims.claim(OTHER) is not None


def test_first_and_last(service: JobService, table: Table, june: Path) -> None:
    a, b, c, d = (job.id for job in accepted(service, june)[0])
    MoveFirst(Selection(ids=(d,))).run(service)
    MoveLast(Selection(ids=(a,))).run(service)
    assert [job.id for job in table.claim_in_order(4)] == [d, b, c, a]


def test_jobs_that_finished_are_told_once_in_order(service: JobService, table: Table, june: Path) -> None:
    jobs, _ = accepted(service, june)
    mark = service.reader.mark()
    for job in table.claim_in_order(2):
        assert job.id in {each.id for each in jobs}
    for running in reversed(table.supervision.running()):
        table.finishing.finish(running.claim, OUTCOME, "")
    ended = service.reader.ended_since(mark)
    assert [job.id for job in ended.jobs] == [jobs[1].id, jobs[0].id]
    assert service.reader.ended_since(ended.mark).jobs == ()
