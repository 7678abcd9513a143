"""What the supervisor does again and again: listen, look, and act on what it finds."""

import logging
import time
from typing import assert_never

from workers.errors import NoWorker
from workers.pool.aftermath import Aftermath
from workers.pool.bell import Bell
from workers.pool.child import Child
from workers.pool.crew import Crew
from workers.pool.gate import Gate
from workers.pool.limits import Limits
from workers.pool.patrol import Patrol
from workers.pool.ticks import Every, Ticks
from workers.pool.wire import (
    Alive,
    Began,
    Cancel,
    CannotStart,
    Doing,
    Ended,
    FromWorker,
    NeedsMemory,
    Ready,
    Stop,
    Wake,
)
from workers.store.reader import Reader
from workers.store.writer import Writer

_log = logging.getLogger(__name__)

_MESSAGES_A_LOOK = 100
"""Messages taken from one child before the others have their turn."""


class Watch:
    """The supervisor's turn: `look` returns after a tenth of a second, or sooner when something came up."""

    def __init__(
        self,
        *,
        crew: Crew,
        gate: Gate,
        bell: Bell,
        patrol: Patrol,
        limits: Limits,
        writer: Writer,
        reader: Reader,
    ) -> None:
        self._crew = crew
        self._gate = gate
        self._bell = bell
        self._limits = limits
        self._writer = writer
        self._aftermath = Aftermath(writer, reader, patrol.sweep)
        self._ticks = Ticks(limits.longest_gap_s)
        self._data_version = -1
        self._has_begun = False
        self._no_worker = reader.no_worker()
        self._gone: list[Child] = []
        self._progress = Every(limits.progress_s)
        self._health = Every(limits.health_s)
        self._due = Every(limits.due_s)

    def look(self) -> None:
        """One turn. Raises StoreError when the job table cannot be used; nothing is forgotten by that."""
        self._crew.fill(self._ticks.now)
        talking = self._crew.listen([self._bell.pipe], self._limits.look_s)
        now = self._ticks.advance()
        for child in talking:
            self._hear(child, now)
        self._give_up_stuck(now)
        self._settle_gone()
        self._tell_no_worker(self._crew.no_worker(now))
        self._gate.open_for(self._crew.children, now)
        if self._bell.heard() or self._table_changed() or self._has_begun:
            # Cancelled between its claim and the message about that, a job is cancelled now.
            self._has_begun = False
            self._cancel(now)
            self._wake()
        if self._due.due(now) and self._writer.wake_due(time.time()):
            self._wake()
        if self._health.due(now):
            self._judge(now)
        if self._progress.due(now):
            self._tell_progress()

    def stop(self) -> None:
        """Have every job given back and every process ended, by force after `stop_s`."""
        for child in self._crew.children:
            child.retires = True
            child.wire.send(Stop())
        self._drain(self._limits.stop_s)
        self._crew.kill_all(self._ticks.now)
        self._drain(self._limits.last_s)
        for child in list(self._crew.children):
            self._crew.drop(child, self._ticks.now)
            self._gone.append(child)
        self._settle_gone()
        self._tell_no_worker(None)

    def _drain(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._crew.children and time.monotonic() < until:
            for child in self._crew.listen([], self._limits.look_s):
                self._hear(child, self._ticks.now)
            self._settle_gone()

    def _hear(self, child: Child, now: float) -> None:
        """Take what a child tells that is known to have told something."""
        for taken in range(_MESSAGES_A_LOOK):
            if taken and not child.wire.waiting():
                return
            try:
                message = child.wire.receive()
            except EOFError:
                self._lost(child, now)
                return
            child.heard = now
            self._take(child, message, now)

    def _take(self, child: Child, message: FromWorker, now: float) -> None:
        match message:
            case Ready(worker=worker):
                child.is_ready(worker, now)
            case CannotStart(reason=reason):
                child.cannot_start = reason
            case Alive():
                pass
            case Began():
                child.begins(message, now)
                self._has_begun = True
            case NeedsMemory():
                child.needs(message, now)
            case Doing():
                child.does(message)
            case Ended():
                child.at_job = None
            case _:
                assert_never(message)

    def _lost(self, child: Child, now: float) -> None:
        """The pipe has ended, so the process has, or is about to; killed before its job goes to another."""
        child.process.join(self._limits.look_s)
        if child.process.is_alive():
            child.process.kill()
            child.process.join(self._limits.kill_s)
        self._crew.drop(child, now)
        self._gone.append(child)

    def _give_up_stuck(self, now: float) -> None:
        for child in list(self._crew.children):
            if child.killed_at is not None and now - child.killed_at > self._limits.kill_s:
                _log.error("a killed worker does not end: %s", child.worker)
                self._crew.drop(child, now)
                self._gone.append(child)

    def _settle_gone(self) -> None:
        while self._gone:
            self._aftermath.settle(self._gone[0], stuck=self._gone[0].process.is_alive())
            del self._gone[0]
            self._wake()

    def _tell_no_worker(self, why: NoWorker | None) -> None:
        if why != self._no_worker:
            self._writer.tell_no_worker(why)
            self._no_worker = why

    def _table_changed(self) -> bool:
        version = self._writer.data_version()
        changed = version != self._data_version
        self._data_version = version
        return changed

    def _wake(self) -> None:
        for child in self._crew.idle():
            child.wire.send(Wake())

    def _cancel(self, now: float) -> None:
        busy = {child.at_job.claim: child for child in self._crew.busy() if child.at_job is not None}
        for claim in self._writer.cancelled_claims() if busy else ():
            child = busy.get(claim)
            if child is not None and child.at_job is not None and child.at_job.cancel_at is None:
                child.at_job.cancel_at = now
                child.wire.send(Cancel(job=claim.job, attempt=claim.attempt))

    def _judge(self, now: float) -> None:
        for child in self._crew.children:
            verdict = child.judge(now, self._limits)
            if verdict is not None and child.verdict is None:
                _log.warning("a worker is killed: %s", verdict, extra={"job": child.at_job and child.at_job.claim.job})
                child.kill(verdict, now)

    def _tell_progress(self) -> None:
        news = [news for child in self._crew.busy() if (news := child.news()) is not None]
        if news:
            self._writer.progress(news)
