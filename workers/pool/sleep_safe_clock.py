"""Time as the supervisor lives it: a sleeping laptop or a clock that is set adds nothing."""

import time
from collections.abc import Callable


class SleepSafeClock:
    """Seconds since the start; a gap between two looks that is longer than `longest_gap_s` counts as none."""

    def __init__(self, longest_gap_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest_gap_s = longest_gap_s
        self._clock = clock
        self._looked_at = clock()
        self.now = 0.0

    def advance(self) -> float:
        """Look at the clock once; returns `now`."""
        at = self._clock()
        gap = at - self._looked_at
        self._looked_at = at
        if 0.0 <= gap <= self._longest_gap_s:
            self.now += gap
        return self.now


class Every:
    """Says once in a while that it is time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def due(self, now: float) -> bool:
        """Whether so many seconds have passed since this was last true."""
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
