"""The rows of a report, read from the job table as they are written."""

from collections.abc import Callable, Iterator
from typing import Protocol, assert_never

from msgspec.structs import replace

from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import BatchId, WatchId
from workers.jobs.job import Job
from workers.jobs.queries import JobRange, Selection
from workers.jobs.state import JobState
from workers.reports.row import ReportRow, row_of
from workers.requests import OfAll, OfBatch, OfFailures, OfWatch, ReportRequest

PAGE = 1_000
"""Numbers of jobs that one page looks through: some milliseconds, however few of them are selected, and some megabytes."""


def selected(request: ReportRequest) -> Selection:
    """The jobs that a report is about."""
    since, until = (request.span.since, request.span.until) if request.span is not None else (None, None)
    about = Selection(purpose=BatchPurpose.FILES, ended_since=since, ended_until=until)
    match request.about:
        case OfBatch(batch=batch):
            return replace(about, batch=BatchId(batch), purpose=None)
        case OfWatch(watch=watch):
            return replace(about, watch=WatchId(watch), purpose=None)
        case OfFailures():
            return replace(about, states=frozenset((JobState.FAILED,)))
        case OfAll():
            return about
        case _:
            assert_never(request.about)


class Pages(Protocol):
    """What is asked of the job table."""

    def extent(self, selection: Selection) -> JobRange:
        """Between which numbers the jobs selected are, as the table is now."""
        ...

    def page(self, selection: Selection, first: int, last: int, mark: int) -> list[tuple[Job, bool]]:
        """Those with numbers from `first` to `last`, in their order; with each stands whether it changed after this mark."""
        ...


def rows(pages: Pages, selection: Selection, progress: Callable[[float], None]) -> Iterator[ReportRow]:
    """The jobs that are there when the first is asked for, each once and as it is when its page is read.

    `progress` is told the share of them, 0 to 1, before each one and each page.
    """
    extent = pages.extent(selection)
    many = extent.last - extent.first + 1
    for first in range(extent.first, extent.last + 1, PAGE):
        progress((first - extent.first) / many)
        for job, changed in pages.page(selection, first, min(first + PAGE - 1, extent.last), extent.mark):
            progress((job.id - extent.first) / many)
            yield row_of(job, changed=changed)
