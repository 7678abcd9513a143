"""What a job without a source file is asked to do, as plain data; the row of the job keeps it as JSON."""

from collections.abc import Mapping

from msgspec import Struct

from workers.kinds import JobKind


class HookRequest(Struct, frozen=True, kw_only=True, tag="hook"):
    """Tell a hook what happened: `hook` is its number."""

    hook: int


class ReportRequest(Struct, frozen=True, kw_only=True, tag="report"):
    """Write a report to a file of this name."""

    file_name: str


Request = HookRequest | ReportRequest

_KINDS: Mapping[type, JobKind] = {HookRequest: JobKind.HOOK, ReportRequest: JobKind.REPORT}


def kind_of(request: Request) -> JobKind:
    """The kind of a job that has this request."""
    return _KINDS[type(request)]
