"""What the monitor asks again and again costs the same at any number of jobs: SQLite's own plans say so."""

import re
from pathlib import Path

import pytest

from tests.support.statements import noted
from tests.support.store import new_table

READ = re.compile(r"(SCAN|SEARCH) (\w+)")
SMALL = {"pool", "root", "s", "r", "w", "watch", "census", "worked", "spent", "line", "constant"}
"""Tables that do not grow with the jobs."""
BOUNDED = ("job_running", "job_ended", "alert_lasting", "(subquery")
"""Of an index only the part is read that is running, or as much as a limit says, from its end."""


def test_no_question_of_the_monitor_reads_all_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_table(tmp_path) as table:
        table.add(3)
        asked = noted(monkeypatch)
        now, figures = table.clock.now, table.figures
        for ask in (
            figures.waiting_since,
            figures.at_work,
            lambda: figures.ended_lately(now, 50),
            lambda: figures.output_roots(now),
            figures.missing_drives,
            figures.deaths,
            figures.workers,
            figures.jobs_in,
            figures.counters,
            figures.sample,
            lambda: figures.rate(now),
            table.reader.alerts,
        ):
            ask()
        monkeypatch.undo()
        dear = [
            f"{detail} <- {sql}"
            for sql, bindings in asked
            for (_, _, _, detail) in table.plan(sql, bindings)
            if not is_cheap(detail)
        ]
    assert len(asked) >= 12
    assert not dear, "\n".join(dear)


def is_cheap(detail: str) -> bool:
    """Whether this line of a plan reads only so many rows; the largest of all rows is a search too, but without an index."""
    found = READ.match(detail)
    if found is None or found[2].lower() in SMALL or any(word in detail for word in BOUNDED):
        return True
    return found[1] == "SEARCH" and " USING " in detail


@pytest.mark.parametrize(
    ("detail", "cheap"),
    [
        ("SCAN job", False),
        ("SEARCH job", False),
        ("SCAN job USING INDEX job_state", False),
        ("SEARCH job USING INDEX job_queued (lane=? AND kind=?)", True),
        ("SCAN job USING INDEX job_ended", True),
        ("USE TEMP B-TREE FOR GROUP BY", True),
    ],
)
def test_a_plan_that_reads_all_jobs_is_told_from_others(detail: str, cheap: bool) -> None:
    assert is_cheap(detail) is cheap
