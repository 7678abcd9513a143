"""What the monitor asks again and again costs the same at any number of jobs: SQLite's own plans say so."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.store import new_table
from workers.store.connected import Connected

SCANNED = re.compile(r"SCAN (\w+)(.*)")
SMALL = {"pool", "root", "s", "r", "w", "watch", "census", "worked", "spent", "line", "constant"}
"""Tables that do not grow with the jobs."""
BOUNDED = ("job_running", "job_ended", "alert_lasting", "(subquery")
"""Of an index only the part is read that is running, or as much as a limit says, from its end."""


def test_no_question_of_the_monitor_reads_all_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Any]] = []

    def note(name: str) -> None:
        call = getattr(Connected, name)

        def noted(self: Connected, sql: str, bindings: Any = None) -> Any:
            asked.append((sql, bindings))
            return call(self, sql, bindings)

        monkeypatch.setattr(Connected, name, noted)

    with new_table(tmp_path) as table:
        table.add(3)
        note("_rows")
        note("_value")
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
        scans = [
            f"{detail} <- {sql}"
            for sql, bindings in asked
            for (_, _, _, detail) in table.plan(sql, bindings)
            if (found := SCANNED.match(detail))
            and found[1].lower() not in SMALL
            and not any(word in detail for word in BOUNDED)
        ]
    assert len(asked) >= 12
    assert not scans, "\n".join(scans)
