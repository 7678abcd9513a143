"""The path before and after of one file, as the recipe panel shows it."""

from datetime import datetime
from pathlib import PurePath
from typing import assert_never

from msgspec import Struct

from workers.bounds import local_time
from workers.formats import SPECS, Format, usual_target
from workers.jobs.job import Job
from workers.recipe import Automatic, BesideEach, InFolder, LongEdge, Recipe, ReplaceOriginals
from workers.template import NameParts, check_template, filled_in

SHOWN_FOLDERS = 2
"""How many folders of a source stand before its name; more would not fit."""


class ExampleSource(Struct, frozen=True, kw_only=True):
    """A file that was added, and the dropped folder it came from; None for one dropped by itself.

    `taken` is when it was taken or, as long as nobody has looked, last changed; None for one that nobody added.
    """

    path: PurePath
    dropped: PurePath | None = None
    taken: datetime | None = None


class PathExample(Struct, frozen=True, kw_only=True):
    """A source and where its output goes; `changed` is the part of `after` that differs."""

    before: str
    kept: str
    changed: str


def source_of(job: Job, recipe: Recipe) -> ExampleSource:
    """The source of a job that was accepted with this recipe."""
    path = PurePath(job.source)
    taken = (job.facts and job.facts.taken) or local_time(job.mtime_in)
    if isinstance(recipe.destination, Automatic):
        made = frozenset(PurePath(job.out_dir).parts)
        for folder in path.parents:
            if f"{folder.name} {recipe.destination.folder}" in made:
                return ExampleSource(path=path, dropped=folder, taken=taken)
    return ExampleSource(path=path, taken=taken)


def path_example(recipe: Recipe, source: ExampleSource) -> PathExample:
    """What becomes of a source. Raises ValueError for a template that names an unknown field."""
    path, dropped = source.path, source.dropped
    folders = [part for part in path.parent.parts if part != path.anchor]
    below = list(path.parent.relative_to(dropped).parts) if dropped is not None else []
    shown = _slashed(folders[-SHOWN_FOLDERS - len(below) :])
    name = example_name(recipe, source)
    match recipe.destination:
        case Automatic(folder=made) if dropped is not None:
            kept = _slashed(folders[: len(folders) - len(below) - 1][-SHOWN_FOLDERS + 1 :])
            changed = _slashed([f"{dropped.name} {made}", *below]) + name
        case Automatic(folder=made) | BesideEach(folder=made):
            kept, changed = shown, f"{made}/{name}"
        case InFolder(path=folder):
            kept, changed = "", f"{folder.rstrip('/')}/{name}"
        case ReplaceOriginals():
            kept, changed = shown, name
        case _:
            assert_never(recipe.destination)
    return PathExample(before=shown + path.name, kept=kept, changed=changed)


def _slashed(folders: list[str]) -> str:
    return "".join(f"{folder}/" for folder in folders)


def example_name(recipe: Recipe, source: ExampleSource) -> str:
    """The output's name with its extension. Raises ValueError for a template that names an unknown field."""
    check_template(recipe.template)
    width = recipe.size.px if isinstance(recipe.size, LongEdge) else 2000
    path = source.path
    kind = target_of(recipe, path)
    parts = NameParts(
        name=path.stem,
        ext=path.suffix[1:],
        width=width,
        height=width * 2 // 3,
        format=kind.value,
        recipe=recipe.name,
        taken=source.taken or datetime.now().astimezone(),
        counter=1,
        parent=path.parent.name,
    )
    return filled_in(recipe.template, parts) + SPECS[kind].extensions[0]


def target_of(recipe: Recipe, source: PurePath) -> Format:
    """The format that comes out, as far as the source's extension tells it."""
    if recipe.format is not None:
        return recipe.format
    own = next((known for known, spec in SPECS.items() if source.suffix.lower() in spec.extensions), Format.JPEG)
    return usual_target(own)
