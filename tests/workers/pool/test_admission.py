"""Who may take memory when."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.pool.admission import Admission, MemoryBudget, Need, bounded, machine_memory

MEMORY = MemoryBudget(budget=1000, machine=2000)
ADMITTED, WAITS, TOO_LARGE = Admission.ADMITTED, Admission.WAITS, Admission.TOO_LARGE


def needs(*peaks: int) -> list[Need]:
    return [Need(peak_bytes=peak) for peak in peaks]


@pytest.mark.parametrize(
    ("waiting", "running", "verdicts"),
    [
        ((100,), (), [ADMITTED]),
        ((400, 400, 400), (), [ADMITTED, ADMITTED, WAITS]),
        ((1500,), (), [ADMITTED]),
        ((1500,), (1,), [WAITS]),
        ((1,), (1500,), [WAITS]),
        ((1500, 1), (1,), [WAITS, WAITS]),
        ((2001, 1), (1,), [TOO_LARGE, ADMITTED]),
        ((600, 1), (600,), [WAITS, WAITS]),
        ((0, 0, 0), (1000,), [ADMITTED] * 3),
    ],
)
def test_each_case_is_decided_as_the_table_says(
    waiting: tuple[int, ...], running: tuple[int, ...], verdicts: list[Admission]
) -> None:
    assert MEMORY.decide_all(needs(*waiting), needs(*running)) == verdicts


def test_a_job_that_runs_alone_lets_nobody_in_and_waits_for_all() -> None:
    alone = Need(peak_bytes=1, alone=True)
    assert MEMORY.decide(alone, []) is ADMITTED
    assert MEMORY.decide(alone, needs(1)) is WAITS
    assert MEMORY.decide(needs(1)[0], [alone]) is WAITS


@given(st.lists(st.integers(0, 2500), max_size=8), st.lists(st.integers(0, 900), max_size=3))
def test_the_budget_holds_unless_one_runs_alone(waiting: list[int], running: list[int]) -> None:
    inside = needs(*running)
    asked = needs(*waiting)
    let_in = [
        need for need, verdict in zip(asked, MEMORY.decide_all(asked, inside), strict=True) if verdict is ADMITTED
    ]
    together = inside + let_in
    taken = sum(need.peak_bytes for need in together)
    assert not let_in or taken <= MEMORY.budget or len(together) == 1
    assert all(need.peak_bytes <= MEMORY.machine for need in let_in)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=8))
def test_an_idle_machine_always_lets_somebody_in(waiting: list[int]) -> None:
    assert MEMORY.decide_all(needs(*waiting), [])[0] is ADMITTED


def test_a_machine_gives_half_to_all_and_three_quarters_to_one() -> None:
    assert machine_memory(1600) == MemoryBudget(budget=800, machine=1200)
    assert machine_memory(1600, asked=100).budget == 100
    assert machine_memory(1600, asked=5000).budget == 1200


def test_a_control_group_and_those_above_it_bound_the_memory(tmp_path: Path) -> None:
    own, groups = tmp_path / "own", tmp_path / "groups"
    (groups / "user" / "app").mkdir(parents=True)
    assert bounded(1000, own, groups) == 1000
    own.write_text("1:cpu:/elsewhere\n0::/user/app\n")
    assert bounded(1000, own, groups) == 1000
    (groups / "user" / "app" / "memory.max").write_text("max\n")
    assert bounded(1000, own, groups) == 1000
    (groups / "user" / "memory.max").write_text("600\n")
    assert bounded(1000, own, groups) == 600
    (groups / "user" / "app" / "memory.max").write_text("700\n")
    assert bounded(1000, own, groups) == 600
    (tmp_path / "memory.max").write_text("1\n")
    assert bounded(1000, own, groups) == 600
    own.write_text("0::/../..\n")
    assert bounded(1000, own, groups) == 1000
