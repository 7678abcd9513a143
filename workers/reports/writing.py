"""From rows to a finished report."""

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, assert_never

from workers.reports.csv_file import CsvFile
from workers.reports.html_file import HtmlFile, Thumbnails
from workers.reports.json_file import JsonFile
from workers.reports.row import ReportRow
from workers.reports.sums import Sums
from workers.reports.words import ReportWords
from workers.requests import ReportFormat, ReportRequest


class RowFile(AbstractContextManager["RowFile"], Protocol):
    """A file that takes rows one after the other, and keeps none of them in memory."""

    def add(self, row: ReportRow) -> None:
        """Write one row."""
        ...

    def finish(self, sums: Sums) -> None:
        """Write what stands around the rows; the file is whole then."""
        ...


def write_report(
    request: ReportRequest,
    rows: Iterable[ReportRow],
    part: Path,
    words: ReportWords,
    *,
    thumbnails: Thumbnails,
    made: float | None = None,
) -> Sums:
    """Write the rows to the part, one at a time; returns their sums.

    `made` is the moment that the report tells of itself, now for None. Raises OSError, and what `rows` raises.
    """
    sums = Sums()
    with _file(request, part, words, time.time() if made is None else made, thumbnails) as file:
        for row in rows:
            file.add(row)
            sums.add(row)
        file.finish(sums)
    return sums


def _file(request: ReportRequest, part: Path, words: ReportWords, made: float, thumbnails: Thumbnails) -> RowFile:
    match request.format:
        case ReportFormat.HTML:
            return HtmlFile(part, words, request, made, thumbnails)
        case ReportFormat.CSV:
            return CsvFile(part, words)
        case ReportFormat.JSON:
            return JsonFile(part, words, request, made)
        case _:
            assert_never(request.format)
