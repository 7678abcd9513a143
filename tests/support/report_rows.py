"""Rows of reports, as many as a test asks for, each made when it is asked for."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from mediaapp.text.reports import ReportSentences
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import BatchId, JobId
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.reports.html_file import Thumbnails
from workers.reports.row import ReportRow
from workers.reports.sums import Sums
from workers.reports.writing import write_report
from workers.requests import OfBatch, ReportFormat, ReportRequest

AT = 1_800_000_000.0


def ready(n: int, name: str | None = None) -> ReportRow:
    """A picture of 4 MB that became one of 1 MB in two seconds."""
    named = name if name is not None else f"a{n}.jpg"
    return ReportRow(
        job=JobId(n),
        batch=BatchId(1),
        source=f"/June/{named}",
        kind=JobKind.IMAGE,
        output=f"/June/Smaller/{named}",
        digest="d" * 64,
        state=JobState.DONE,
        skipped=None,
        error_code=None,
        failure=None,
        bytes_in=4_000_000,
        bytes_out=1_000_000,
        pixels_in=(6000, 4000),
        pixels_out=(2000, 1333),
        created=AT,
        finished=AT + n,
        took_s=2.0,
    )


def in_state(n: int, state: JobState, code: ErrorCode | None = None, skipped: SkipReason | None = None) -> ReportRow:
    """The same without a result."""
    return replace(
        ready(n),
        state=state,
        error_code=code,
        failure=None if code is None else FailureFacts(line=1430, lines=4512),
        skipped=skipped,
        output=None,
        digest=None,
        bytes_out=None,
        pixels_out=None,
    )


def several() -> list[ReportRow]:
    """One of each sort, and two that failed."""
    return [
        ready(1),
        in_state(2, JobState.FAILED, ErrorCode.ENDS_EARLY),
        in_state(3, JobState.QUEUED),
        in_state(4, JobState.SKIPPED, skipped=SkipReason.ALREADY_MADE),
        in_state(5, JobState.CANCELLED),
        in_state(6, JobState.FAILED, ErrorCode.SOURCE_FORBIDDEN),
    ]


def many(n: int) -> Iterator[ReportRow]:
    """So many pictures that are ready, never more than one at a time."""
    return (ready(at, f"{'a long name ' * 10}{at}.jpg") for at in range(1, n + 1))


def written(
    rows: Iterator[ReportRow] | list[ReportRow],
    part: Path,
    written_as: ReportFormat,
    *,
    title: str = "June",
    thumbnails: Thumbnails = lambda _row: None,
) -> Sums:
    """Write them to a file as a report that was made at `AT`."""
    request = ReportRequest(about=OfBatch(1), format=written_as, name=title)
    return write_report(request, rows, part, ReportSentences(), thumbnails=thumbnails, made=AT)
