"""What is forgotten, and what never is."""

import pytest

from tests.support.store import OUTCOME, Table
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.store import retention

DAY_S = 24 * 3600


def _finish(table: Table, n: int, *, original: str | None = None) -> None:
    for _ in range(n):
        claim = table.claim().claim
        if original is not None:
            table.claims.note_original(claim, original)
        table.finishing.finish(claim, OUTCOME, "")


def test_ended_rows_go_after_90_days_and_waiting_ones_never(table: Table) -> None:
    jobs = table.add(3)
    _finish(table, 2)
    table.clock.now += 89 * DAY_S
    assert table.retention.prune() == 0
    table.clock.now += 2 * DAY_S
    assert table.retention.prune() == 2
    assert table.reader.ids(Selection()) == jobs[2:]
    assert table.reader.counts().total == 1


def test_removed_rows_go_after_7_days(table: Table) -> None:
    jobs = table.add(2)
    table.editor.remove(jobs[:1])
    table.clock.now += 8 * DAY_S
    assert table.retention.prune() == 1
    assert table.reader.job(jobs[0]) is None
    assert table.state(jobs[1]) is JobState.QUEUED


def test_only_the_newest_are_kept_but_nothing_of_today(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "KEPT_ROWS", 4)
    jobs = table.add(10)
    _finish(table, 10)
    assert table.retention.prune() == 0
    table.clock.now += 2 * DAY_S
    assert table.retention.prune() == 6
    assert table.reader.ids(Selection()) == jobs[6:]


def test_rows_whose_original_is_kept_stay_until_it_is_gone(table: Table) -> None:
    (job,) = table.add()
    _finish(table, 1, original="/June/.mediaapp-originals/1/a0.jpg")
    table.clock.now += 91 * DAY_S
    assert table.retention.prune() == 0
    ((kept, path),) = table.retention.originals()
    assert (kept, str(path)) == (job, "/June/.mediaapp-originals/1/a0.jpg")
    table.retention.forget_originals([kept])
    assert table.retention.originals() == []
    assert table.retention.prune() == 1


def test_what_somebody_wants_forgotten_sooner_goes_sooner_and_the_list_is_told(table: Table) -> None:
    jobs = table.add(3)
    batch = table.job(jobs[0]).batch
    _finish(table, 1)
    _finish(table, 1, original="/June/.mediaapp-originals/1/a1.jpg")
    table.clock.now += 31 * DAY_S
    mark = table.reader.mark()
    assert table.retention.forget_finished(32) == 0
    assert table.retention.forget_finished(30) == 1
    assert table.reader.ids(Selection()) == jobs[1:]
    assert batch in table.reader.changes_since(mark).batches
