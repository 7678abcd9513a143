"""A report as a spreadsheet gets it."""

import csv
from pathlib import Path

import pytest

from tests.support.report_rows import ready, several, written
from workers.reports.csv_file import COLUMNS
from workers.requests import ReportFormat


def rows_of(part: Path) -> list[dict[str, str]]:
    with part.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "report.csv"


def test_each_file_is_one_line(part: Path) -> None:
    written(several(), part, ReportFormat.CSV)
    rows = rows_of(part)
    assert [row["job"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0]["file"] == "a1.jpg"
    assert rows[0]["folder"] == "/June"
    assert rows[0]["result"] == "/June/Smaller/a1.jpg"
    assert (rows[0]["bytes_in"], rows[0]["bytes_out"]) == ("4000000", "1000000")
    assert (rows[0]["width_out"], rows[0]["height_out"]) == ("2000", "1333")
    assert rows[1]["cause"] == "ends_early"
    assert rows[1]["reason"].startswith("The picture ends early. ")
    assert rows[3]["cause"] == "already_made"


def test_it_is_what_the_standard_says(part: Path) -> None:
    written(several(), part, ReportFormat.CSV)
    data = part.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 7


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＠"])
def test_a_name_is_never_a_formula(part: Path, first: str) -> None:
    name = f'{first}HYPERLINK("x.test";"y"),\n".jpg'
    written([ready(1, name)], part, ReportFormat.CSV)
    (row,) = rows_of(part)
    assert row["file"] == f"'{name}".replace("\n", "\ufffd")
    assert list(row) == list(COLUMNS)


@pytest.mark.parametrize("first", ["\t", "\r", "\n"])
def test_a_name_does_not_begin_with_white_space_that_is_cut(part: Path, first: str) -> None:
    written([ready(1, f"{first}=1+1.jpg")], part, ReportFormat.CSV)
    assert rows_of(part)[0]["file"] == "'\ufffd=1+1.jpg"


def test_what_is_no_text_can_be_read(part: Path) -> None:
    written([ready(1, "Stra\udcdfe.jpg")], part, ReportFormat.CSV)
    assert rows_of(part)[0]["file"] == "Stra\ufffde.jpg"
