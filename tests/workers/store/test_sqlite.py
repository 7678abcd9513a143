"""What is true of the store on SQLite, and need not be of another: indexes, connections, what is on the disk."""

import threading

import pytest

from tests.support.statements import noted
from tests.support.store import OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import JobId, WorkerId
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.retry import Again
from workers.store.job_store import JobStore
from workers.store.queued import first_queued


def test_a_claim_uses_the_index_made_for_it(table: Table) -> None:
    """Without it a claim among a million rows took 12 ms."""
    plan = [step[3] for step in table.sql(f"explain query plan {first_queued(Lane.MEDIA, frozenset())}")]
    searched = [step for step in plan if " job " in f"{step} "]
    assert searched
    assert set(searched) == {"SEARCH job USING COVERING INDEX job_queued (lane=? AND kind=?)"}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("select j.id from job j where j.removed = 0 order by j.id asc limit 9", "job_listed"),
        ("select j.id from job j where j.removed = 0 and j.state in ('failed') order by j.id limit 9", "job_state"),
        (
            "select j.id from job j where j.removed = 0 and j.batch_id = 1 and j.state in ('failed') order by j.id",
            "job_batch",
        ),
    ],
)
def test_lists_read_no_row(table: Table, query: str, index: str) -> None:
    """A list of a million rows must come from the index alone."""
    plan = " ".join(step[3] for step in table.sql(f"explain query plan {query}"))
    assert f"COVERING INDEX {index}" in plan


def test_each_part_of_the_schema_has_a_name_of_its_own(table: Table) -> None:
    assert table.sql("select name from sqlite_schema group by name having count(*) > 1") == []


@pytest.mark.parametrize("code", [ErrorCode.SOURCE_AWAY, ErrorCode.OUTPUT_AWAY, ErrorCode.DISK_FULL])
def test_holding_back_a_drive_does_not_sort_the_queue(
    table: Table, monkeypatch: pytest.MonkeyPatch, code: ErrorCode
) -> None:
    """100,000 rows wait: the first of them are found in the order that the index has."""
    table.add(2)
    claimed = table.claim()
    asked = noted(monkeypatch)
    table.finishing.fail(claimed.claim, code, FailureFacts(), Again(15.0))
    plans = [" / ".join(step[3] for step in table.plan(*each)) for each in asked if "limit" in each[0]]
    assert len(plans) == 1
    assert "SEARCH job USING INDEX job_queued (lane=? AND kind=?)" in plans[0]
    assert "TEMP B-TREE" not in plans[0]


def test_four_connections_never_take_the_same_job(table: Table) -> None:
    jobs = table.add(400)
    taken: list[JobId] = []

    def work(worker: WorkerId) -> None:
        with JobStore(table.database) as store:
            while (claimed := store.claims.claim(worker)) is not None:
                taken.append(claimed.claim.job)
                store.finishing.finish(claimed.claim, OUTCOME, "")

    threads = [threading.Thread(target=work, args=(WorkerId(f"{n}@1.00"),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == jobs
    assert set(table.states(jobs)) == {JobState.DONE}


def test_the_fence_is_on_the_disk_and_the_rest_is_not_slowed(table: Table) -> None:
    table.add()
    table.finishing.fence(table.claim().claim, "o.jpg", OUTCOME)
    assert table.claims._connection.pragma("synchronous") == 1  # noqa: SLF001 - a setting of this connection alone


DAY_S = 24 * 3600


def test_attempts_history_and_empty_batches_go_with_their_jobs(table: Table) -> None:
    jobs = table.add(2)
    table.editor.cancel(jobs)
    assert table.reader.history(jobs[0]) is not None
    table.clock.now += 91 * DAY_S
    assert table.retention.prune() == 2
    table.retention.prune()
    for leftover in ("attempt", "history", "batch", "tally"):
        assert table.sql(f"select count(*) from {leftover}") == [(0,)]
