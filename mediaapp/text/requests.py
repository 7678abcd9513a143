"""What jobs without a source file are called, and what came of them."""

from typing import assert_never

from mediaapp.text.figures import duration, size
from mediaapp.text.language import tr, tr_n
from workers.errors import FailureFacts
from workers.jobs.batch import BatchPurpose
from workers.outcome import AnyOutcome, CallOutcome, Outcome, ReportOutcome
from workers.requests import HookRequest, ReportRequest, Request


def request_kind(request: Request) -> str:
    """What sort of job it is, in a word."""
    match request:
        case HookRequest():
            return tr("Hook")
        case ReportRequest():
            return tr("Report")
        case _:
            assert_never(request)


def requests(purpose: BatchPurpose | None, n: int) -> str:
    """How many jobs of this purpose there are; None for such as are not alike."""
    match purpose:
        case None:
            return tr_n("1 job", "{n} jobs", n)
        case BatchPurpose.FILES:
            return tr_n("1 file", "{n} files", n)
        case BatchPurpose.HOOKS:
            return tr_n("1 notice", "{n} notices", n)
        case BatchPurpose.REPORTS:
            return tr_n("1 report", "{n} reports", n)
        case _:
            assert_never(purpose)


def written(outcome: AnyOutcome | None, failure: FailureFacts | None) -> str:
    """What a program or the other side wrote, as it wrote it; '' for nothing."""
    if isinstance(outcome, CallOutcome):
        return "\n".join(filter(None, (outcome.output, outcome.errors)))
    return (failure.output or "") if failure is not None else ""


def outcome(found: AnyOutcome) -> str:
    """What came of a job that is done, in a few words."""
    match found:
        case Outcome():
            return size(found.bytes)
        case CallOutcome(files=files) if files:
            copied = tr_n("1 result copied", "{n} results copied", files)
            return tr("{what} in {time}", what=copied, time=duration(found.seconds))
        case CallOutcome(status=status) if status is not None:
            return tr("Answered {status} in {time}", status=status, time=duration(found.seconds))
        case CallOutcome():
            return tr("Done in {time}", time=duration(found.seconds))
        case ReportOutcome():
            rows = tr_n("1 row", "{n} rows", found.rows)
            return f"{rows} \N{MIDDLE DOT} {size(found.bytes)}"
        case _:
            assert_never(found)
