"""The recipes a person chooses from: those that come with the application, and their own as TOML files."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import tomli_w
from msgspec import Struct

from mediaapp.paths import write_whole
from workers.recipe import RECIPE_VERSION, Recipe

MAX_BYTES = 64 * 1024
"""A larger file is no recipe."""


class RecipeFileError(Exception):
    """A file is no recipe that can be used; its text says why, for people."""


class Unusable(Struct, frozen=True, kw_only=True):
    """A file among the saved recipes that was left out, and why."""

    path: Path
    reason: str


class SavedRecipes:
    """Recipes by name; a saved one stands before one of the same name that comes with the application.

    Files are read at each call, so that those put there by hand are found. All methods may raise OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Recipe]:
        """Those that come with the application in their order, then the user's own by name."""
        own = {recipe.name: recipe for recipe in self._own().values()}
        first = [own.pop(recipe.name, recipe) for recipe in built_in()]
        return first + sorted(own.values(), key=lambda recipe: recipe.name.casefold())

    def unusable(self) -> list[Unusable]:
        """The files that are no recipes; they stay as they are."""
        found = []
        for path in self._files():
            try:
                read_recipe(path)
            except RecipeFileError as error:
                found.append(Unusable(path=path, reason=str(error)))
        return found

    def get(self, name: str) -> Recipe | None:
        """The recipe of this name, or failing that of this name in another case; None when there is none."""
        recipes = self.all()
        for same in (str, str.casefold):
            found = next((recipe for recipe in recipes if same(recipe.name) == same(name)), None)
            if found is not None:
                return found
        return None

    def save(self, recipe: Recipe) -> None:
        """Keep a recipe under its name, in place of one that had it."""
        path = next((path for path, other in self._own().items() if other.name == recipe.name), None)
        write_whole(path or self._free_file(recipe.name), to_toml(recipe))

    def remove(self, name: str) -> bool:
        """Forget the user's own recipe of this name; False when there is none. What it stood before is there again."""
        paths = [path for path, recipe in self._own().items() if recipe.name == name]
        for path in paths:
            path.unlink(missing_ok=True)
        return bool(paths)

    def import_(self, path: Path) -> Recipe:
        """Keep a recipe from a file; it gets a number where another recipe has its name. Raises RecipeFileError."""
        recipe = read_recipe(path)
        names = {other.name for other in self.all() if other != recipe}
        name, n = recipe.name, 2
        while name in names:
            name, n = f"{recipe.name[:90]} ({n})", n + 1
        recipe = msgspec.structs.replace(recipe, name=name)
        self.save(recipe)
        return recipe

    def export(self, name: str, path: Path) -> None:
        """Write a recipe to a file for somebody else. Raises KeyError when there is no recipe of this name."""
        recipe = self.get(name)
        if recipe is None:
            raise KeyError(name)
        write_whole(path, to_toml(recipe))

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.toml"))

    def _own(self) -> Mapping[Path, Recipe]:
        found = {}
        for path in self._files():
            try:
                found[path] = read_recipe(path)
            except RecipeFileError:
                continue  # told by `unusable`
        return found

    def _free_file(self, name: str) -> Path:
        """A file that is not there yet, on disks that take cases for the same too."""
        stem = re.sub(r"[^\w \-]", "_", name).strip()[:60] or "recipe"
        path, n = self._folder / f"{stem}.toml", 2
        while path.exists():
            path, n = self._folder / f"{stem} {n}.toml", n + 1
        return path


def built_in() -> list[Recipe]:
    """The recipes that come with the application; the first is the one a new user starts with."""
    folder = files("resources") / "recipes"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return [_parsed((folder / name).read_bytes()) for name in names]


def read_recipe(path: Path) -> Recipe:
    """Read a recipe file. Raises RecipeFileError, with a reason a person can read, for whatever is not one."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RecipeFileError(f"the file cannot be read: {error.strerror}") from error
    return _parsed(data)


def to_toml(recipe: Recipe) -> bytes:
    """A recipe as people can read and change it; what is not set is left out."""
    fields: Mapping[str, Any] = msgspec.to_builtins(recipe)
    return tomli_w.dumps(_without_none(fields)).encode()


def _without_none(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_none(value) if isinstance(value, Mapping) else value
        for name, value in fields.items()
        if value is not None
    }


def _parsed(data: bytes) -> Recipe:
    if len(data) > MAX_BYTES:
        raise RecipeFileError("the file is too large for a recipe")
    try:
        fields = tomllib.loads(data.decode())
    except UnicodeDecodeError as error:
        raise RecipeFileError("this is not a recipe: it is not text") from error
    except (ValueError, RecursionError) as error:
        raise RecipeFileError(f"this is not a recipe: {error}") from error
    version = fields.get("v", RECIPE_VERSION)
    if isinstance(version, int) and version > RECIPE_VERSION:
        raise RecipeFileError("a newer version of mediaapp made this recipe; update mediaapp to use it")
    try:
        return msgspec.convert(fields, Recipe)
    except (msgspec.ValidationError, ValueError) as error:
        raise RecipeFileError(f"this is not a recipe: {error}") from error
