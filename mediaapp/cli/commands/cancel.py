"""`mediaapp cancel`: stop jobs that run or wait."""

from argparse import ArgumentParser, Namespace

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.selecting import job_numbers, known
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand, UsageError
from workers.jobs.queries import Selection
from workers.service.commands import Cancel


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="ID", help="a job's number")
    parser.add_argument("--all", action="store_true", help="everything that runs or waits")


def _run(arguments: Namespace) -> int:
    if bool(arguments.operands) == arguments.all:
        raise UsageError("name jobs by their numbers, or give --all")
    numbers = job_numbers(arguments.operands)
    with opened_service() as service:
        there = known(service.reader, numbers)
        cancelled = Cancel((Selection() if arguments.all else Selection(ids=tuple(there)),)).run(service).total
    if arguments.json:
        emit({"cancelled": cancelled})
    elif there or arguments.all:
        say(f"{text.count(cancelled)} cancelled.")
    return 0 if len(there) == len(numbers) else 1


COMMAND = Subcommand(
    name="cancel",
    summary="stop what runs or waits; results that are there stay",
    add_arguments=_add_arguments,
    run=_run,
)
