"""How jobs and their end are told: as objects for programs, or as lines and a progress bar for people."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from msgspec import Struct, to_builtins

from mediaapp import text
from mediaapp.cli.job_object import job_object, message
from mediaapp.cli.streams import emit
from mediaapp.text import tally
from workers.jobs.batch import Counts
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.kept_folders import LeftOut
from workers.outcome import ReportOutcome
from workers.plain_text import plain

if TYPE_CHECKING:
    from mediaapp.cli.progress_bar import TerminalProgress

_SHORT_S = 0.5
"""A wait of so many seconds needs no bar."""


class Summary(Struct, frozen=True, kw_only=True):
    """How it ended: the counts of files, and of one batch what could not be accepted. `took_s` is in seconds.

    `calls` of hooks and `reports` are counted where all that waited was worked on.
    """

    counts: Counts
    took_s: float
    calls: Counts = Counts()
    reports: Counts = Counts()
    batch: BatchId | None = None
    unreadable: tuple[str, ...] = ()
    puzzling: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    hidden: int = 0
    not_pictures: int = 0
    unsupported: tuple[tuple[str, int], ...] = ()


class Report(Protocol):
    """Where it is told."""

    def ended(self, job: Job) -> None:
        """Tell of a job that ended, or that is delayed when nobody waits for it any more."""

    def counted(self, counts: Counts) -> None:
        """Tell how far it has come."""

    def summary(self, summary: Summary) -> None:
        """Tell how it ended."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class JsonReport:
    """One object a job, and a last one."""

    def ended(self, job: Job) -> None:
        """Print the job's object."""
        emit(job_object(job))

    def counted(self, counts: Counts) -> None:
        """Nothing: programs count themselves."""

    def summary(self, summary: Summary) -> None:
        """Print the summary's object."""
        counts = summary.counts
        emit(
            {
                "summary": {
                    "batch": summary.batch,
                    "total": counts.total,
                    **{state.value: counts.in_state(state) for state in JobState},
                    "calls_done": summary.calls.done,
                    "calls_failed": summary.calls.failed,
                    "reports_done": summary.reports.done,
                    "reports_failed": summary.reports.failed,
                    "bytes_in": counts.bytes_in,
                    "bytes_out": counts.bytes_out,
                    "took_s": round(summary.took_s, 3),
                    "unreadable": list(summary.unreadable),
                    "puzzling": list(summary.puzzling),
                    "left_out": [to_builtins(folder) for folder in summary.left_out],
                    "hidden": summary.hidden,
                    "not_pictures": summary.not_pictures,
                    "unsupported": dict(summary.unsupported),
                }
            }
        )

    def close(self) -> None:
        """Nothing was opened."""


class LineReport:
    """One line a job, and a progress bar where somebody looks and has to wait."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: TerminalProgress | None = None

    def ended(self, job: Job) -> None:
        """Print what became of the job; what did not succeed goes to standard error."""
        failed = job.state in (JobState.FAILED, JobState.DELAYED)
        self._print(plain(line_about(job)), file=sys.stderr if failed else sys.stdout)

    def counted(self, counts: Counts) -> None:
        """Move the bar."""
        if self._bar is None and sys.stderr.isatty() and time.monotonic() - self._began > _SHORT_S:
            from mediaapp.cli.progress_bar import TerminalProgress  # noqa: PLC0415 - nobody sees it in a script

            self._bar = TerminalProgress()
        if self._bar is not None:
            self._bar.move(counts.ended, counts.total)

    def summary(self, summary: Summary) -> None:
        """Print one line; none where nothing was accepted, which was told already."""
        if summary.counts.total or summary.batch is None:
            self._print(summed_up(summary), file=sys.stdout)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()

    def _print(self, line: str, file: TextIO) -> None:
        if self._bar is None:
            print(line, file=file, flush=True)
        else:
            self._bar.write(line, file=file)


def report(*, as_json: bool) -> Report:
    """The report that was asked for."""
    return JsonReport() if as_json else LineReport()


def line_about(job: Job) -> str:
    """What became of a job, or why nothing did, in a line."""
    name = Path(job.source).name
    if job.state is JobState.DONE and isinstance(job.outcome, ReportOutcome):
        return f"{name}: {job.output}, {text.outcome(job.outcome)}"
    if job.state is JobState.DONE and job.output is not None:
        before, after = job.size_in, job.size_out or 0
        told = (text.place(job.output), text.became(before, after), text.grown(before, after))
        return f"{name}: {', '.join(filter(None, told))}"
    why = message(job)
    begins = text.job_begins(job, time.time())
    if begins:
        return f"{name}: {begins}"
    return f"{name}: {text.state(job)}" + (f". {why}" if why else "")


def summed_up(summary: Summary) -> str:
    """'397 ready, 3 failed, 1 call made · 312 MB became 18 MB'; of files alone where there is nothing to tell of any."""
    counts, calls, reports = summary.counts, summary.calls, summary.reports
    requests = (
        tally.calls_made(calls.done),
        tally.calls_failed(calls.failed),
        tally.reports_made(reports.done),
        tally.reports_failed(reports.failed),
    )
    parts = (
        tally.ready(counts.done, or_none=counts.total > 0 or not any(requests)),
        tally.already_made(counts.already_made),
        tally.left_out(counts.skipped - counts.already_made),
        tally.failed(counts.failed),
        tally.waiting(counts.waiting),
        tally.cancelled(counts.cancelled),
        *requests,
    )
    saved = f" · {text.became(counts.bytes_in, counts.bytes_out)}" if counts.bytes_in else ""
    return ", ".join(filter(None, parts)) + saved
