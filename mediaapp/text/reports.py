"""The sentences of reports."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import assert_never

from mediaapp.text.announcements import smaller
from mediaapp.text.failures import failure
from mediaapp.text.figures import count, duration, pixels, size
from mediaapp.text.language import N_, tr, tr_n
from mediaapp.text.progress import skipped, state_name
from workers.errors import ErrorCode, FailureFacts
from workers.reports.row import ReportPart, ReportRow
from workers.reports.sums import Sums
from workers.reports.words import Columns, RowWords, Tile
from workers.requests import About, OfAll, OfBatch, OfFailures, OfWatch, ReportFault, ReportRefused, Span

_SECTIONS: Mapping[ReportPart, str] = {
    ReportPart.FAILED: N_("Failed"),
    ReportPart.UNFINISHED: N_("Not finished"),
    ReportPart.READY: N_("Ready"),
    ReportPart.LEFT_OUT: N_("Left out"),
    ReportPart.CANCELLED: N_("Cancelled"),
}
_FAULTS: Mapping[ReportFault, str] = {
    ReportFault.NO_BATCH: N_("There is no batch {what}."),
    ReportFault.NO_WATCH: N_("There is no watched folder {what}."),
    ReportFault.FOLDER_NAME: N_("The folder’s name has bytes that are no text. Choose another folder."),
}


def report_refused(refused: ReportRefused) -> str:
    """Why there can be no such report."""
    return tr(_FAULTS[refused.fault], what=refused.what)


def report_name(about: About, named: str = "", day: date | None = None) -> str:
    """What a report is called where nobody says: `named` is the name of the batch or folder it is about."""
    match about:
        case OfBatch() | OfWatch():
            told = named or tr("Report")
        case OfFailures():
            told = tr("Failed files")
        case OfAll():
            told = tr("All files") if day is None else ""
        case _:
            assert_never(about)
    return " ".join(filter(None, (told, day.isoformat() if day is not None else "")))


class ReportSentences:
    """The words of a report, which are those of the window."""

    def language(self) -> str:
        """English, until there are catalogs and a request says which."""
        return "en"

    def made(self, at: float, span: Span | None) -> str:
        """'Made on 1 December 2026 at 10:41', and about which time."""
        told = tr("Made on {day} at {time}", day=day(at), time=_time(at))
        if span is None:
            return told
        about = tr("what ended from {since} to {until}", since=_moment(span.since), until=_moment(span.until))
        return f"{told} · {about}"

    def tiles(self, sums: Sums) -> Sequence[Tile]:
        """What there is none of is left out, but for files and those ready."""
        counted = [
            (ReportPart.READY, tr("ready")),
            (ReportPart.FAILED, tr("failed")),
            (ReportPart.UNFINISHED, tr("not finished")),
            (ReportPart.LEFT_OUT, tr("left out")),
            (ReportPart.CANCELLED, tr("cancelled")),
        ]
        tiles = [Tile(count(sums.files), tr_n("file", "files", sums.files))]
        tiles += [
            Tile(count(n), label)
            for section, label in counted
            if (n := sums.sections[section]) or section is ReportPart.READY
        ]
        if sums.bytes_in:
            tiles.append(Tile(f"{size(sums.bytes_in)} → {size(sums.bytes_out)}", tr("originals and results")))
            if sums.saved > 0:
                tiles.append(
                    Tile(size(sums.saved), tr("saved, {smaller}", smaller=smaller(sums.bytes_in, sums.bytes_out)))
                )
        if sums.took_s:
            tiles.append(Tile(duration(sums.took_s), tr("of work")))
        return tiles

    def notes(self, sums: Sums, *, pictures: int, listed: int) -> Sequence[str]:
        """What is not as somebody may expect."""
        notes = []
        if not sums.files:
            notes.append(tr("There is nothing to report."))
        if listed < sums.files:
            notes.append(
                tr(
                    "The first {listed} of {files} files are listed; the sums are of all. As CSV or JSON, a report lists all.",
                    listed=count(listed),
                    files=count(sums.files),
                )
            )
        if 0 < pictures < sums.sections[ReportPart.READY]:
            notes.append(
                tr_n(
                    "1 result is shown with its picture, the others without.",
                    "{n} results are shown with their pictures, the others without.",
                    pictures,
                )
            )
        if sums.changed:
            notes.append(
                tr_n(
                    "1 file went on while this was written, and is told as it was then.",
                    "{n} files went on while this was written, and are told as they were then.",
                    sums.changed,
                )
            )
        return notes

    def section(self, section: ReportPart, n: int) -> str:
        """'Failed · 12'."""
        return f"{tr(_SECTIONS[section])} · {count(n)}"

    def causes(self) -> str:
        """Over the causes."""
        return tr("Why files failed")

    def cause(self, code: ErrorCode) -> str:
        """As in the list."""
        return failure(code, FailureFacts()).title

    def count(self, n: int) -> str:
        """'8,412'."""
        return count(n)

    def columns(self) -> Columns:
        """Five of them."""
        return Columns(
            file=tr("File"),
            what=tr("What became of it"),
            size=tr("Size"),
            pixels=tr("Pixels"),
            result=tr("Result"),
        )

    def row(self, row: ReportRow) -> RowWords:
        """What became of one file, before and after."""
        before, after = row.pixels_in, row.pixels_out
        what, why = _what(row)
        return RowWords(
            what=what,
            why=why,
            size=_sizes(row.bytes_in, row.bytes_out),
            saved="" if row.bytes_out is None else smaller(row.bytes_in, row.bytes_out),
            pixels="" if before is None else pixels(*before),
            scaled="" if after is None or after == before else f"→ {pixels(*after)}",
        )

    def reason(self, row: ReportRow) -> str:
        """Title, cause and advice of a failure or a wait; why something was left out."""
        if row.error_code is not None:
            told = failure(row.error_code, row.failure or FailureFacts())
            return f"{told.title}. {told.cause} {told.advice}".strip()
        return skipped(row.skipped) if row.skipped is not None else ""


def day(at: float) -> str:
    """'1 December 2026'."""
    moment = datetime.fromtimestamp(at).astimezone()
    return tr("{day} {month} {year}", day=moment.day, month=tr(_MONTHS[moment.month - 1]), year=moment.year)


_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def _time(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M")


def _moment(at: float) -> str:
    return f"{day(at)}, {_time(at)}"


def _what(row: ReportRow) -> tuple[str, str]:
    """What became of a file, and what more there is to say of it."""
    if row.error_code is not None:
        told = failure(row.error_code, row.failure or FailureFacts())
        return told.title, told.detail
    return state_name(row.state), skipped(row.skipped) if row.skipped is not None else ""


def _sizes(before: int, after: int | None) -> str:
    return size(before) if after is None else f"{size(before)} → {size(after)}"
