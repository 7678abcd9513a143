"""Accepting what was named on the command line, and telling what of it cannot be accepted."""

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct

from mediaapp import text
from mediaapp.addresses import is_path, local_path, shown
from mediaapp.cli.streams import complain
from mediaapp.cli.subcommand import UsageError
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.kept_folders import LeftOut
from workers.recipe import Recipe
from workers.service import JobService, Reader, submit


class Accepted(Struct, frozen=True, kw_only=True):
    """The batch, what was found for it, and whether there was something to accept at every path."""

    batch: BatchId
    found: Found
    whole: bool


class Named(Struct, frozen=True, kw_only=True):
    """The paths that operands name, and whether all of them do."""

    paths: Sequence[str]
    whole: bool


def paths_named(operands: Sequence[str]) -> Named:
    """The paths that the operands name; addresses become the paths under which this computer has what they name.

    Says which of them lead to nothing here. Raises UsageError when there are none, or an empty one: it would be the folder
    one stands in.
    """
    if not operands:
        raise UsageError("name at least one file or folder")
    if not all(operands):
        raise UsageError("one of the paths is empty")
    named = [word if is_path(word) else local_path(os.fsencode(word)) for word in operands]
    elsewhere = [shown(os.fsencode(word)) for word, path in zip(operands, named, strict=True) if path is None]
    for address in elsewhere:
        complain(text.not_here([address]))
    return Named(paths=[path for path in named if path is not None], whole=not elsewhere)


def complain_of(path: str) -> None:
    """Say why nothing can be found at this path."""
    if not os.path.lexists(path):
        complain(f"{path} does not exist.")
    elif not os.path.exists(path):  # noqa: PTH110 - Path.exists raises where a parent may not be looked into
        complain(f"{path} is a link that leads nowhere.")
    else:
        complain(f"{path} may not be read.")


def complain_of_passed_over(folders: Sequence[LeftOut], hidden: int, unsupported: Sequence[tuple[str, int]]) -> None:
    """Say what was passed over in the folders named, and how to get it; of `unsupported` formats, how many files each."""
    if unsupported:
        complain(f"{text.unsupported(unsupported)}.")
    for sentence in text.left_out(folders):
        complain(sentence)
    if hidden:
        complain(f"{text.hidden(hidden)}.")


def complain_of_empty(folder: str) -> None:
    """Say that nothing in it can be worked on."""
    complain(f"There are no pictures that can be read in {folder}.")


def folders_in(operands: Sequence[str], unreadable: Collection[str]) -> list[str]:
    """The folders among the operands, as they were spelled, without those that cannot be read."""
    # Path.is_dir raises where a parent may not be looked into, or where the name is too long.
    return [path for path in operands if os.path.isdir(path) and os.path.abspath(path) not in unreadable]  # noqa: PTH100, PTH112


def accept(
    service: JobService,
    operands: Sequence[str],
    recipe: Recipe,
    begun: Callable[[BatchId], None] | None = None,
    *,
    begins_at: float | None = None,
    after: BatchId | None = None,
) -> Accepted:
    """Accept all pictures at these paths; `begun` is called when the first few are accepted.

    They begin at once, at a moment in seconds since 1970, or after another batch.
    """
    paths = [Path(path) for path in operands]
    batch = submit.accept(service, paths, recipe, submitter="command line", begins_at=begins_at, after=after)
    found = Found(batch=batch)
    for step in submit.fill(service, batch):
        if begun is not None and found.accepted == 0:
            begun(batch)
        found = step
    for path in found.unreadable:
        complain_of(path)
    for path in found.puzzling:
        complain(text.not_looked_at(path))
    complain_of_passed_over(found.left_out, found.hidden, found.unsupported)
    folders = folders_in(operands, found.unreadable)
    empty = [path for path in folders if not _holds_some(service.reader, Path(path), found)]
    for path in empty:
        complain_of_empty(path)
    return Accepted(batch=batch, found=found, whole=not (found.unreadable or found.puzzling or empty))


def _holds_some(reader: Reader, folder: Path, found: Found) -> bool:
    name = os.path.basename(os.path.abspath(folder))  # noqa: PTH100, PTH119 - the name that the jobs have
    if not found.accepted or not name or os.path.ismount(folder):
        return found.accepted > 0
    return bool(reader.ids(Selection(batch=found.batch, search=f"{name}/"), limit=1))
