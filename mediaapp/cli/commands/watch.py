"""`mediaapp watch`: folders whose files are taken as they appear."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence

from msgspec import structs, to_builtins

from mediaapp import text
from mediaapp.cli.changing import change_each
from mediaapp.cli.opening import opened_session
from mediaapp.cli.recipe_options import add_recipe_options, recipe_from
from mediaapp.cli.selecting import watch_number
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.saved_recipes import SavedRecipes
from mediaapp.session import Session
from workers.jobs.ids import WatchId
from workers.jobs.queries import Selection
from workers.jobs.watch import Watch, WatchRefused, WatchRules
from workers.recipe import ReplaceOriginals
from workers.service import JobService
from workers.service.commands import CountJobs
from workers.service.watch_commands import AddWatch, FindWatches, PauseWatch, RemoveWatch

_USAGE = "use list, add FOLDER, remove NUMBER, pause NUMBER or resume NUMBER"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "mediaapp watch [--json] list | add FOLDER [OPTION...] | remove NUMBER... | pause NUMBER... | resume NUMBER..."
    )
    parser.add_argument("operands", nargs="*", metavar="ACTION", help="list, add, remove, pause or resume")
    rules = parser.add_argument_group("what is taken, with add")
    rules.add_argument(
        "--include",
        action="append",
        default=[],
        metavar="PATTERN",
        help="only such names, as *.jpg or raw/*; may be repeated",
    )
    rules.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help="no such names; may be repeated"
    )
    rules.add_argument("--no-subfolders", action="store_true", help="only what lies in the folder itself")
    rules.add_argument(
        "--done", metavar="DIR", help="move originals there once their results are ready; on the same drive"
    )
    rules.add_argument(
        "--called", default="", metavar="NAME", help="what to call it; as the folder is called by default"
    )
    add_recipe_options(parser)


def _run(arguments: Namespace) -> int:
    action, *operands = arguments.operands or ["list"]
    if action not in {"list", "add", "remove", "pause", "resume"} or bool(operands) is (action == "list"):
        raise UsageError(_USAGE)
    with opened_session() as session, session.service() as service:
        if action == "add":
            return _add(session, service, arguments, operands)
        if action == "list":
            return _list(service, as_json=arguments.json)
        return _change(service, action, [watch_number(word) for word in operands], as_json=arguments.json)


def _add(session: Session, service: JobService, arguments: Namespace, operands: Sequence[str]) -> int:
    if len(operands) != 1 or not operands[0]:
        raise UsageError("add takes one folder")
    added = AddWatch(
        WatchRules(
            folder=operands[0],
            recipe=recipe_from(arguments, SavedRecipes(session.folders.recipes)),
            done_folder=arguments.done,
            include=tuple(arguments.include),
            exclude=tuple(arguments.exclude),
            subfolders=not arguments.no_subfolders,
            name=arguments.called,
        )
    ).run(service)
    if isinstance(added, WatchRefused):
        raise CommandRefused(text.watch_refused(added))
    watch = next(watch for watch in FindWatches().run(service) if watch.id == added)
    if arguments.json:
        emit(_watch_object(watch))
    else:
        say(f"{watch.id}: {watch.rules.folder} is watched; an open window or `mediaapp work` takes what appears in it.")
    return 0


def _list(service: JobService, *, as_json: bool) -> int:
    for watch in FindWatches().run(service):
        counts = CountJobs(Selection(watch=watch.id)).run(service)
        if as_json:
            emit(
                {**_watch_object(watch), "waiting": counts.waiting, "running": counts.running, "failed": counts.failed}
            )
        else:
            figures = text.watch_figures(watch, counts)
            say(f"{watch.id}: {watch.rules.folder}, “{watch.rules.recipe.name}”, {figures}. {text.watch_state(watch)}.")
    return 0


def _change(service: JobService, action: str, numbers: Sequence[WatchId], *, as_json: bool) -> int:
    def change(number: WatchId) -> bool:
        command = RemoveWatch(number) if action == "remove" else PauseWatch(watch=number, paused=action == "pause")
        return command.run(service)

    return change_each(numbers, change, key="watch", called="watched folder", action=action, as_json=as_json)


def _watch_object(watch: Watch) -> Mapping[str, object]:
    """A watch as a program reads it. Paths are absolute, times in seconds since 1970."""
    rules = watch.rules
    original = "moved" if rules.done_folder is not None else "stays"
    return {
        "watch": watch.id,
        **structs.asdict(rules),
        "recipe": to_builtins(rules.recipe),
        "original": "replaced" if isinstance(rules.recipe.destination, ReplaceOriginals) else original,
        "title": rules.title,
        "paused": watch.paused,
        "paused_at": watch.paused_at,
        "trouble": watch.trouble,
        "trouble_since": watch.trouble_since,
        "seen": watch.seen,
        "taken": watch.taken,
        "taken_today": watch.taken_today,
        "created": watch.created,
    }


COMMAND = Subcommand(
    name="watch",
    summary="watch folders: add, list, remove, pause, resume",
    add_arguments=_add_arguments,
    run=_run,
    details="Files are taken when they are whole, each content once, by an open window or `mediaapp work`.",
)
