"""`mediaapp jobs`: the list."""

import time
from argparse import SUPPRESS, ArgumentParser, Namespace
from functools import cache, partial
from pathlib import Path

from mediaapp import text
from mediaapp.cli.job_object import job_object
from mediaapp.cli.opening import opened_service
from mediaapp.cli.reports import line_about
from mediaapp.cli.selecting import batch_number, cause, watch_number
from mediaapp.cli.streams import complain, emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.paths import Folders
from mediaapp.session import pool_is_owned
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service import Reader

_SHOWN = 50


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)
    parser.add_argument(
        "--state",
        action="append",
        choices=[state.value for state in JobState],
        help="only in this state; may be repeated",
    )
    parser.add_argument("--cause", metavar="CODE", help="only failed or delayed for this cause")
    parser.add_argument("--batch", metavar="B", help="only of this batch")
    parser.add_argument("--watch", metavar="W", help="only of this watched folder")
    parser.add_argument("--limit", metavar="N", help=f"at most so many, 0 for all ({_SHOWN}; with --json all)")


def _run(arguments: Namespace) -> int:
    if arguments.operands:
        raise UsageError("jobs takes no operands; `mediaapp show ID` shows one job")
    selection = Selection(
        states=frozenset(JobState(state) for state in arguments.state) if arguments.state else None,
        cause=cause(arguments.cause) if arguments.cause is not None else None,
        batch=batch_number(arguments.batch) if arguments.batch is not None else None,
        watch=watch_number(arguments.watch) if arguments.watch is not None else None,
    )
    limit = _limit(arguments)
    with opened_service() as service:
        if selection.batch is not None and service.reader.batch(selection.batch) is None:
            raise CommandRefused(f"There is no batch {selection.batch}.")
        ids = service.reader.ids(selection, newest_first=True, limit=limit)
        begins = cache(partial(_begins, service.reader))
        for job in service.reader.each(ids):
            if arguments.json:
                emit(job_object(job))
            else:
                say(_line(job, begins(job.batch) if job.state is JobState.PAUSED else ""))
        if not arguments.json:
            rest = service.reader.counts(selection).total - len(ids)
            held = text.held_back(service.reader.holds(), time.time())
            if held and pool_is_owned(Folders.find()) and service.reader.counts(selection).queued:
                complain(f"{held}; `mediaapp resume --now` begins at once.")
            if rest > 0:
                complain(f"{text.count(rest)} more; --limit 0 shows all.")
    return 0


def _limit(arguments: Namespace) -> int | None:
    if arguments.limit is None:
        return None if arguments.json else _SHOWN
    if not arguments.limit.isdecimal() or len(arguments.limit) > 9:
        raise UsageError(f"--limit: {arguments.limit} is not a number")
    return int(arguments.limit) or None


def _begins(reader: Reader, number: BatchId) -> str:
    batch = reader.batch(number)
    return "" if batch is None else text.begins(batch, time.time())


def _line(job: Job, begins: str) -> str:
    if begins:
        return f"{job.id:>7}  {Path(job.source).name}: {begins}"
    if job.state is JobState.RUNNING:
        return f"{job.id:>7}  {Path(job.source).name}: {text.how_far(job)}"
    return f"{job.id:>7}  {line_about(job)}"


COMMAND = Subcommand(name="jobs", summary="list jobs, newest first", add_arguments=_add_arguments, run=_run)
