"""The engine of reports, which the pool loads by its name: `workers.reports` in the words of this application."""

from mediaapp.text.reports import ReportSentences
from workers.outcome import RequestOutcome
from workers.reports import making
from workers.request_engine import RequestRun
from workers.requests import ReportRequest, Request


def file_name(request: Request) -> str | None:
    """The name of the report's file; None for what is no report."""
    return making.file_name(request) if isinstance(request, ReportRequest) else None


def run(request: Request, run: RequestRun) -> RequestOutcome:
    """Write and check the report. Raises Failure."""
    if not isinstance(request, ReportRequest):
        raise TypeError(type(request))
    return making.make(request, run, ReportSentences())
