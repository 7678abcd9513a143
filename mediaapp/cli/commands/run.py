"""`mediaapp run`: accept, work and wait."""

import time
from argparse import ArgumentParser, Namespace
from contextlib import closing
from functools import partial

from mediaapp.cli.accepting import accept, paths_named
from mediaapp.cli.following import Following, exit_code
from mediaapp.cli.hook_calls import make_calls
from mediaapp.cli.opening import opened_session
from mediaapp.cli.recipe_options import add_recipe_options, recipe_from
from mediaapp.cli.reports import Summary, report
from mediaapp.cli.subcommand import Subcommand
from mediaapp.cli.working import interruptible, logged
from mediaapp.saved_recipes import SavedRecipes
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.service import JobService
from workers.service.commands import MoveFirst


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="PATH", help="a picture, or a folder with pictures")
    add_recipe_options(parser)


def _run(arguments: Namespace) -> int:
    started = time.monotonic()
    named = paths_named(arguments.operands)
    with opened_session() as session, session.service() as service, logged(session, "run"), interruptible():
        recipe = recipe_from(arguments, SavedRecipes(session.folders.recipes))
        with closing(report(as_json=arguments.json)) as told:
            mark = service.reader.mark()
            session.start_pool()
            accepted = accept(service, named.paths, recipe, partial(_first, service))
            _first(service, accepted.batch)
            session.wake()
            counts = Following(service.reader, accepted.batch, told, mark).until_over()
            told.summary(
                Summary(
                    counts=counts,
                    took_s=time.monotonic() - started,
                    batch=accepted.batch,
                    unreadable=accepted.found.unreadable,
                    puzzling=accepted.found.puzzling,
                    left_out=accepted.found.left_out,
                    hidden=accepted.found.hidden,
                    not_pictures=accepted.found.not_pictures,
                    unsupported=accepted.found.unsupported,
                )
            )
        make_calls(service, accepted.batch)
        return exit_code(counts) if accepted.whole and named.whole else max(exit_code(counts), 1)


def _first(service: JobService, batch: BatchId) -> None:
    """Before everything else that waits: somebody sits in front of it."""
    MoveFirst(Selection(batch=batch)).run(service)


COMMAND = Subcommand(
    name="run",
    summary="accept pictures, work on them and wait until they are ready",
    details="Calls of hooks are made before it ends. Ctrl+C stops the waiting; what is not ready then stays in the queue.",
    add_arguments=_add_arguments,
    run=_run,
)
