"""Holds back what may not begin now, in the job table, where everybody sees it and workers obey it."""

import time
from collections.abc import Callable, Sequence
from datetime import tzinfo

from workers.manners.manners import Hold, Manners, StartDecision, Surroundings, decide
from workers.store.job_store import JobStore


class MannersGate:
    """Asks the manners again and again. Where they are others than before, nothing is let through any more."""

    def __init__(
        self,
        store: JobStore,
        *,
        manners: Callable[[], Sequence[Manners]],
        around: Callable[[], Surroundings],
        clock: Callable[[], float] = time.time,
        zone: tzinfo | None = None,
    ) -> None:
        self._manners = manners
        self._store = store
        self._around = around
        self._clock = clock
        self._zone = zone
        self._asked: Sequence[Manners] | None = None
        self._told: StartDecision | None = None

    def look(self) -> bool:
        """Write what is held back now where that has changed; returns whether something may begin that could not before.

        Raises StoreError.
        """
        manners = self._manners()
        if not manners and self._told == StartDecision():
            return False
        timetable, held = self._store.timetable, self._holds()
        let_through = timetable.let_through()
        still = let_through if self._asked is None or self._asked == manners else ()
        told = decide(self._clock(), self._around(), manners, still, self._zone)
        no_longer = [one for one in let_through if one not in told.let_through]
        if told.holds != held or no_longer:
            timetable.hold(told.holds, no_longer)
        self._asked, self._told = manners, told
        return any(hold not in told.holds for hold in held)

    def open(self) -> None:
        """Hold back nothing, since nobody works any more. Raises StoreError."""
        if self._holds():
            self._store.timetable.hold(())
        self._told = None

    def _holds(self) -> tuple[Hold, ...]:
        return self._store.reader.holds() if self._told is None else self._told.holds
