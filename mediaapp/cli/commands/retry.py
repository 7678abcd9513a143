"""`mediaapp retry`: queue again what failed, with another recipe if one is given."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

import msgspec

from mediaapp import text
from mediaapp.cli.opening import opened_session
from mediaapp.cli.recipe_options import add_recipe_options, recipe_from, says_something
from mediaapp.cli.selecting import cause, job_numbers, known
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand, UsageError
from mediaapp.saved_recipes import SavedRecipes
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service import Reader
from workers.service.commands import Retry


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="ID", help="a job's number")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--failed", action="store_true", help="all that failed")
    which.add_argument("--cause", metavar="CODE", help="all that failed or wait for this cause")
    add_recipe_options(parser, "Without --recipe these change the recipe that each job had.")


def _run(arguments: Namespace) -> int:
    if sum((bool(arguments.operands), arguments.failed, arguments.cause is not None)) != 1:
        raise UsageError("name jobs by their numbers, or give --failed or --cause")
    with opened_session() as session, session.service() as service:
        selection, missing = _selection(service.reader, arguments)
        if says_something(arguments):
            saved = SavedRecipes(session.folders.recipes)
            retried = 0
            for batch, part in _by_batch(service.reader, selection):
                found = service.reader.batch(batch)
                retried += Retry(part, recipe_from(arguments, saved, found.recipe if found else None)).run(service)
        else:
            retried = Retry(selection).run(service)
        if arguments.json:
            emit({"retried": retried})
        elif retried or not missing:
            say(text.tr_n("1 waits again.", "{n} wait again.", retried))
        return 1 if missing else 0


def _selection(reader: Reader, arguments: Namespace) -> tuple[Selection, bool]:
    """The jobs meant, and whether some that were named do not exist."""
    if arguments.failed:
        return Selection(states=frozenset((JobState.FAILED,))), False
    if arguments.cause is not None:
        return Selection(cause=cause(arguments.cause)), False
    numbers = job_numbers(arguments.operands)
    there = known(reader, numbers)
    return Selection(ids=tuple(there)), len(there) < len(numbers)


def _by_batch(reader: Reader, selection: Selection) -> Iterator[tuple[BatchId, Selection]]:
    batches = dict[BatchId, list[JobId]]()
    for job in reader.each(reader.ids(selection)):
        batches.setdefault(job.batch, []).append(job.id)
    for batch, jobs in batches.items():
        yield batch, msgspec.structs.replace(selection, ids=tuple(jobs))


COMMAND = Subcommand(
    name="retry",
    summary="queue again what failed; options change the recipe it had",
    add_arguments=_add_arguments,
    run=_run,
)
