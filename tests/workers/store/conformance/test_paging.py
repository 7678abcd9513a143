"""Any number of jobs, read while others write."""

from tests.support.store import Table
from workers.errors import ErrorCode
from workers.jobs.ids import JobId
from workers.jobs.queries import JobRange, Selection
from workers.jobs.state import JobState

FAILED = frozenset((JobState.FAILED,))


def numbers(table: Table, selection: Selection) -> list[JobId]:
    extent = table.paging.extent(selection)
    return [
        job.id
        for first in range(extent.first, extent.last + 1, 3)
        for job, _ in table.paging.page(selection, first, min(first + 2, extent.last), extent.mark)
    ]


def test_each_job_comes_once_and_in_order(table: Table) -> None:
    jobs = table.add(8)
    assert numbers(table, Selection()) == jobs


def test_only_what_is_selected_comes(table: Table) -> None:
    june, july = table.add(5), table.add(4, folder="July")
    table.fail(ErrorCode.DAMAGED)
    table.editor.remove(june[4:])
    assert numbers(table, Selection(batch=table.job(july[0]).batch)) == july
    assert numbers(table, Selection(batch=table.job(june[0]).batch)) == june[:4]
    assert numbers(table, Selection(states=FAILED)) == june[:1]
    assert numbers(table, Selection(states=FAILED, batch=table.job(july[0]).batch)) == []


def test_a_time_takes_its_beginning_and_leaves_its_end(table: Table) -> None:
    jobs = table.add(4)
    began = table.clock.now
    for _ in range(3):
        table.finish()
        table.clock.now += 10
    assert numbers(table, Selection(ended_since=began, ended_until=began + 20)) == jobs[:2]
    assert numbers(table, Selection(ended_since=began + 10)) == jobs[1:3]


def test_what_is_queued_again_did_not_end(table: Table) -> None:
    (job,) = table.add(1)
    table.fail(ErrorCode.DAMAGED)
    table.editor.retry([job])
    assert numbers(table, Selection(ended_since=0.0)) == []


def test_nothing_lies_nowhere(table: Table) -> None:
    table.add(1)
    assert table.paging.extent(Selection(states=FAILED)) == JobRange(mark=table.reader.mark())


def test_what_is_accepted_later_lies_beyond_the_extent(table: Table) -> None:
    jobs = table.add(5)
    extent = table.paging.extent(Selection())
    table.add(5)
    assert (extent.first, extent.last) == (jobs[0], jobs[4])


def test_what_changes_meanwhile_is_said(table: Table) -> None:
    jobs = table.add(4)
    extent = table.paging.extent(Selection())
    table.editor.pause([jobs[1]])
    page = table.paging.page(Selection(), extent.first, extent.last, extent.mark)
    assert [(job.state, changed) for job, changed in page] == [
        (JobState.QUEUED, False),
        (JobState.PAUSED, True),
        (JobState.QUEUED, False),
        (JobState.QUEUED, False),
    ]


def test_a_page_does_not_keep_the_log_from_being_emptied(table: Table) -> None:
    """A reader that stays in one transaction does, and the log grows with each write."""
    table.add(9)
    extent = table.paging.extent(Selection())
    table.paging.page(Selection(), extent.first, extent.last, extent.mark)
    table.add(3)
    busy, *_ = table.sql("pragma wal_checkpoint(truncate)")[0]
    assert not busy
