"""Whether a report that was written can be read, to its end and with all its rows."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, assert_never
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import msgspec
from defusedxml.sax import make_parser

from workers.reports.html_file import LISTED
from workers.requests import ReportFormat

_STEP = 2**16


class BrokenReport(Exception):  # noqa: N818 - not an error of the program but what it found
    """The file is not what it should be; the text says where, for the log."""


def check_report(part: Path, written_as: ReportFormat, rows: int, go_on: Callable[[], None] = lambda: None) -> None:
    """Read the report as a strict reader does. Raises BrokenReport, OSError, and what `go_on` raises, which is called often."""
    match written_as:
        case ReportFormat.HTML:
            found, wanted = _html_rows(part, go_on), min(rows, LISTED)
        case ReportFormat.CSV:
            found, wanted = _csv_rows(part, go_on), rows
        case ReportFormat.JSON:
            found, wanted = _json_rows(part, go_on), rows
        case _:
            assert_never(written_as)
    if found != wanted:
        raise BrokenReport(f"{found} rows instead of {wanted}")


class _Elements(ContentHandler):
    """Counts the rows of the tables of files."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = 0
        self._in_files = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ANN401 - the names are of SAX
        if name == "div":
            self._in_files |= attrs.get("class") in ("rows", "lines")
        elif name == "td":
            self.rows += self._in_files and attrs.get("class") == "file"


def _html_rows(part: Path, go_on: Callable[[], None]) -> int:
    parser, elements = make_parser(), _Elements()
    parser.setContentHandler(elements)
    try:
        with part.open("rb") as file:
            while step := file.read(_STEP):
                parser.feed(step)
                go_on()
        parser.close()
    except SAXException as error:
        raise BrokenReport(str(error)) from error
    return elements.rows


def _csv_rows(part: Path, go_on: Callable[[], None]) -> int:
    try:
        with part.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            width = len(next(lines))
            rows = 0
            for line in lines:
                go_on()
                rows += 1
                if len(line) != width:
                    raise BrokenReport(f"{len(line)} cells instead of {width} in row {rows}")
    except (csv.Error, UnicodeDecodeError, StopIteration) as error:
        raise BrokenReport(repr(error)) from error
    return rows


def _json_rows(part: Path, go_on: Callable[[], None]) -> int:
    """Each line between the first and the last is one row, so that no more than a row is in memory."""
    rows = 0
    try:
        with part.open("rb") as file:
            head = msgspec.json.decode(next(file).rstrip(b"\n") + b"]}")
            if list(head)[-1:] != ["files"]:
                raise BrokenReport("the files are not the last of the beginning")
            line = next(file)
            while not line.startswith(b"]"):
                is_last = not line.endswith(b",\n")
                msgspec.json.decode(line.rstrip(b",\n"), type=dict[str, Any])
                rows += 1
                go_on()
                line = next(file)
                if is_last is not line.startswith(b"]"):
                    raise BrokenReport(f"row {rows} is not where it should be")
            msgspec.json.decode(b'{"files":[' + line)
            if file.read(1):
                raise BrokenReport("something follows its end")
    except (msgspec.DecodeError, StopIteration) as error:
        raise BrokenReport(repr(error)) from error
    return rows
