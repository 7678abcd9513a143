"""Accepting: the batch at once, then its files as they are found."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import assert_never

from workers.jobs import BatchId, Found, NewJob
from workers.output.naming import safe_name
from workers.processes import is_alive
from workers.recipe import Automatic, BesideEach, InFolder, Recipe, ReplaceOriginals
from workers.service.connections import Connections
from workers.service.outputs import EarlierOutputs
from workers.service.placing import Arrival, Destinations, Places
from workers.sources import Candidate, NotAPicture, Unreadable, walk

_FEW = 100
_FEW_PRIO = 10
_FIRST_STEP = 40  # as many rows as a window shows
_STEP = 2_000


class Submitting(Connections):
    """Accepts files and folders."""

    def accept(
        self, paths: Sequence[str | os.PathLike[str]], recipe: Recipe, *, submitter: str, hold: bool = False
    ) -> BatchId:
        """Accept everything at these paths, in one row: `fill` finds the files. With `hold` they wait to be started.

        A drop of up to 100 paths goes before larger ones.
        """
        named = [os.path.abspath(path) for path in paths]  # noqa: PTH100 - for each of 100,000 paths
        return self._intake.batch(
            named,
            name=_name(named),
            recipe=recipe,
            submitter=submitter,
            prio=_FEW_PRIO if len(named) <= _FEW else 0,
            on_hold=hold,
            worker=self._me,
        )

    def fill(self, batch: BatchId) -> Iterator[Found]:
        """Find the files of a batch and accept them in steps; yields after each, the last one `complete`.

        May be begun again after it was broken off: what the batch has already is passed over.
        """
        self._intake.take_over(batch, self._me)
        paths, recipe = self._intake.dropped(batch)
        known = self._intake.known(batch)
        places = Places(self._intake)
        arrival = Arrival(places, Destinations(places, recipe.destination, self._fallback))
        earlier = EarlierOutputs(self._reader, places)
        waiting: list[NewJob] = []
        accepted, passed_over, unreadable, step = len(known), 0, list[str](), _FIRST_STEP

        for found in walk(paths, _own_folder(recipe)):
            match found:
                case Candidate():
                    place = places.of_file(found.path)
                    if earlier.holds(found):
                        passed_over += 1
                    elif (place.root, place.rel if place.raw is None else place.raw) not in known:
                        waiting.append(arrival.job(found, place))
                case NotAPicture():
                    passed_over += 1
                case Unreadable(path=path):
                    unreadable.append(path)
            if len(waiting) == step:
                self._intake.add(batch, waiting, folder=arrival.folder, folders=arrival.folders)
                accepted, waiting, step = accepted + step, [], _STEP
                yield Found(batch=batch, accepted=accepted, not_pictures=passed_over, unreadable=tuple(unreadable))

        if waiting:
            self._intake.add(batch, waiting, folder=arrival.folder, folders=arrival.folders)
        self._intake.complete(batch, [path for path in paths if Path(path).is_dir()])
        yield Found(
            batch=batch,
            accepted=accepted + len(waiting),
            not_pictures=passed_over,
            unreadable=tuple(unreadable),
            complete=True,
        )

    def interrupted(self) -> list[BatchId]:
        """Batches whose accepting process is no more: `fill` them."""
        return [batch for batch, worker in self._reader.accepting() if worker != self._me and not is_alive(worker)]


def _name(named: Sequence[str]) -> str:
    """The dropped folder's name, or that of the folder the files lie in."""
    if not named:
        return ""
    first = Path(named[0])
    if len(named) > 1 or not first.is_dir():
        first = first.parent
    return first.name or str(first)


def _own_folder(recipe: Recipe) -> Callable[[Path], bool]:
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
