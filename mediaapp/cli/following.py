"""Waiting for jobs, and telling how they end meanwhile."""

import time
from threading import Event

from mediaapp import text
from mediaapp.cli.reports import Report
from mediaapp.cli.streams import complain
from workers.errors import OTHER_SIDE, ErrorCode, ErrorKind, NoWorker, StartFault
from workers.jobs.batch import Counts
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.manners.manners import Hold
from workers.service import Reader

LOOK_AGAIN_S = 0.1
"""Seconds between two looks at the table."""

_HELD_S = 4.0

_GOES_ON = (
    frozenset((*(code for code in ErrorCode if code.kind is ErrorKind.OURS), ErrorCode.OUT_OF_MEMORY)) - OTHER_SIDE
)
"""Delays that end soon and by themselves as long as somebody works: a few tries, or a turn alone."""


class Following:
    """Follows the jobs of one batch, or all jobs for None, from a mark."""

    def __init__(self, reader: Reader, batch: BatchId | None, report: Report, mark: int) -> None:
        self._reader = reader
        self._batch = batch
        self._report = report
        self._mark = mark
        self._no_worker: NoWorker | None = None
        self._holds: tuple[Hold, ...] = ()
        self._held_since: float | None = None

    def until_over(self) -> Counts:
        """Wait until nothing of it is queued or running any more, or nothing will be; returns how it stands then.

        Nothing will be while everything is paused or held back, or while no worker starts.
        """
        while True:
            counts = self.look()
            if self._is_over(counts):
                self._tell_delayed(counts)
                self._tell_queued(counts)
                return counts
            Event().wait(LOOK_AGAIN_S)

    def look(self) -> Counts:
        """Tell what has ended since the last look, and what keeps the rest from being worked on."""
        self._look_for_workers()
        counts = self._reader.counts(Selection(batch=self._batch))
        self._look_what_is_held(counts)
        while True:
            ended = self._reader.ended_since(self._mark)
            for job in ended.jobs:
                if self._batch is None or job.batch == self._batch:
                    self._report.ended(job)
            if ended.mark == self._mark or not ended.jobs:
                self._mark = ended.mark
                break
            self._mark = ended.mark
        self._report.counted(counts)
        return counts

    def _is_over(self, counts: Counts) -> bool:
        if counts.running:
            return False
        if counts.queued or (counts.delayed and self._some_go_on()):
            return self._reader.paused() or self._is_broken() or (counts.queued > 0 and self._is_held_up())
        return True

    def _is_held_up(self) -> bool:
        """Whether all is held back, for longer than a pool that begins needs to find that what the table says is over."""
        if not self._reader.is_held_up():
            self._held_since = None
            return False
        now = time.monotonic()
        self._held_since = self._held_since or now
        return now - self._held_since >= _HELD_S

    def _is_broken(self) -> bool:
        return self._no_worker is not None and self._no_worker.fault is not StartFault.SLOW

    def _look_for_workers(self) -> None:
        why = self._reader.no_worker()
        if why is not None and why != self._no_worker:
            told = text.no_worker(why)
            complain(f"{told.title}. {told.cause} {told.advice}")
        self._no_worker = why

    def _look_what_is_held(self, counts: Counts) -> None:
        holds = self._reader.holds()
        if holds != self._holds and counts.queued:
            told = text.held_back(holds, time.time())
            complain(f"{told}; `mediaapp resume --now` begins it at once." if told else "Goes on.")
            self._holds = holds

    def _some_go_on(self) -> bool:
        delayed = frozenset((JobState.DELAYED,))
        return any(
            self._reader.ids(Selection(batch=self._batch, states=delayed, cause=code), limit=1) for code in _GOES_ON
        )

    def _tell_queued(self, counts: Counts) -> None:
        if not counts.queued:
            return
        waiting = text.tr_n("1 waits", "{n} wait", counts.queued)
        if self._is_broken():
            complain(f"{waiting}; `mediaapp work` goes on once that is put right, and `mediaapp doctor` says if it is.")
        elif not self._reader.paused():
            complain(f"{waiting}; `mediaapp work` or the window begins it then.")
        else:
            complain(f"Everything is paused. {waiting}; `mediaapp resume` goes on.")

    def _tell_delayed(self, counts: Counts) -> None:
        if not counts.delayed:
            return
        delayed = self._reader.ids(Selection(batch=self._batch, states=frozenset((JobState.DELAYED,))))
        for job in self._reader.each(delayed):
            self._report.ended(job)


def exit_code(counts: Counts) -> int:
    """0 when all are done or were left out, else 1."""
    return 0 if counts.ready == counts.total else 1
