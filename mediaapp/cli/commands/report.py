"""`mediaapp report`: what became of files, as a file."""

from argparse import ArgumentParser, Namespace
from contextlib import closing
from datetime import date, timedelta
from datetime import time as time_of_day

from mediaapp import text
from mediaapp.cli.following import Following, exit_code
from mediaapp.cli.opening import opened_session
from mediaapp.cli.reports import report
from mediaapp.cli.selecting import batch_number, watch_called
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.cli.working import interruptible, logged
from mediaapp.paths import reports_folder
from workers.local_time import moment
from workers.requests import (
    About,
    OfAll,
    OfBatch,
    OfFailures,
    OfWatch,
    ReportFormat,
    ReportRefused,
    ReportRequest,
    Span,
)
from workers.service import JobService
from workers.service.schedule_commands import MakeReport

_SUBMITTER = "report"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="", help="")
    about = parser.add_argument_group("about what").add_mutually_exclusive_group()
    about.add_argument("--batch", metavar="B", help="the files of this batch")
    about.add_argument("--watch", metavar="W", help="the files of this watched folder, by its number or name")
    about.add_argument("--failed", action="store_true", help="all files that failed")
    about.add_argument("--all", action="store_true", help="all files in the list")
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="only what ended on this day; alone: all of that")
    add_file_options(parser)


def add_file_options(parser: ArgumentParser) -> None:
    """What the file is, and where it goes."""
    parser.add_argument(
        "--format", choices=[each.value for each in ReportFormat], default=ReportFormat.HTML.value, help="(html)"
    )
    parser.add_argument("--out", metavar="DIR", help=f"the folder it goes to ({reports_folder()})")


def _run(arguments: Namespace) -> int:
    if arguments.operands:
        raise UsageError("report takes no operands")
    day = _day(arguments.day)
    with opened_session() as session, session.service() as service, logged(session, "report"), interruptible():
        about, named = _about(service, arguments)
        name = text.report_name(about, named, day)
        request = ReportRequest(
            about=about, format=ReportFormat(arguments.format), name=name, span=None if day is None else span_of(day)
        )
        mark = service.reader.mark()
        asked = MakeReport(
            request=request, folder=arguments.out or str(reports_folder()), row=name, submitter=_SUBMITTER
        ).run(service)
        if isinstance(asked, ReportRefused):
            raise CommandRefused(text.report_refused(asked))
        (job,) = service.reader.jobs((asked,))
        session.start_pool()
        session.wake()
        with closing(report(as_json=arguments.json)) as told:
            return exit_code(Following(service.reader, job.batch, told, mark).until_over())


def span_of(day: date) -> Span:
    """From midnight to midnight, by the clock on the wall."""
    midnight = time_of_day(0, 0)
    return Span(since=moment(day, midnight), until=moment(day + timedelta(days=1), midnight))


def _day(word: str | None) -> date | None:
    if word is None:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise UsageError(f"{word} is not a day, as 2026-11-30 is") from error


def _about(service: JobService, arguments: Namespace) -> tuple[About, str]:
    """What it is about, and what that is called."""
    if arguments.batch is not None:
        number = batch_number(arguments.batch)
        batch = service.reader.batch(number)
        return OfBatch(number), "" if batch is None else batch.name
    if arguments.watch is not None:
        watch = watch_called(service, arguments.watch)
        return OfWatch(watch.id), watch.rules.title
    if arguments.failed:
        return OfFailures(), ""
    if arguments.all or arguments.day is not None:
        return OfAll(), ""
    raise UsageError("say what it is about: --batch, --day, --watch, --failed or --all")


COMMAND = Subcommand(
    name="report",
    summary="write a report about files: HTML, CSV or JSON",
    details="Ctrl+C stops the waiting; the report is then written by an open window or `mediaapp work`.",
    add_arguments=_add_arguments,
    run=_run,
)
