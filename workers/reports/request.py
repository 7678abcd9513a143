"""What somebody asked to have reported."""

from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from workers.jobs.ids import BatchId, WatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState


class ReportFormat(StrEnum):
    """What a report is written as; the spelling is that of the file's extension."""

    HTML = "html"
    CSV = "csv"
    JSON = "json"


class Span(Struct, frozen=True):
    """From one moment until right before another, in seconds since 1970."""

    since: float
    until: float


class OfBatch(Struct, frozen=True, tag="batch"):
    """The files of one batch."""

    batch: int


class OfWatch(Struct, frozen=True, tag="watch"):
    """The files that a watched folder brought."""

    watch: int


class OfFailures(Struct, frozen=True, tag="failed"):
    """All files that failed."""


class OfAll(Struct, frozen=True, tag="all"):
    """All files in the list."""


About = OfBatch | OfWatch | OfFailures | OfAll


class ReportRequest(Struct, frozen=True, kw_only=True, tag="report"):
    """A report that is to be made.

    `title` is its heading, in the words of whoever asked. With a `span` it holds what ended within that time. `folder` is where
    the file goes, absolute; `stem` is what it is to be called, without its extension.
    """

    about: About
    format: ReportFormat
    title: str
    folder: str
    stem: str
    span: Span | None = None

    def selection(self) -> Selection:
        """The jobs that it is about."""
        since, until = (self.span.since, self.span.until) if self.span is not None else (None, None)
        match self.about:
            case OfBatch(batch=batch):
                return Selection(batch=BatchId(batch), ended_since=since, ended_until=until)
            case OfWatch(watch=watch):
                return Selection(watch=WatchId(watch), ended_since=since, ended_until=until)
            case OfFailures():
                return Selection(states=frozenset((JobState.FAILED,)), ended_since=since, ended_until=until)
            case OfAll():
                return Selection(ended_since=since, ended_until=until)
            case _:
                assert_never(self.about)
