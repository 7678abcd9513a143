"""What triggers count as it happens is what counting every row tells; one with a fault is seen."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.store import OTHER, OUTCOME, Table, counted_by_hand, new_table, tally
from workers.errors import ErrorCode
from workers.outcome import SkipReason

DAY_S = 86_400


def a_course_of_jobs(table: Table) -> Iterator[None]:
    """Everything that changes how a job is counted, one after the other."""
    jobs = table.add(6)
    yield
    first = table.claim().claim
    table.claims.note_source(first, 250, 9)
    yield
    table.finishing.fence(first, "June/Smaller/a.jpg", OUTCOME)
    yield
    table.finishing.finish(first, OUTCOME, "")
    yield
    table.fail(ErrorCode.DAMAGED)
    yield
    table.finishing.skip(table.claim().claim, SkipReason.ALREADY_MADE, None)
    yield
    replaced = table.claim().claim
    table.claims.note_original(replaced, "/June/.mediaapp-originals/1/a3.jpg")
    yield
    table.finishing.finish(replaced, OUTCOME, "")
    yield
    table.clock.now += DAY_S
    table.editor.retry(jobs[1:2])
    table.finish()
    yield
    table.editor.brought_back([replaced.job])
    yield
    table.editor.cancel(jobs[4:5])
    table.editor.remove([*jobs[:2], jobs[4]])
    yield
    table.editor.restore(jobs[:1])
    yield
    table.ask("Tell")
    yield
    # A kind that only the content tells; there is one of media so far.
    table.sql("update job set kind = 'report' where id = ?", jobs[5])
    yield
    table.sql("update job set kind = 'image' where id = ?", jobs[5])
    yield


def a_course_to_the_end(table: Table) -> Iterator[None]:
    """The same, and then what has ended long ago is forgotten: what was removed, and what was not."""
    yield from a_course_of_jobs(table)
    table.clock.now += 60 * DAY_S
    table.finish()
    assert table.retention.prune()
    yield
    table.clock.now += 60 * DAY_S
    assert table.retention.prune()
    assert table.sql("select count(*) from job where state = 'done'") == [(1,)]
    yield


def tallies_are_right(table: Table) -> bool:
    return tally(table.database) == counted_by_hand(table.database)


def census_is_right(table: Table) -> bool:
    return table.sql("select kind, state, n from census where n > 0 order by 1, 2") == table.sql(
        "select kind, state, count(*) from job where removed = 0 group by 1, 2 order by 1, 2"
    )


def day_sums_are_right(table: Table) -> bool:
    return table.sql("select * from day_sum where files > 0 order by day") == table.sql(
        "select date(finished, 'unixepoch', 'localtime') day, count(*), sum(size_in), sum(ifnull(size_out, 0)) from job"
        " where state = 'done' and request is null group by day order by day"
    )


Check = Callable[[Table], bool]
Course = Callable[[Table], Iterator[None]]

COUNTED: dict[Check, Course] = {
    tallies_are_right: a_course_to_the_end,
    census_is_right: a_course_to_the_end,
    day_sums_are_right: a_course_of_jobs,
}

# (the trigger, what of it is changed, to what)
FAULTS: dict[Check, tuple[tuple[str, str, str], ...]] = {
    tallies_are_right: (
        ("job_changed", "old.size_in is not new.size_in or ", ""),
        ("job_changed", "old.size_out is not new.size_out\n", "false\n"),
        ("job_changed", "(old.original is null) is not (new.original is null)", "false"),
        ("job_changed", "old.removed is not new.removed or ", ""),
        ("job_changed", "n = n - 1", "n = n"),
        ("tally_deleted", " when old.removed = 0", ""),
        ("tally_deleted", "bytes_in = bytes_in - old.size_in, ", ""),
        ("tally_deleted", ", bytes_out = bytes_out - ifnull(old.size_out, 0)", ""),
        ("tally_deleted", "iif(old.original is null, ifnull(old.skipped, ''), 'replaced')", "''"),
        ("tally_inserted", "n = n + 1, ", ""),
    ),
    census_is_right: (
        ("census_deleted", "n = n - 1", "n = n"),
        ("census_deleted", " when old.removed = 0", ""),
        ("census_changed", "old.kind is not new.kind or ", ""),
        ("census_changed", " or old.removed is not new.removed", ""),
        ("census_changed", " and old.removed = 0", ""),
        ("census_changed", " where new.removed = 0", " where true"),
        ("census_changed", "n = n + 1", "n = 1"),
        ("census_changed", "kind, state, removed", "state"),
        ("census_inserted", "n = n + 1", "n = n"),
    ),
    day_sums_are_right: (
        ("day_sum_grows", "'localtime'", "'utc'"),
        ("day_sum_grows", "bytes_out = bytes_out + excluded.bytes_out", "bytes_out = bytes_out"),
        ("day_sum_shrinks", "old.state = 'done' and ", ""),
        ("day_sum_shrinks", "bytes_in - old.size_in", "bytes_in"),
        ("day_sum_shrinks", "bytes_out - ifnull(old.size_out, 0)", "bytes_out"),
        ("day_sum_shrinks", "old.size_out", "new.size_out"),
    ),
}


@pytest.fixture(autouse=True)
def west_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ten hours, so that the clock of the tests is in another day than in universal time."""
    if os.name == "nt":
        pytest.skip("a process has no time zone of its own")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XXX10")
        time.tzset()
        yield
    time.tzset()


def is_right_throughout(table: Table, check: Check) -> bool:
    return all(check(table) for _ in COUNTED[check](table))


@pytest.mark.parametrize("check", COUNTED)
def test_triggers_count_as_if_by_hand(tmp_path: Path, check: Check) -> None:
    with new_table(tmp_path) as table:
        assert is_right_throughout(table, check)


@pytest.mark.parametrize(
    ("check", "trigger", "right", "wrong"), [(check, *fault) for check, faults in FAULTS.items() for fault in faults]
)
def test_a_fault_is_seen(tmp_path: Path, check: Check, trigger: str, right: str, wrong: str) -> None:
    with new_table(tmp_path) as table:
        ((sql,),) = table.sql("select sql from sqlite_schema where type = 'trigger' and name = ?", trigger)
        assert right in sql
        table.sql(f"drop trigger {trigger}")
        table.sql(sql.replace(right, wrong))
        assert not is_right_throughout(table, check)


def test_only_runs_are_counted_and_those_of_what_is_done_are_timed(tmp_path: Path) -> None:
    with new_table(tmp_path) as table:
        jobs = table.add(3)
        table.editor.cancel(jobs[2:])
        table.clock.now += 5
        table.fail(ErrorCode.DAMAGED)
        table.clock.now += 500
        table.editor.retry(jobs[:1])
        table.clock.now += 20
        claim = table.claim().claim
        table.clock.now += 3
        table.finish_claimed(claim)
        assert claim.job == jobs[0]
        assert table.sql("select state, n from worked order by state") == [("done", 1), ("failed", 1)]
        assert table.sql("select span, n, seconds from spent order by span") == [("running", 1, 3), ("waiting", 1, 20)]


def test_who_takes_a_batch_over_tells_nothing(tmp_path: Path) -> None:
    """The end of its process is no event of the batch."""
    with new_table(tmp_path) as table:
        batch = table.begin()
        before = table.stream.newest()
        table.intake.take_over(batch, OTHER)
        assert table.stream.newest() == before
