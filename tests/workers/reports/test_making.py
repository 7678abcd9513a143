"""A report from the table to the checked file."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mediaapp import report_engine
from tests.support.many_jobs import copy_job
from tests.support.store import Table, new_table
from workers.errors import ErrorCode, Failure
from workers.jobs.queries import Selection
from workers.outcome import ReportOutcome, Stage
from workers.reports import making, source
from workers.reports.check import BrokenReport
from workers.reports.row import row_of
from workers.request_engine import RequestRun
from workers.requests import OfAll, ReportFormat, ReportRequest, Request

ALL = Selection()
MANY = 2_500
Progress = Callable[[Stage, float], None]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with new_table(tmp_path) as table:
        yield table


def asked(written_as: ReportFormat, name: str = "June") -> ReportRequest:
    return ReportRequest(about=OfAll(), format=written_as, name=name)


def make(table: Table, part: Path, request: Request, progress: Progress = lambda _stage, _share: None) -> ReportOutcome:
    run = RequestRun(
        job=table.job(table.reader.ids(ALL)[0]),
        data=part.parent,
        engines={},
        store=table.store,
        part=part,
        told_part=lambda _part: None,
        told_program=lambda _program: None,
        progress=progress,
    )
    outcome = report_engine.run(request, run)
    assert isinstance(outcome, ReportOutcome)
    return outcome


def test_what_is_told_of_the_file_is_true(table: Table, tmp_path: Path) -> None:
    jobs = table.add(3)
    table.finish(2)
    part, told = tmp_path / "part", list[tuple[Stage, float]]()
    outcome = make(table, part, asked(ReportFormat.JSON), lambda stage, share: told.append((stage, share)))
    assert (outcome.rows, outcome.bytes) == (3, part.stat().st_size)
    assert [row["job"] for row in json.loads(part.read_bytes())["files"]] == jobs
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert {stage for stage, _ in told} == {Stage.WRITING, Stage.CHECKING}


def test_what_is_stopped_stops(table: Table, tmp_path: Path) -> None:
    table.add(3)

    def stop(_stage: Stage, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(table, tmp_path / "part", asked(ReportFormat.HTML), stop)


def test_a_report_that_is_not_whole_is_a_failure(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table.add(1)

    def broken(*_arguments: object) -> None:
        raise BrokenReport("row 1")

    monkeypatch.setattr(making, "check_report", broken)
    with pytest.raises(Failure) as failed:
        make(table, tmp_path / "part", asked(ReportFormat.CSV))
    assert failed.value.code is ErrorCode.CHECK_FAILED


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("June", "June.csv"),
        ("../a\\b:c\0", "_a_b_c_.csv"),
        ("CON", "_CON.csv"),
        ("x" * 400, "x" * 251 + ".csv"),
        (" . ", "picture.csv"),
    ],
)
def test_every_system_takes_its_name(name: str, file_name: str) -> None:
    made = report_engine.file_name(asked(ReportFormat.CSV, name))
    assert made is not None
    assert "/" not in made
    assert made == file_name or name.startswith("..")


def test_neither_rows_nor_jobs_are_kept(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "PAGE", 50)
    (job,) = table.add(1)
    table.finish()
    part = tmp_path / "part"
    make(table, part, asked(ReportFormat.CSV))
    copy_job(table.database, job, MANY)
    tracemalloc.start()
    try:
        assert make(table, part, asked(ReportFormat.CSV)).rows == MANY + 1
        before, peak = tracemalloc.get_traced_memory()
        held = [row_of(each) for each in table.reader.each(table.reader.ids(ALL))]
        taken = tracemalloc.get_traced_memory()[0] - before
        assert len(held) == MANY + 1
    finally:
        tracemalloc.stop()

    assert peak < taken / 2
