"""One batch while its files are being found."""

from pathlib import Path

from workers.jobs import BatchId, Found, NewJob
from workers.recipe import Recipe
from workers.service.outputs import EarlierOutputs
from workers.service.placing import Arrival, Destinations, Places
from workers.sources import Candidate, NotAPicture, Step, Unreadable
from workers.store.intake import Intake
from workers.store.reader import Reader

FEW = 100
"""A drop of up to this many files goes before larger ones."""

_FIRST_STEP = 40  # as many rows as a window shows
_STEP = 2_000


class Filling:
    """Takes what the walk finds and accepts it in steps, the first one small."""

    def __init__(self, batch: BatchId, intake: Intake, reader: Reader, recipe: Recipe, fallback: Path) -> None:
        self._batch = batch
        self._intake = intake
        self._places = Places(intake)
        self._arrival = Arrival(self._places, Destinations(self._places, recipe.destination, fallback))
        self._earlier = EarlierOutputs(reader, self._places)
        self._known = intake.known(batch)
        self._accepted = len(self._known)
        self._waiting: list[NewJob] = []
        self._step = _FIRST_STEP
        self._is_large = False
        self._passed_over = 0
        self._unreadable: list[str] = []

    def take(self, found: Step) -> None:
        """Count or keep what was found."""
        match found:
            case Candidate():
                self._take_file(found)
            case NotAPicture():
                self._passed_over += 1
            case Unreadable(path=path):
                self._unreadable.append(path)

    def _take_file(self, found: Candidate) -> None:
        if self._earlier.holds(found):
            self._passed_over += 1
            return
        place = self._places.of_file(found.path)
        if not self._known or (place.root, place.raw or place.rel) not in self._known:
            self._waiting.append(self._arrival.job(found, place))

    @property
    def is_full(self) -> bool:
        """Whether enough is kept to be written."""
        return len(self._waiting) >= self._step

    def write(self) -> bool:
        """Accept what is kept; False when the batch was taken back meanwhile."""
        if not self._waiting:
            return True
        if not self._is_large and self._accepted + len(self._waiting) > FEW:
            self._is_large = True
            self._intake.lower(self._batch)
        if not self._intake.add(self._batch, self._waiting, folder=self._arrival.folder, folders=self._arrival.folders):
            self._waiting.clear()
            return False
        self._accepted += len(self._waiting)
        self._waiting.clear()
        self._step = _STEP
        return True

    def so_far(self, *, complete: bool) -> Found:
        """What to tell now."""
        return Found(
            batch=self._batch,
            accepted=self._accepted,
            not_pictures=self._passed_over,
            unreadable=tuple(self._unreadable),
            complete=complete,
        )
