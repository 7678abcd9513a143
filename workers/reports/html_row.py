"""One row of a report, and the table around it, as HTML."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from workers.plain_text import readable
from workers.reports.row import ReportPart, ReportRow
from workers.reports.words import Columns, RowWords

# Circle with a check, octagon with a mark, hourglass, arrow past a bar, circle with a bar: told apart without colour.
_SIGNS: Mapping[ReportPart, str] = {
    ReportPart.READY: '<circle cx="8" cy="8" r="7"/><path d="M5 8.2 7.2 10.4 11 6"/>',
    ReportPart.FAILED: '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM8 4.5v4.2M8 11.2v.3"/>',
    ReportPart.UNFINISHED: '<path d="M3 1.5h10M3 14.5h10M4.5 1.5c0 5 7 8 7 13M11.5 1.5c0 5-7 8-7 13"/>',
    ReportPart.LEFT_OUT: '<path d="M3 3l6 5-6 5zM12.5 3v10"/>',
    ReportPart.CANCELLED: '<circle cx="8" cy="8" r="7"/><path d="M3.2 3.2l9.6 9.6"/>',
}


HEARD = ' class="heard"'
_WHOLE_PX, _LINE_PX = 57, 27


def signs() -> str:
    """The signs that rows refer to."""
    each = "".join(
        f'<symbol id="{section.value}" viewBox="0 0 16 16">{drawing}</symbol>' for section, drawing in _SIGNS.items()
    )
    return f'<svg class="signs" aria-hidden="true">{each}</svg>\n'


def table(rows: Sequence[str], columns: Columns, *, whole: bool, first: bool) -> str:
    """A table of these rows; only the first one's headings are seen, those of the others are for who hears them.

    Its height, about, is told to the browser, which lays out what is in sight only.
    """
    heads = "".join(
        f'<th scope="col">{_text(head)}</th>'
        for head in (columns.file, columns.what, columns.size, columns.pixels, columns.result)
    )
    height = len(rows) * (_WHOLE_PX if whole else _LINE_PX)
    return (
        f'<div class="{"rows" if whole else "lines"}" style="contain-intrinsic-height: auto {height}px"><table>'
        "<colgroup><col/><col/><col/><col/><col/></colgroup>"
        f"<thead{'' if first else HEARD}><tr>{heads}</tr></thead><tbody>\n{''.join(rows)}</tbody></table></div>\n"
    )


def tr(row: ReportRow, words: RowWords, picture: str | None, *, whole: bool) -> str:
    """A row; `picture` is the base64 of a WebP, `whole` keeps its place also where there is none."""
    folder, name = os.path.split(row.source)
    image = "" if picture is None else f'<img src="data:image/webp;base64,{picture}" alt=""/>'
    if whole and picture is None and row.section is ReportPart.READY:
        image = "<i></i>"
    cells = (
        f'<td class="file">{image}{_two(name, folder)}</td>',
        f'<td class="what"><svg><use href="#{row.section.value}"/></svg>{_two(words.what, words.why)}</td>',
        f"<td>{_two(words.size, words.saved)}</td>",
        f"<td>{_two(words.pixels, words.scaled)}</td>",
        f"<td>{_result(row)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _result(row: ReportRow) -> str:
    if row.output is None:
        return ""
    folder, name = os.path.split(row.output)
    link = f'<a href="{_uri(folder)}/{quote(os.fsencode(name))}">{_text(name)}</a>'
    return f"<div>{link}<small>{_text(folder)}</small></div>"


@lru_cache(maxsize=64)
def _uri(folder: str) -> str:
    return escape(Path(folder).as_uri().rstrip("/"))


def _two(main: str, below: str) -> str:
    under = f"<small>{_text(below)}</small>" if below else ""
    return f"<div><b>{_text(main)}</b>{under}</div>" if main or under else ""


def _text(words: str) -> str:
    return escape(readable(words))
