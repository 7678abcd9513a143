"""A report that is not whole is found out before it gets its name."""

import tracemalloc
from pathlib import Path

import pytest

from tests.support.report_rows import many, several, written
from workers.reports.check import BrokenReport, check_report
from workers.requests import ReportFormat

ROWS = 3_000


@pytest.mark.parametrize("written_as", ReportFormat)
def test_a_whole_report_passes(tmp_path: Path, written_as: ReportFormat) -> None:
    part = tmp_path / "report"
    for rows in (several(), []):
        written(rows, part, written_as)
        check_report(part, written_as, len(rows))


@pytest.mark.parametrize("written_as", ReportFormat)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_report_does_not(tmp_path: Path, written_as: ReportFormat, share: float) -> None:
    part = tmp_path / "report"
    written(many(40), part, written_as)
    data = part.read_bytes()
    part.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BrokenReport):
        check_report(part, written_as, 40)


@pytest.mark.parametrize("written_as", ReportFormat)
def test_a_report_with_a_row_too_few_does_not(tmp_path: Path, written_as: ReportFormat) -> None:
    part = tmp_path / "report"
    written(many(40), part, written_as)
    with pytest.raises(BrokenReport):
        check_report(part, written_as, 41)


@pytest.mark.parametrize("written_as", ReportFormat)
def test_rows_are_neither_kept_when_written_nor_when_checked(tmp_path: Path, written_as: ReportFormat) -> None:
    part = tmp_path / "report"
    written(many(1), part, written_as)
    check_report(part, written_as, 1)
    tracemalloc.start()
    try:
        written(many(ROWS), part, written_as)
        check_report(part, written_as, ROWS)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        held = list(many(ROWS))
        _, peak_held = tracemalloc.get_traced_memory()
        assert len(held) == ROWS
    finally:
        tracemalloc.stop()
    print(peak, peak_held)
    assert peak < peak_held / 2
