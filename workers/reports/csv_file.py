"""A report as a table for spreadsheets: CSV as RFC 4180 has it, in UTF-8."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from workers.plain_text import readable
from workers.reports.iso_time import iso_time
from workers.reports.row import ReportRow
from workers.reports.sums import Sums
from workers.reports.words import ReportWords

COLUMNS = (
    "job",
    "batch",
    "file",
    "folder",
    "state",
    "cause",
    "reason",
    "bytes_in",
    "bytes_out",
    "width_in",
    "height_in",
    "width_out",
    "height_out",
    "result",
    "accepted",
    "ended",
    "seconds",
)

_STEERING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is a formula to one spreadsheet or another (OWASP, CSV Injection)."""

Cell = str | int | float | None


class CsvFile:
    """Writes rows as they come. It begins with the byte order mark without which Excel does not take it for UTF-8."""

    def __init__(self, part: Path, words: ReportWords) -> None:
        self._words = words
        self._file = part.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
        self._rows.writerow(COLUMNS)

    def add(self, row: ReportRow) -> None:
        """Write one row."""
        self._rows.writerow([_harmless(cell) for cell in _cells(row, self._words)])

    def finish(self, _sums: Sums) -> None:
        """Nothing follows the rows: a table has one kind of line."""
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


def _cells(row: ReportRow, words: ReportWords) -> Sequence[Cell]:
    code = row.error_code or row.skipped
    folder, name = os.path.split(row.source)
    width_in, height_in = row.pixels_in or (None, None)
    width_out, height_out = row.pixels_out or (None, None)
    return (
        row.job,
        row.batch,
        name,
        folder,
        row.state.value,
        None if code is None else code.value,
        words.reason(row) or None,
        row.bytes_in,
        row.bytes_out,
        width_in,
        height_in,
        width_out,
        height_out,
        row.output,
        iso_time(row.created),
        iso_time(row.finished),
        None if row.took_s is None else round(row.took_s, 3),
    )


def _harmless(cell: Cell) -> Cell:
    """The cell as no spreadsheet takes it for a formula: an apostrophe before it makes it text."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    return readable(f"'{cell}" if cell.startswith(_STEERING) else cell)
