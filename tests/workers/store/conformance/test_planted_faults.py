"""The suite is worth something: a store that has one fault does not pass the test that is about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.store import Table, new_table
from tests.workers.store.conformance import test_claims as claims
from tests.workers.store.conformance import test_supervision as supervision
from tests.workers.store.conformance.stores import fresh
from workers.store import connected

# (what the store does instead, the test that must see it)
FAULTS: dict[str, tuple[str, str, Callable[[Table], object]]] = {
    "a claim does not count": (
        "attempt = attempt + 1",
        "attempt = attempt",
        claims.TestTheCourseOfAJob().test_releasing_costs_nothing_and_raises_the_attempt,
    ),
    "anybody may write": (
        " and worker = :worker and attempt = :attempt",
        "",
        lambda table: claims.TestFencing().test_a_lost_claim_writes_nothing_at_all(table, claims.WRITES["finish"]),
    ),
    "a write is not told as a change": (
        "set changed = :change, ",
        "set ",
        lambda table: claims.TestFencing().test_whoever_looks_for_changes_is_told_of_it(table, claims.WRITES["fence"]),
    ),
    "what has ended may be written again": (
        "and state = 'running' and worker = :worker",
        "and worker = :worker",
        lambda table: claims.TestFencing().test_a_run_that_has_ended_writes_nothing_more(table, claims.WRITES["fail"]),
    ),
    "an older claim of the same worker is good": (
        " and worker = :worker and attempt = :attempt",
        " and worker = :worker",
        claims.TestClaiming().test_what_this_worker_left_running_goes_back_first,
    ),
    "the oldest goes first, whatever its priority": (
        "order by prio desc, id limit 1",
        "order by id limit 1",
        claims.TestClaiming().test_a_higher_priority_goes_before,
    ),
    "a pause is not obeyed": (
        "not (select paused from pool)",
        "true",
        claims.TestClaiming().test_nothing_is_claimed_while_paused,
    ),
    "what was removed is run": (
        "indexed by job_queued where lane = 'media' and kind = 'image' and state = 'queued' and removed = 0",
        "where lane = 'media' and kind = 'image' and state = 'queued'",
        claims.TestClaiming().test_a_removed_row_is_not_claimed,
    ),
    "what was to stop is begun again": (
        "state = iif(cancel, 'cancelled', 'queued')",
        "state = 'queued'",
        claims.TestClaiming().test_what_was_to_be_cancelled_is_not_begun_again,
    ),
    "a death does not count": (
        "deaths = deaths + :by_itself",
        "deaths = deaths",
        supervision.TestDeath().test_a_worker_that_died_by_itself_counts_and_the_job_runs_alone_next,
    ),
}


@pytest.mark.parametrize(("right", "wrong", "sees"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, sees: Callable[[Table], object]
) -> None:
    planted = []

    def plant(owner: type, name: str) -> None:
        call = getattr(owner, name)

        def damaged(self: Any, sql: str, *bindings: Any) -> Any:
            if right in sql:
                planted.append(sql)
            return call(self, sql.replace(right, wrong), *bindings)

        monkeypatch.setattr(owner, name, damaged)

    for owner, name in ((connected.Connected, "_rows"), (connected.Connected, "_value"), (connected.Writing, "_run")):
        plant(owner, name)
    with new_table(tmp_path, fresh) as table, pytest.raises((AssertionError, pytest.fail.Exception)):
        sees(table)
    assert planted
