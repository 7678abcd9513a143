"""Accepting: the batch at once, then its files as they are found."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import assert_never

from msgspec import structs

from workers.jobs.batch import Found
from workers.jobs.ids import BatchId
from workers.output.naming import safe_name
from workers.processes import is_alive
from workers.recipe import Automatic, BesideEach, InFolder, Recipe, ReplaceOriginals
from workers.service.filling import FEW, Filling
from workers.service.service import JobService
from workers.sources import Candidate, walk

_FEW_PRIO = 10

Dropped = Sequence[str | os.PathLike[str]] | bytes
"""Paths; as bytes they are absolute, spelled as the system spells them, with a NUL between: the quickest way for 100,000."""


def accept(
    service: JobService,
    paths: Dropped,
    recipe: Recipe,
    *,
    submitter: str,
    hold: bool = False,
    begins_at: float | None = None,
    after: BatchId | None = None,
) -> BatchId:
    """Accept everything at these paths, in one row: `fill` finds the files. With `hold` they wait to be started.

    With `begins_at`, in seconds since 1970, they begin then, with `after` when that earlier batch has ended, however it did:
    nothing of it waits or runs any more, whether that is ready, failed, cancelled or removed from the list.
    A drop of up to 100 paths goes before larger ones.
    """
    dropped = paths if isinstance(paths, bytes) else _joined(paths)
    more = dropped.count(b"\0")
    return service.store.intake.batch(
        dropped,
        name=_name(dropped, alone=more == 0),
        recipe=recipe,
        submitter=submitter,
        prio=priority(more + 1),
        on_hold=hold or begins_at is not None or after is not None,
        worker=service.process,
        begins_at=None if hold else begins_at,
        after=None if hold else after,
    )


def fill(service: JobService, batch: BatchId, *, hold_if_full: bool = False) -> Iterator[Found]:
    """Find the files of a batch and accept them in steps; yields after each, the last one `complete`.

    May be begun again after it was broken off: what the batch has already is passed over. When the batch gets another
    recipe meanwhile, what is found from then on is accepted with that one, in the batch that `Found` then names. With
    `hold_if_full` a batch whose outputs seem not to fit on the disk waits to be started.
    """
    intake = service.store.intake
    intake.take_over(batch, service.process)
    paths, recipe = intake.dropped(batch)
    base = intake.base(batch)
    filling = Filling(batch, service.store, service.fallback, hold_if_full=hold_if_full)
    for found in walk(paths, own_folder(recipe)):
        filling.take(
            structs.replace(found, dropped=base) if base is not None and isinstance(found, Candidate) else found
        )
        if filling.is_full:
            if not filling.write():
                break
            yield filling.so_far(complete=False)
    filling.complete()
    yield filling.so_far(complete=True)


def priority(files: int) -> int:
    """That of a batch of so many files: a few go before many."""
    return _FEW_PRIO if files <= FEW else 0


def interrupted(service: JobService) -> list[BatchId]:
    """Batches whose accepting process is no more: `fill` them. Those of watched folders are filled where these are watched."""
    return [batch for batch, worker in service.reader.accepting() if worker != service.process and not is_alive(worker)]


def _joined(paths: Sequence[str | os.PathLike[str]]) -> bytes:
    return os.fsencode("\0".join(map(os.path.abspath, paths)))


def _name(dropped: bytes, *, alone: bool) -> str:
    """The dropped folder's name, or that of the folder the files lie in."""
    if not dropped:
        return ""
    first = Path(os.fsdecode(dropped if alone else dropped[: dropped.index(b"\0")]))
    if not alone or not os.path.isdir(first):  # noqa: PTH112 - Path.is_dir raises where it may not look
        first = first.parent
    return first.name or str(first)


def own_folder(recipe: Recipe) -> Callable[[Path], bool]:
    """Whether a folder's name says that this recipe's outputs are in it."""
    match recipe.destination:
        case Automatic(folder=folder) | BesideEach(folder=folder):
            return lambda path: path.name == safe_name(folder)
        case InFolder(path=own):
            return lambda path: path == Path(own)
        case ReplaceOriginals():
            return lambda _path: False
        case _:
            assert_never(recipe.destination)
