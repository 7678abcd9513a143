"""Accepting what was named on the command line, and telling what of it cannot be accepted."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from mediaapp.cli.command import UsageError
from mediaapp.cli.streams import complain
from workers.jobs import BatchId, Found, Selection
from workers.recipe import Recipe
from workers.service import JobService


class Accepted(Struct, frozen=True, kw_only=True):
    """The batch, what was found for it, and whether there was something to accept at every path."""

    batch: BatchId
    found: Found
    whole: bool


def paths_named(operands: Sequence[str]) -> Sequence[str]:
    """The operands. Raises UsageError when there are none."""
    if not operands:
        raise UsageError("name at least one file or folder")
    return operands


def accept(
    service: JobService, operands: Sequence[str], recipe: Recipe, begun: Callable[[BatchId], None] | None = None
) -> Accepted:
    """Accept all pictures at these paths; `begun` is called when the first few are accepted."""
    batch = service.accept([Path(path) for path in operands], recipe, submitter="command line")
    found = Found(batch=batch)
    for step in service.fill(batch):
        if begun is not None and found.accepted == 0:
            begun(batch)
        found = step
    for path in found.unreadable:
        complain(f"{path} {'may not be read' if os.path.lexists(path) else 'does not exist'}.")
    empty = [path for path in operands if Path(path).is_dir() and not _holds_some(service, Path(path), found)]
    for path in empty:
        complain(f"There are no pictures in {path}.")
    return Accepted(batch=batch, found=found, whole=not found.unreadable and not empty)


def _holds_some(service: JobService, folder: Path, found: Found) -> bool:
    name = os.path.basename(os.path.abspath(folder))  # noqa: PTH100, PTH119 - the name that the jobs have
    if not found.accepted or not name or os.path.ismount(folder):
        return found.accepted > 0
    return bool(service.ids(Selection(batch=found.batch, search=f"{name}/"), limit=1))
