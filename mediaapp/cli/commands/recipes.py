"""`mediaapp recipes`: the saved recipes."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec

from mediaapp.cli.streams import complain, emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.paths import Folders
from mediaapp.saved_recipes import RecipeFileError, SavedRecipes, to_toml
from workers.recipe import Recipe

_OPERANDS = {"list": 0, "show": 1, "export": 2, "import": 1}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.usage = "mediaapp recipes [--json] list | show NAME | export NAME FILE | import FILE"
    parser.add_argument("operands", nargs="*", metavar="ACTION", help="list, show, export or import")


def _run(arguments: Namespace) -> int:
    action, *operands = arguments.operands or ["list"]
    if _OPERANDS.get(action) != len(operands):
        raise UsageError("use list, show NAME, export NAME FILE or import FILE")
    try:
        saved = SavedRecipes(Folders.find().recipes)
        if action == "list":
            return _list(saved, as_json=arguments.json)
        if action == "import":
            return _import(saved, Path(operands[0]), as_json=arguments.json)
        recipe = _named(saved, operands[0])
        if action == "export":
            return _export(saved, recipe, Path(operands[1]))
        return _show(recipe, as_json=arguments.json)
    except OSError as error:
        if error.filename is None:  # not of a recipe's file, but while the results were written
            raise
        raise CommandRefused(f"{error.filename}: {error.strerror}") from error


def _list(saved: SavedRecipes, *, as_json: bool) -> int:
    for recipe in saved.all():
        if as_json:
            emit(msgspec.to_builtins(recipe))
        else:
            say(recipe.name)
    unusable = saved.unusable()
    for found in unusable:
        complain(f"{found.path.name} was left out: {found.reason}")
    return 1 if unusable else 0


def _export(saved: SavedRecipes, recipe: Recipe, path: Path) -> int:
    if not os.path.isdir(path.parent):  # noqa: PTH112 - Path.is_dir raises where it may not look
        raise CommandRefused(f"There is no folder {path.parent}.")
    if path.exists():
        raise CommandRefused(f"{path} exists already.")
    saved.export(recipe.name, path)
    return 0


def _import(saved: SavedRecipes, path: Path, *, as_json: bool) -> int:
    try:
        recipe = saved.import_(path)
    except RecipeFileError as error:
        raise CommandRefused(f"{path}: {error}") from error
    if as_json:
        emit(msgspec.to_builtins(recipe))
    else:
        say(f"Saved as “{recipe.name}”.")
    return 0


def _show(recipe: Recipe, *, as_json: bool) -> int:
    if as_json:
        emit(msgspec.to_builtins(recipe))
    else:
        for line in to_toml(recipe).decode().splitlines():
            say(line)
    return 0


def _named(saved: SavedRecipes, name: str) -> Recipe:
    recipe = saved.get(name)
    if recipe is None:
        raise CommandRefused(f"There is no recipe called “{name}”.")
    return recipe


COMMAND = Subcommand(
    name="recipes", summary="list, show, export and import saved recipes", add_arguments=_add_arguments, run=_run
)
