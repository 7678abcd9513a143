"""A report from its request to the finished, checked file."""

import os
from hashlib import blake2b, file_digest

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.outcome import ReportOutcome, Stage
from workers.output.naming import named
from workers.reports.check import BrokenReport, check_report
from workers.reports.source import rows, selected
from workers.reports.thumbnails import ResultThumbnails
from workers.reports.words import ReportWords
from workers.reports.writing import write_report
from workers.request_engine import RequestRun
from workers.requests import ReportRequest

_WRITTEN = 0.8
"""The share of the work that is done once the file is written; the rest is checking it."""


def file_name(request: ReportRequest) -> str:
    """What the report's file is to be called."""
    return named(request.name, f".{request.format.value}")


def make(request: ReportRequest, run: RequestRun, words: ReportWords) -> ReportOutcome:
    """Fill the part of this run and check it. Raises Failure, OSError, and what `run.progress` raises."""
    part = run.part
    if part is None:
        raise ValueError("a report needs a file")

    def reading(share: float) -> None:
        run.progress(Stage.WRITING, _WRITTEN * share)

    found = rows(run.store.paging, selected(request), reading)
    sums = write_report(request, found, part, words, thumbnails=ResultThumbnails(run.engines))
    try:
        check_report(part, request.format, sums.files, lambda: run.progress(Stage.CHECKING, _WRITTEN))
    except BrokenReport as broken:
        raise Failure(ErrorCode.CHECK_FAILED, FailureFacts(detail=str(broken))) from broken
    with part.open("rb") as file:
        digest = file_digest(file, lambda: blake2b(digest_size=32)).hexdigest()
        return ReportOutcome(bytes=os.fstat(file.fileno()).st_size, digest=digest, rows=sums.files)
