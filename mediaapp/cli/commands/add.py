"""`mediaapp add`: accept only."""

import time
from argparse import ArgumentParser, Namespace

from msgspec import to_builtins

from mediaapp import text
from mediaapp.cli.accepting import accept, paths_named
from mediaapp.cli.opening import opened_session
from mediaapp.cli.recipe_options import add_recipe_options, recipe_from
from mediaapp.cli.selecting import batch_number, moment_named
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand, UsageError
from mediaapp.saved_recipes import SavedRecipes
from mediaapp.settings import load
from workers.jobs.queries import Selection
from workers.local_time import next_moment


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="PATH", help="a picture, or a folder with pictures")
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument(
        "--at", metavar="TIME", help="begin then: 22:00, the next time the clock shows it, or 2026-06-10T22:00"
    )
    begin.add_argument("--tonight", action="store_true", help="begin at the hour of the settings, 22:00 unless changed")
    begin.add_argument("--after", metavar="B", help="begin when this batch has ended, whatever came of it")
    add_recipe_options(parser)


def _run(arguments: Namespace) -> int:
    named = paths_named(arguments.operands)
    now = time.time()
    begins_at = moment_named(arguments.at, now) if arguments.at is not None else None
    after = batch_number(arguments.after) if arguments.after is not None else None
    with opened_session() as session, session.service() as service:
        recipe = recipe_from(arguments, SavedRecipes(session.folders.recipes))
        if arguments.tonight:
            begins_at = next_moment(now, load(session.folders.settings).settings.later)
        if after is not None and service.reader.batch(after) is None:
            raise UsageError(f"there is no batch {after}")
        accepted = accept(service, named.paths, recipe, begins_at=begins_at, after=after)
        jobs = service.reader.ids(Selection(batch=accepted.batch))
        if arguments.json:
            emit(
                {
                    "batch": accepted.batch,
                    "begins_at": begins_at,
                    "after": after,
                    "jobs": jobs,
                    "unreadable": list(accepted.found.unreadable),
                    "puzzling": list(accepted.found.puzzling),
                    "left_out": [to_builtins(folder) for folder in accepted.found.left_out],
                    "hidden": accepted.found.hidden,
                    "not_pictures": accepted.found.not_pictures,
                    "unsupported": dict(accepted.found.unsupported),
                }
            )
        elif jobs:
            pictures = text.tr_n("1 picture", "{n} pictures", len(jobs))
            numbers = f"job {jobs[0]}" if len(jobs) == 1 else f"jobs {jobs[0]} to {jobs[-1]}"
            batch = service.reader.batch(accepted.batch)
            begins = text.begins(batch, now) if batch is not None else ""
            told = f"Batch {accepted.batch}: {pictures} added as “{recipe.name}”, {numbers}"
            say(". ".join(filter(None, (told, begins))))
        return 0 if accepted.whole and named.whole else 1


COMMAND = Subcommand(
    name="add",
    summary="accept pictures only; an open window or `mediaapp work` works on them",
    add_arguments=_add_arguments,
    run=_run,
)
