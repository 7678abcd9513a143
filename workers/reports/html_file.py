"""A report for people: one HTML file that needs nothing beside it, and no script."""

import os
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from html import escape
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import resources
from workers.plain_text import readable
from workers.reports.html_row import signs, table, tr
from workers.reports.row import ReportPart, ReportRow
from workers.reports.sums import Sums
from workers.reports.words import ReportWords
from workers.requests import ReportRequest

Thumbnails = Callable[[ReportRow], bytes | None]
"""Gives a small WebP of what came of a file, None where there is none to be had in time."""

LISTED = 200_000
"""Rows that are listed; with more than these a browser takes gigabytes."""
WHOLE = 500
"""Rows of each section that have two lines, and those ready their picture; those after them have one line."""
_TABLE = 100
"""Rows of a table, of which `WHOLE` has whole ones: a browser lays out only the tables that are in sight."""
_STYLE = Path(resources.__file__).parent / "report.css"
_COPY = 2**16
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""Whatever a name should smuggle in, a browser loads nothing and runs nothing."""


class _SectionRows:
    """The rows of one section, on the disk until the sums that stand before them are known."""

    def __init__(self, folder: Path, words: ReportWords) -> None:
        self._columns = words.columns()
        self._words = words
        self.file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the report
        self._table: list[str] = []
        self._rows = 0

    def add(self, row: ReportRow, picture: bytes | None) -> None:
        self._table.append(tr(row, self._words.row(row), _data(picture), whole=self.is_whole))
        self._rows += 1
        if len(self._table) == _TABLE:
            self.write_table()

    def write_table(self) -> None:
        """Write what there is, which fills a table or is the last of all."""
        if self._table:
            before = self._rows - len(self._table)
            markup = table(self._table, self._columns, whole=before < WHOLE, first=before == 0)
            self.file.write(markup.encode())
            self._table.clear()

    @property
    def is_whole(self) -> bool:
        return self._rows < WHOLE


class HtmlFile:
    """Writes rows as they come to a file for each section, and puts these together when the sums are known.

    Every element is closed and every attribute quoted, so that what was written can be checked by a strict parser.
    """

    def __init__(
        self, part: Path, words: ReportWords, request: ReportRequest, made: float, thumbnails: Thumbnails
    ) -> None:
        self._part = part
        self._words = words
        self._request = request
        self._made = made
        self._thumbnails = thumbnails
        self._sections: dict[ReportPart, _SectionRows] = {}
        self._open = ExitStack()
        self._listed = 0
        self._pictures = 0

    def add(self, row: ReportRow) -> None:
        """Write one row; beyond `LISTED` it only counts."""
        if self._listed == LISTED:
            return
        self._listed += 1
        rows = self._sections.get(row.section)
        if rows is None:
            rows = self._sections[row.section] = _SectionRows(self._part.parent, self._words)
            self._open.enter_context(rows.file)
        picture = self._thumbnails(row) if rows.is_whole and row.section is ReportPart.READY else None
        self._pictures += picture is not None
        rows.add(row, picture)

    def finish(self, sums: Sums) -> None:
        """Write the file."""
        with self._part.open("wb") as file:
            for markup in self._head(sums):
                file.write(markup.encode())
            for section in ReportPart:
                rows = self._sections.get(section)
                if rows is not None:
                    self._put(file, section, rows, sums.sections[section])
            file.write(b"</main></body></html>\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def _put(self, file: IO[bytes], section: ReportPart, rows: _SectionRows, n: int) -> None:
        rows.write_table()
        file.write(f'<section class="{section.value}"><h2>{_text(self._words.section(section, n))}</h2>\n'.encode())
        rows.file.seek(0, os.SEEK_SET)
        shutil.copyfileobj(rows.file, file, _COPY)
        file.write(b"</section>\n")

    def _head(self, sums: Sums) -> Iterator[str]:
        words, title = self._words, _text(self._request.name)
        yield (
            f'<!DOCTYPE html>\n<html lang="{_text(words.language())}"><head><meta charset="utf-8"/>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
            '<meta name="color-scheme" content="light dark"/>'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>'
            f"<title>{title}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><main>\n"
        )
        yield f"<header><h1>{title}</h1><p>{_text(words.made(self._made, self._request.span))}</p></header>\n"
        yield signs()
        yield _tiles([(tile.figure, tile.label) for tile in words.tiles(sums)])
        notes = words.notes(sums, pictures=self._pictures, listed=self._listed)
        if notes:
            yield f'<ul class="notes">{"".join(f"<li>{_text(note)}</li>" for note in notes)}</ul>\n'
        if sums.failed:
            yield f'<section class="causes"><h2>{_text(words.causes())}</h2><table><tbody>'
            for code, n in sums.failed.most_common():
                yield f"<tr><td>{_text(words.cause(code))}</td><td>{_text(words.count(n))}</td></tr>"
            yield "</tbody></table></section>\n"


def _tiles(tiles: Sequence[tuple[str, str]]) -> str:
    each = "".join(f"<div><dt>{_text(label)}</dt><dd>{_text(figure)}</dd></div>" for figure, label in tiles)
    return f'<dl class="sums">{each}</dl>\n'


def _text(words: str) -> str:
    return escape(readable(words))


def _data(picture: bytes | None) -> str | None:
    return None if picture is None else b64encode(picture).decode()
