"""How the starts of a pool's processes go: how long to wait after one that failed, and what is told of it."""

from workers.errors import NoWorker, StartFault
from workers.pool.timeouts import Timeouts

_TOLD_AFTER = 2
"""Rounds that fail in a row before it is told: a machine that was short of something for a moment is not broken."""


class Starts:
    """Counts rounds: when all the processes of a pool fail at once, that is one failure. Times are ticks."""

    def __init__(self, timeouts: Timeouts) -> None:
        self._timeouts = timeouts
        self.why: NoWorker | None = None
        self._in_a_row = 0
        self._backoff_s = 0.0
        self._not_before = 0.0

    def may(self, now: float) -> bool:
        """Whether another process may be started now."""
        return now >= self._not_before

    def failed(self, why: NoWorker, now: float) -> None:
        """A process was not made, or ended before it was of any use."""
        if not self.may(now):
            return
        self.why = why
        self._in_a_row += 1
        self._backoff_s = min(max(2 * self._backoff_s, self._timeouts.backoff_s), self._timeouts.longest_backoff_s)
        self._not_before = now + self._backoff_s

    def worked(self) -> None:
        """A process is at work, or has been ready for a while."""
        self.why = None
        self._in_a_row = 0
        self._backoff_s = 0.0

    def told(self) -> NoWorker | None:
        """Why none starts, once that is sure: at once where the process itself could say it."""
        said_why = self.why is not None and self.why.fault is StartFault.ENDED and self.why.detail is not None
        return self.why if said_why or self._in_a_row >= _TOLD_AFTER else None
