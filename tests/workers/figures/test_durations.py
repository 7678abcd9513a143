"""What is typical of how long things take."""

from pathlib import Path

from tests.support.store import new_table
from workers.figures.durations import BOUNDS_S, Quantiles, quantiles


def test_the_median_and_one_in_twenty() -> None:
    assert quantiles([]) is None
    assert quantiles([3.0]) == Quantiles(jobs=1, p50=3.0, p95=3.0)
    assert quantiles([1.0] * 95 + [9.0] * 5) == Quantiles(jobs=100, p50=1.0, p95=1.0)
    assert quantiles([9.0] * 10 + [1.0] * 90) == Quantiles(jobs=100, p50=1.0, p95=9.0)
    assert quantiles([-5.0]) == Quantiles(jobs=1, p50=0.0, p95=0.0)


def test_the_table_counts_in_the_classes_that_are_told(tmp_path: Path) -> None:
    """Something of each class, one just over the bound below it."""
    with new_table(tmp_path) as table:
        table.add(len(BOUNDS_S))
        for below in (0.0, *BOUNDS_S[:-1]):
            claim = table.claim().claim
            table.clock.now += below + 0.001
            table.finish_claimed(claim)
        found = table.store.figures.counters().durations
    running = [one for one in found if one.span == "running"]
    assert [one.within_s for one in running] == list(BOUNDS_S)
    assert [one.jobs for one in running] == [1] * len(BOUNDS_S)
