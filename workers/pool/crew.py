"""The workers of a pool: one process a slot, replaced when it ends, slower where none will start."""

import logging
import multiprocessing
import signal
import sys
from collections.abc import Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from workers.jobs import WorkerId
from workers.pool import worker
from workers.pool.child import Child, Verdict
from workers.pool.limits import Limits, processors
from workers.pool.wire import Retire, supervisor_end

_log = logging.getLogger(__name__)


class Crew:
    """All worker processes of one pool, those included that were killed and have not gone yet.

    `slots` is how many there should be; any thread may change it.
    """

    def __init__(self, *, database: Path, logs: Path, engine: str, slots: int, limits: Limits) -> None:
        self._database = database
        self._logs = logs
        self._engine = engine
        self.slots = slots
        self._limits = limits
        self._context = multiprocessing.get_context("spawn")
        self._backoff_s = 0.0
        self._not_before = 0.0
        self.children: list[Child] = []

    def fill(self, now: float) -> None:
        """Start a process for each free slot, unless the last ones failed to start a moment ago.

        Those of slots that are no more finish their jobs and end.
        """
        taken = {child.slot for child in self.children}
        for slot in range(self.slots):
            if slot not in taken and now >= self._not_before:
                self._start(slot, now)
        for child in self.children:
            if child.slot >= self.slots and child.ready and not child.retires:
                child.retires = True
                child.wire.send(Retire())

    def listen(self, also: Sequence[Any], seconds: float) -> list[Child]:
        """Wait until a child or one of the other pipes has something to tell; returns the children that have."""
        pipes = {child.wire.pipe: child for child in self.children}
        ready = wait([*pipes, *also], seconds)
        return [pipes[pipe] for pipe in ready if pipe in pipes]

    def ready(self, child: Child, worker: WorkerId) -> None:
        """A child has started as it should."""
        child.worker = worker
        self._backoff_s = 0.0

    def drop(self, child: Child, now: float) -> None:
        """Forget a child that is gone, or that even a kill does not move; its slot is free."""
        self.children.remove(child)
        child.wire.close()
        if not child.ready:
            self._wait_longer(now)

    def idle(self) -> list[Child]:
        """The children that wait for work."""
        return [child for child in self.children if child.ready and child.at_job is None and child.verdict is None]

    def busy(self) -> list[Child]:
        """The children that are at a job and were not told to die."""
        return [child for child in self.children if child.at_job is not None and child.verdict is None]

    def kill_all(self, now: float) -> None:
        """End whatever still runs."""
        for child in self.children:
            child.kill(Verdict.STOPPED, now)

    @staticmethod
    def hold_back_signals() -> None:
        """Have the processes that this thread starts begin with the terminal's signals held back.

        They ignore them by themselves, but only once they run Python.
        """
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # its own start would let them through again
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})

    def _start(self, slot: int, now: float) -> None:
        ours, theirs = self._context.Pipe()
        start = worker.Start(
            database=str(self._database),
            logs=str(self._logs),
            engine=self._engine,
            name=f"worker-{slot + 1}",
            threads=max(1, processors() // self.slots),
        )
        process = self._context.Process(target=worker.main, args=(theirs, start), name=start.name, daemon=True)
        try:
            process.start()
        except OSError:
            _log.exception("a worker cannot be started")
            ours.close()
            self._wait_longer(now)
            return
        finally:
            theirs.close()
        wire = supervisor_end(ours)
        self.children.append(Child(slot=slot, process=process, wire=wire, now=now))

    def _wait_longer(self, now: float) -> None:
        self._backoff_s = min(max(2 * self._backoff_s, self._limits.backoff_s), self._limits.longest_backoff_s)
        self._not_before = now + self._backoff_s
