"""`mediaapp add`: accept only."""

from argparse import ArgumentParser, Namespace

from msgspec import to_builtins

from mediaapp import text
from mediaapp.cli.accepting import accept, paths_named
from mediaapp.cli.opening import opened_session
from mediaapp.cli.recipe_options import add_recipe_options, recipe_from
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand
from mediaapp.saved_recipes import SavedRecipes
from workers.jobs.queries import Selection


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="PATH", help="a picture, or a folder with pictures")
    add_recipe_options(parser)


def _run(arguments: Namespace) -> int:
    named = paths_named(arguments.operands)
    with opened_session() as session, session.service() as service:
        recipe = recipe_from(arguments, SavedRecipes(session.folders.recipes))
        accepted = accept(service, named.paths, recipe)
        jobs = service.reader.ids(Selection(batch=accepted.batch))
        if arguments.json:
            emit(
                {
                    "batch": accepted.batch,
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
            say(f"Batch {accepted.batch}: {pictures} added as “{recipe.name}”, {numbers}")
        return 0 if accepted.whole and named.whole else 1


COMMAND = Subcommand(
    name="add",
    summary="accept pictures only; an open window or `mediaapp work` works on them",
    add_arguments=_add_arguments,
    run=_run,
)
