"""What a job without a source file is asked to do, as plain data; the row of the job keeps it as JSON."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from workers.kinds import JobKind


class HookRequest(Struct, frozen=True, kw_only=True, tag="hook"):
    """Tell a hook what happened: `hook` is its number, `event` that of the event, None where somebody only tries it.

    `kind` and `at` (seconds since 1970) are those of the event, `notice` is its JSON object. `job` and `batch` are what it is
    about. `instead_of` is the hook in whose place this one is told, since that one failed.
    """

    hook: int
    event: int | None
    kind: str
    at: float
    notice: str
    job: int | None = None
    batch: int | None = None
    instead_of: int | None = None


class ReportFormat(StrEnum):
    """What a report is written as; the spelling is that of the file's extension."""

    HTML = "html"
    CSV = "csv"
    JSON = "json"


class Span(Struct, frozen=True, kw_only=True):
    """From one moment until right before another, in seconds since 1970."""

    since: float
    until: float


class OfBatch(Struct, frozen=True, tag="batch"):
    """The jobs of the batch of this number."""

    batch: int


class OfWatch(Struct, frozen=True, tag="watch"):
    """The jobs that the watched folder of this number brought."""

    watch: int


class OfFailures(Struct, frozen=True, tag="failed"):
    """All jobs that failed."""


class OfAll(Struct, frozen=True, tag="all"):
    """All jobs about files."""


About = OfBatch | OfWatch | OfFailures | OfAll


class ReportRequest(Struct, frozen=True, kw_only=True, tag="report"):
    """Write a report about these jobs, with a `span` only about what ended in that time.

    `name` is its heading and, as far as systems allow, the name of its file.
    """

    about: About
    format: ReportFormat
    name: str
    span: Span | None = None


class ReportFault(StrEnum):
    """Why there can be no such report."""

    NO_BATCH = "no_batch"
    NO_WATCH = "no_watch"
    FOLDER_NAME = "folder_name"
    """A schedule keeps the folder as text, and its name is none."""


class ReportRefused(Struct, frozen=True, kw_only=True):
    """It is not asked for, and why; `what` is the number or the path that is concerned."""

    fault: ReportFault
    what: str


Request = HookRequest | ReportRequest

_KINDS: Mapping[type, JobKind] = {HookRequest: JobKind.HOOK, ReportRequest: JobKind.REPORT}


def kind_of(request: Request) -> JobKind:
    """The kind of a job that has this request."""
    return _KINDS[type(request)]
