"""The workers of a pool: one process a slot of each lane, replaced when it ends, slower where none will start."""

import logging
import multiprocessing
import multiprocessing.spawn
import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from workers.errors import NoWorker, StartFault
from workers.kinds import Kinds, Lane, engine_names, request_engine_names
from workers.pool import launch
from workers.pool.process_limits import processors
from workers.pool.protocol import Retire, supervisor_end
from workers.pool.starts import Starts
from workers.pool.timeouts import Timeouts
from workers.pool.worker_handle import KillReason, WorkerHandle

_log = logging.getLogger(__name__)


_NAMES = {Lane.MEDIA: "worker", Lane.CALLS: "caller"}


class ProcessPool:
    """All worker processes of one pool, those included that were killed and have not gone yet.

    `slots` is how many there may be in the lane of media; any thread may change it. `needed` is for how many of them there is
    work: so many are started, and one for the first job to come. `call_slots` is how many there should be in the lane of
    calls. `only_try`: they end as soon as they would take work.
    """

    def __init__(
        self, *, database: Path, logs: Path, kinds: Kinds, slots: int, timeouts: Timeouts, only_try: bool = False
    ) -> None:
        self._database = database
        self._logs = logs
        self._kinds = kinds
        self.slots = slots
        self.needed = 1
        self.call_slots = 0
        self._timeouts = timeouts
        self._only_try = only_try
        self._context = multiprocessing.get_context("spawn")
        self._starts = {lane: Starts(timeouts) for lane in Lane}
        self.handles: list[WorkerHandle] = []

    def fill(self, now: float) -> None:
        """Start a process for each free slot that is needed, unless the last ones failed to start a moment ago.

        What was started stays, and waits for the next job. Those of slots that are no more finish their jobs and end.
        """
        slots = {Lane.MEDIA: self.slots, Lane.CALLS: self.call_slots}
        wanted = {**slots, Lane.MEDIA: min(self.slots, max(1, self.needed))}
        taken = {(handle.lane, handle.slot) for handle in self.handles}
        for lane, count in wanted.items():
            for slot in range(count):
                if (lane, slot) not in taken and self._starts[lane].may(now):
                    self._start(lane, slot, now)
        for handle in self.handles:
            if handle.slot >= slots[handle.lane] and handle.ready and not handle.retires:
                handle.retires = True
                handle.messages.send(Retire())

    def listen(self, also: Sequence[Any], seconds: float) -> list[WorkerHandle]:
        """Wait until a worker or one of the other pipes has something to tell; returns the workers that have."""
        pipes = {handle.messages.pipe: handle for handle in self.handles}
        ready = wait([*pipes, *also], seconds)
        return [pipes[pipe] for pipe in ready if pipe in pipes]

    def drop(self, handle: WorkerHandle, now: float) -> None:
        """Forget a worker that is gone, or that even a kill does not move; its slot is free."""
        self.handles.remove(handle)
        handle.messages.close()
        if (
            not handle.proven(now, self._timeouts)
            and not handle.retires
            and handle.kill_reason is not KillReason.STOPPED
        ):
            why = handle.start_failure()
            _log.error("a worker was of no use: %s", why)
            self._starts[handle.lane].failed(why, now)

    @property
    def last_failure(self) -> NoWorker | None:
        """Why the last process for media that was of no use was not, None when it was."""
        return self._starts[Lane.MEDIA].why

    def no_worker(self, now: float) -> NoWorker | None:
        """Why nobody works on media; None when somebody does, or may any moment."""
        for lane in {handle.lane for handle in self.handles if handle.proven(now, self._timeouts)}:
            self._starts[lane].worked()
        told, at_media = self._starts[Lane.MEDIA].told(), self.of(Lane.MEDIA)
        if told is None and at_media and all(handle.slow(now, self._timeouts) for handle in at_media):
            return NoWorker(fault=StartFault.SLOW)
        return told

    def of(self, lane: Lane) -> list[WorkerHandle]:
        """The workers of one lane."""
        return [handle for handle in self.handles if handle.lane is lane]

    def idle(self) -> list[WorkerHandle]:
        """The workers that wait for work."""
        return [
            handle
            for handle in self.handles
            if handle.ready and handle.current_job is None and handle.kill_reason is None
        ]

    def busy(self) -> list[WorkerHandle]:
        """The workers that are at a job and were not told to die."""
        return [handle for handle in self.handles if handle.current_job is not None and handle.kill_reason is None]

    def kill_all(self, now: float) -> None:
        """End whatever still runs."""
        for handle in self.handles:
            handle.kill(KillReason.STOPPED, now)

    @staticmethod
    def hold_back_signals() -> None:
        """Have the processes that this thread starts begin with the terminal's signals held back.

        They ignore them by themselves, but only once they run Python.
        """
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # its own start would let them through again
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})

    def _start(self, lane: Lane, slot: int, now: float) -> None:
        python = os.fsdecode(multiprocessing.spawn.get_executable())
        if not os.access(python, os.X_OK):  # a process without a program ends, and cannot say why
            self._starts[lane].failed(NoWorker(fault=StartFault.NOT_MADE, detail=f"{python} is missing"), now)
            return
        ours, theirs = self._context.Pipe()
        start = launch.WorkerStart(
            database=str(self._database),
            logs=str(self._logs),
            lane=lane,
            engines=engine_names(self._kinds) if lane is Lane.MEDIA else {},
            request_engines=request_engine_names(self._kinds),
            name=f"{_NAMES[lane]}-{slot + 1}",
            threads=max(1, processors() // self.slots),
            only_try=self._only_try,
        )
        process = self._context.Process(target=launch.main, args=(theirs, start), name=start.name, daemon=True)
        try:
            process.start()
        except OSError as error:
            _log.exception("a worker cannot be started")
            ours.close()
            self._starts[lane].failed(NoWorker(fault=StartFault.NOT_MADE, detail=str(error)), now)
            return
        finally:
            theirs.close()
        messages = supervisor_end(ours)
        self.handles.append(WorkerHandle(lane=lane, slot=slot, process=process, messages=messages, now=now))
