"""What counts for the run under way: nothing that was over before it began."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mediaapp.gui.live_query import LiveQuery
from tests.support.store import OUTCOME, Table, new_table
from workers.errors import ErrorCode
from workers.jobs.batch import Counts
from workers.service import JobService


class Run:
    """A table, and the run as the window follows it there."""

    def __init__(self, table: Table, live: LiveQuery) -> None:
        self.table = table
        self._live = live
        self._counts = Counts()

    def look(self) -> Counts:
        update = self._live.poll()
        if update is not None and update.snapshot is not None:
            self._counts = update.snapshot.run
        return self._counts

    def fails(self, n: int = 1) -> None:
        for _ in range(n):
            self.table.fail(ErrorCode.DAMAGED)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with new_table(tmp_path) as table, JobService(table.database, fallback=tmp_path) as service:
        yield Run(table, LiveQuery(service.reader))


def test_what_was_over_when_the_window_opened_is_no_part_of_it(run: Run) -> None:
    run.table.add(5)
    run.table.finish(3)
    run.fails(2)
    assert run.look().total == 0
    run.table.add(3)
    now = run.look()
    assert (now.ended, now.total, now.bytes_in) == (0, 3, 0)
    run.table.finish(3)
    now = run.look()
    assert (now.ended, now.total, now.bytes_in, now.bytes_out) == (3, 3, 300, 3 * OUTCOME.bytes)


def test_what_was_half_done_when_the_window_opened_counts_from_there(run: Run) -> None:
    run.table.add(10)
    run.table.finish(4)
    assert run.look().total == 6
    run.table.finish()
    now = run.look()
    assert (now.ended, now.total) == (1, 6)


def test_a_run_begins_when_there_was_nothing_to_do(run: Run) -> None:
    run.look()
    run.table.add(3)
    run.look()
    run.table.finish(3)
    assert run.look().done == 3
    run.table.add(2)
    now = run.look()
    assert (now.ended, now.total) == (0, 2)


def test_what_comes_while_it_is_under_way_is_part_of_it(run: Run) -> None:
    run.look()
    run.table.add(3)
    run.table.finish(2)
    run.look()
    run.table.add(2)
    run.table.finish()
    now = run.look()
    assert (now.ended, now.total) == (3, 5)


def test_a_folder_that_is_still_being_read_is_one_run(run: Run) -> None:
    run.look()
    run.table.add(3)
    run.table.begin()
    run.look()
    run.table.finish(3)
    run.look()
    run.table.add(2)
    assert run.look().total == 5


def test_one_that_nobody_saw_running_is_a_run_of_its_own(run: Run) -> None:
    run.table.add(2)
    run.table.finish(2)
    run.look()
    run.table.add(1)
    run.table.finish()
    now = run.look()
    assert (now.done, now.total) == (1, 1)


def test_all_that_is_tried_again_counts_though_some_failed_before_anybody_looked(run: Run) -> None:
    jobs = run.table.add(8)
    run.table.finish(5)
    run.fails(3)
    run.look()
    run.table.editor.retry(jobs[5:7])
    run.fails()
    now = run.look()
    assert (now.failed, now.total) == (1, 2)
    run.fails()
    now = run.look()
    assert (now.failed, now.total) == (2, 2)
    run.table.editor.retry(jobs[7:])
    run.look()
    run.table.finish()
    now = run.look()
    assert (now.done, now.failed, now.total) == (1, 0, 1)


def test_a_run_goes_on_while_some_of_it_is_paused(run: Run) -> None:
    run.look()
    jobs = run.table.add(8)
    run.table.editor.pause(jobs[:1])
    run.look()
    run.table.finish(7)
    now = run.look()
    assert (now.ended, now.total) == (7, 8)
    run.table.editor.resume(jobs[:1])
    run.look()
    run.table.finish()
    assert run.look().done == 8


def test_rows_that_leave_the_list_and_come_back_are_no_work(run: Run) -> None:
    old = run.table.add(5)
    run.table.finish(5)
    run.look()
    new = run.table.add(2)
    run.table.finish(2)
    assert run.look().done == 2
    run.table.editor.remove([*old, *new])
    assert run.look().total == 0
    run.table.editor.restore([*old, *new])
    now = run.look()
    assert (now.done, now.total) == (2, 2)


def test_rows_that_come_back_in_another_run_are_no_part_of_it(run: Run) -> None:
    old = run.table.add(5)
    run.table.finish(5)
    run.look()
    run.table.editor.remove(old)
    run.look()
    run.table.add(1)
    run.table.editor.restore(old)
    now = run.look()
    assert (now.ended, now.total) == (0, 1)


def test_what_is_cancelled_is_counted(run: Run) -> None:
    run.look()
    jobs = run.table.add(5)
    run.look()
    run.table.finish(2)
    run.table.editor.cancel(jobs[2:])
    now = run.look()
    assert (now.done, now.cancelled, now.total) == (2, 3, 5)
