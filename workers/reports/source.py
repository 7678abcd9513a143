"""The rows of a report, read from the job table as they are written."""

from collections.abc import Callable, Iterator
from typing import Protocol

from workers.jobs.job import Job
from workers.jobs.queries import Extent, Selection
from workers.reports.row import ReportRow, row_of

PAGE = 1_000
"""Numbers of jobs that one page looks through: some milliseconds, however few of them are selected, and some megabytes."""


class Pages(Protocol):
    """What is asked of the job table."""

    def extent(self, selection: Selection) -> Extent:
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
