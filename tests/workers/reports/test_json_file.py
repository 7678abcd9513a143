"""A report as a program gets it."""

import json
from pathlib import Path

from tests.support.report_rows import ready, several, written
from workers.requests import ReportFormat


def test_it_holds_rows_and_sums(tmp_path: Path) -> None:
    part = tmp_path / "report.json"
    written(several(), part, ReportFormat.JSON)
    report = json.loads(part.read_bytes())
    assert report["shape"] == 1
    assert report["about"] == {"type": "batch", "batch": 1}
    assert [each["job"] for each in report["files"]] == [1, 2, 3, 4, 5, 6]
    assert report["files"][0]["pixels_in"] == [6000, 4000]
    assert report["files"][0]["result"] == "/June/Smaller/a1.jpg"
    sums = report["sums"]
    assert (sums["files"], sums["ready"], sums["failed"], sums["unfinished"]) == (6, 1, 2, 1)
    assert sums["failed_by_cause"] == {"ends_early": 1, "source_forbidden": 1}
    assert sums["left_out_by_reason"] == {"already_made": 1}
    assert (sums["bytes_in"], sums["bytes_out"], sums["bytes_saved"]) == (4_000_000, 1_000_000, 3_000_000)


def test_without_rows_it_is_whole(tmp_path: Path) -> None:
    part = tmp_path / "report.json"
    written([], part, ReportFormat.JSON)
    report = json.loads(part.read_bytes())
    assert (report["files"], report["sums"]["files"]) == ([], 0)


def test_each_row_has_a_line(tmp_path: Path) -> None:
    part = tmp_path / "report.json"
    written([ready(1, 'a\n"b\udcff.jpg'), ready(2)], part, ReportFormat.JSON)
    lines = part.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert json.loads(lines[1].removesuffix(","))["source"] == '/June/a\ufffd"b\ufffd.jpg'
