"""What people ask of jobs that are there already."""

from pathlib import Path

from tests.support.store import OTHER, OUTCOME, Table
from tests.workers.service.test_submit import accepted
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.retry import GiveUp
from workers.service import JobService


def _fail_all(table: Table) -> None:
    while (claimed := table.claims.claim(OTHER)) is not None:
        table.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())


def test_a_selection_is_cut_to_what_the_wish_fits(service: JobService, table: Table, june: Path) -> None:
    """Retry of a mixed selection acts on the failed ones."""
    jobs, _ = accepted(service, june)
    claim = table.claim().claim
    table.finishing.fail(claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
    everything = Selection(ids=tuple(job.id for job in jobs))
    assert service.retry(everything) == 1
    assert service.pause_jobs(everything) == 4
    assert service.resume_jobs(everything) == 4
    assert service.cancel(everything) == 4
    assert service.cancel(everything) == 0
    assert service.counts().cancelled == 4


def test_states_of_the_selection_narrow_it_further(service: JobService, table: Table, june: Path) -> None:
    accepted(service, june)
    _fail_all(table)
    assert service.retry(Selection(states=frozenset((JobState.CANCELLED,)))) == 0
    assert service.retry(Selection(cause=ErrorCode.DAMAGED)) == 4


def test_removing_and_restoring_touch_no_file(service: JobService, june: Path) -> None:
    jobs, _ = accepted(service, june)
    assert service.remove(Selection(search="beach")) == 1
    assert service.counts().total == 3
    assert service.restore([jobs[3].id]) == 1
    assert service.ids(Selection()) == [job.id for job in jobs]
    assert (june / "beach/d.heic").exists()


def test_pause_is_for_everything_and_seen_by_all(service: JobService, table: Table, june: Path) -> None:
    accepted(service, june)
    version = service.data_version()
    service.pause()
    assert service.data_version() != version
    assert service.paused()
    assert table.claims.claim(OTHER) is None
    service.resume()
    assert table.claims.claim(OTHER) is not None


def test_first_and_last(service: JobService, table: Table, june: Path) -> None:
    a, b, c, d = (job.id for job in accepted(service, june)[0])
    service.first(Selection(ids=(d,)))
    service.last(Selection(ids=(a,)))
    assert [job.id for job in table.claim_in_order(4)] == [d, b, c, a]


def test_jobs_that_finished_are_told_once_in_order(service: JobService, table: Table, june: Path) -> None:
    jobs, _ = accepted(service, june)
    mark = service.mark()
    for job in table.claim_in_order(2):
        assert job.id in {each.id for each in jobs}
    for running in reversed(table.supervision.running()):
        table.finishing.finish(running.claim, OUTCOME, "")
    ended = service.finished_since(mark)
    assert [job.id for job in ended.jobs] == [jobs[1].id, jobs[0].id]
    assert service.finished_since(ended.mark).jobs == ()
