"""What counts for the run under way: nothing that was over before it began."""

from mediaapp.gui.runs import CurrentRun
from tests.support.histories import batch
from workers.jobs.batch import Batch, Counts


def told(run: CurrentRun, *counts: Counts, accepting: bool = False) -> Counts:
    """The run when the batches stand like this."""
    batches: list[Batch] = [batch(n, counts=one, accepting=accepting) for n, one in enumerate(counts, 1)]
    return run.after(batches)


OLD = Counts(done=40, failed=2, bytes_in=4000, bytes_out=400)


def test_what_was_over_when_the_window_opened_is_no_part_of_it() -> None:
    run = CurrentRun()
    assert told(run, OLD).total == 0
    now = told(run, OLD, Counts(queued=3))
    assert (now.ended, now.total, now.bytes_in) == (0, 3, 0)
    now = told(run, OLD, Counts(done=3, bytes_in=30, bytes_out=3))
    assert (now.ended, now.total, now.bytes_in, now.bytes_out) == (3, 3, 30, 3)


def test_what_was_half_done_when_the_window_opened_counts_from_there() -> None:
    run = CurrentRun()
    assert told(run, Counts(done=40, queued=60)).total == 60
    now = told(run, Counts(done=50, queued=50))
    assert (now.ended, now.total) == (10, 60)


def test_a_run_begins_when_there_was_nothing_to_do() -> None:
    run = CurrentRun()
    told(run)
    told(run, Counts(queued=3))
    told(run, Counts(done=3))
    now = told(run, Counts(done=3), Counts(running=1, queued=1))
    assert (now.ended, now.total) == (0, 2)


def test_what_comes_while_it_is_under_way_is_part_of_it() -> None:
    run = CurrentRun()
    told(run)
    told(run, Counts(running=1, done=2))
    now = told(run, Counts(done=3), Counts(queued=2))
    assert (now.ended, now.total) == (3, 5)


def test_a_folder_that_is_still_being_read_is_one_run() -> None:
    run = CurrentRun()
    told(run)
    told(run, Counts(queued=3), accepting=True)
    told(run, Counts(done=3), accepting=True)
    assert told(run, Counts(done=3, queued=2)).total == 5


def test_one_that_nobody_saw_running_is_a_run_of_its_own() -> None:
    run = CurrentRun()
    told(run, OLD)
    now = told(run, OLD, Counts(done=1))
    assert (now.done, now.total) == (1, 1)


def test_what_failed_before_and_is_tried_again_is_part_of_it() -> None:
    run = CurrentRun()
    told(run, OLD)
    now = told(run, Counts(done=40, queued=2))
    assert (now.ended, now.total) == (0, 2)
    now = told(run, Counts(done=41, failed=1))
    assert (now.done, now.failed, now.total) == (1, 1, 2)


def test_rows_that_leave_the_list_never_count_less_than_nothing() -> None:
    run = CurrentRun()
    told(run, OLD)
    told(run, OLD, Counts(queued=1))
    now = told(run, Counts(done=10), Counts(queued=1))
    assert (now.ended, now.total) == (0, 1)


def test_what_is_cancelled_is_counted() -> None:
    run = CurrentRun()
    told(run)
    told(run, Counts(queued=5))
    now = told(run, Counts(done=2, cancelled=3))
    assert (now.done, now.cancelled, now.total) == (2, 3, 5)
