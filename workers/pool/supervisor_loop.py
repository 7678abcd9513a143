"""What the supervisor does again and again: listen, look, and act on what it finds."""

import logging
import time
from typing import assert_never

from workers.errors import NoWorker
from workers.jobs.ids import WorkerId
from workers.kinds import Kinds, Lane
from workers.local_time import current_zone
from workers.pool.manners_gate import MannersGate
from workers.pool.memory_gate import MemoryGate
from workers.pool.process_pool import ProcessPool
from workers.pool.protocol import (
    Alive,
    AttemptEnded,
    Began,
    CancelAttempt,
    CannotStart,
    Doing,
    FromWorker,
    NeedsMemory,
    Ready,
    Stop,
    Wake,
)
from workers.pool.recovery import Recovery
from workers.pool.sleep_safe_clock import Every, SleepSafeClock
from workers.pool.timeouts import Timeouts
from workers.pool.volume_monitor import VolumeMonitor
from workers.pool.wakeup_pipe import WakeupPipe
from workers.pool.worker_handle import WorkerHandle
from workers.store.job_store import JobStore

_log = logging.getLogger(__name__)

_MESSAGES_A_LOOK = 100
"""Messages taken from one worker before the others have their turn."""


MOST_CALLERS = 2
"""Workers for calls at most: one that never ends does not hold up all others."""


class SupervisorLoop:
    """The supervisor's turn: `look` returns after a tenth of a second, or sooner when something came up."""

    def __init__(
        self,
        *,
        process_pool: ProcessPool,
        memory_gate: MemoryGate,
        manners_gate: MannersGate,
        wakeup: WakeupPipe,
        volumes: VolumeMonitor,
        timeouts: Timeouts,
        kinds: Kinds,
        store: JobStore,
    ) -> None:
        self._process_pool = process_pool
        self._memory_gate = memory_gate
        self._manners_gate = manners_gate
        self._wakeup = wakeup
        self._timeouts = timeouts
        self._kinds = kinds
        self._store = store
        self._recovery = Recovery(store, volumes.sweep)
        self._clock = SleepSafeClock(timeouts.longest_gap_s)
        self._data_version = -1
        self._has_news = False
        self._no_worker = store.reader.no_worker()
        self._told_workers: set[WorkerId] | None = None
        self._gone: list[WorkerHandle] = []
        self._progress = Every(timeouts.progress_s)
        self._health = Every(timeouts.health_s)
        self._due = Every(timeouts.due_s)
        self._react = Every(timeouts.react_s)

    def look(self) -> None:
        """One turn. Raises StoreError when the job table cannot be used; nothing is forgotten by that."""
        self._process_pool.fill(self._clock.now)
        talking = self._process_pool.listen([self._wakeup.pipe], self._timeouts.look_s)
        now = self._clock.advance()
        for handle in talking:
            self._hear(handle, now)
        self._give_up_stuck(now)
        self._settle_gone()
        self._tell_no_worker(self._process_pool.no_worker(now))
        self._tell_workers()
        self._memory_gate.open_for(self._process_pool.handles, now)
        self._has_news = self._wakeup.heard() or self._has_news
        if (self._process_pool.idle() or self._react.due(now)) and (self._table_changed() or self._has_news):
            self._has_news = False
            self._cancel(now)
            self._manners_gate.look()
            self._wake()
            self._staff(now)
        if self._due.due(now):
            current_zone()
            if self._let_begin(time.time()):
                self._wake()
            self._staff(now)
        if self._health.due(now):
            self._judge(now)
        if self._progress.due(now):
            self._tell_progress()

    def stop(self) -> None:
        """Have every job given back and every process ended, by force after `stop_s`."""
        for handle in self._process_pool.handles:
            handle.retires = True
            handle.messages.send(Stop())
        self._drain(self._timeouts.stop_s)
        self._process_pool.kill_all(self._clock.now)
        self._drain(self._timeouts.last_s)
        for handle in list(self._process_pool.handles):
            self._process_pool.drop(handle, self._clock.now)
            self._gone.append(handle)
        self._settle_gone()
        if self._no_worker is not None:
            self._store.supervision.forget_no_worker()
        self._tell_workers()
        self._manners_gate.open()

    def _drain(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._process_pool.handles and time.monotonic() < until:
            for handle in self._process_pool.listen([], self._timeouts.look_s):
                self._hear(handle, self._clock.now)
            self._settle_gone()

    def _hear(self, handle: WorkerHandle, now: float) -> None:
        """Take what a worker tells that is known to have told something."""
        for taken in range(_MESSAGES_A_LOOK):
            if taken and not handle.messages.waiting():
                return
            try:
                message = handle.messages.receive()
            except EOFError:
                self._lost(handle, now)
                return
            handle.heard = now
            self._take(handle, message, now)

    def _take(self, handle: WorkerHandle, message: FromWorker, now: float) -> None:
        match message:
            case Ready(worker=worker):
                handle.is_ready(worker, now)
            case CannotStart(reason=reason):
                handle.cannot_start = reason
            case Alive():
                pass
            case Began():
                handle.begins(message, now)
                self._has_news = True  # it may have been cancelled between its claim and this message
            case NeedsMemory():
                handle.needs(message, now)
            case Doing():
                handle.does(message)
            case AttemptEnded():
                handle.ends(now)
            case _:
                assert_never(message)

    def _lost(self, handle: WorkerHandle, now: float) -> None:
        """The pipe has ended, so the process has, or is about to; killed before its job goes to another."""
        handle.process.join(self._timeouts.look_s)
        if handle.process.is_alive():
            handle.process.kill()
            handle.process.join(self._timeouts.kill_s)
        self._process_pool.drop(handle, now)
        self._gone.append(handle)

    def _give_up_stuck(self, now: float) -> None:
        for handle in list(self._process_pool.handles):
            if handle.killed_at is not None and now - handle.killed_at > self._timeouts.kill_s:
                _log.error("a killed worker does not end: %s", handle.worker)
                self._process_pool.drop(handle, now)
                self._gone.append(handle)

    def _settle_gone(self) -> None:
        while self._gone:
            self._recovery.settle(self._gone[0], stuck=self._gone[0].process.is_alive())
            if self._gone[0].died():
                self._store.supervision.count_death()
            del self._gone[0]
            self._wake()

    def _tell_no_worker(self, why: NoWorker | None) -> None:
        if why != self._no_worker:
            self._store.supervision.tell_no_worker(why)
            self._no_worker = why

    def _tell_workers(self) -> None:
        workers = {handle.worker for handle in self._process_pool.handles if handle.worker is not None}
        if workers != self._told_workers:
            self._store.supervision.tell_workers(workers)
            self._told_workers = workers

    def _table_changed(self) -> bool:
        version = self._store.supervision.data_version()
        changed = version != self._data_version
        self._data_version = version
        return changed

    def _wake(self) -> None:
        for handle in self._process_pool.idle():
            handle.messages.send(Wake())

    def _let_begin(self, now: float) -> bool:
        """Whether something may begin now that could not before."""
        opened = self._manners_gate.look()
        return bool(self._store.supervision.wake_due(now) + self._store.timetable.begin_due(now)) or opened

    def _staff(self, now: float) -> None:
        self._staff_media()
        self._staff_calls(now)

    def _staff_media(self) -> None:
        """Have a worker for each file that waits, as far as there are slots: for a single file one is started."""
        slots = self._process_pool.slots
        if len(self._process_pool.of(Lane.MEDIA)) < slots:
            self._process_pool.needed = sum(self._store.supervision.to_do(Lane.MEDIA, slots))

    def _staff_calls(self, now: float) -> None:
        """Have a worker more for calls that wait while none of them is free, and none once they have long been idle."""
        callers = self._process_pool.of(Lane.CALLS)
        _, waiting = self._store.supervision.to_do(Lane.CALLS, 1)
        if waiting:
            if all(handle.current_job is not None for handle in callers):
                self._process_pool.call_slots = min(len(callers) + 1, MOST_CALLERS)
        elif all(
            handle.current_job is None and now - handle.idle_since > self._timeouts.call_idle_s for handle in callers
        ):
            self._process_pool.call_slots = 0

    def _cancel(self, now: float) -> None:
        busy = {
            handle.current_job.claim: handle for handle in self._process_pool.busy() if handle.current_job is not None
        }
        for claim in self._store.supervision.cancelled_claims() if busy else ():
            handle = busy.get(claim)
            if handle is not None and handle.current_job is not None and handle.current_job.cancel_at is None:
                handle.current_job.cancel_at = now
                handle.messages.send(CancelAttempt(job=claim.job, attempt=claim.attempt))

    def _judge(self, now: float) -> None:
        for handle in self._process_pool.handles:
            kill_reason = handle.judge(now, self._timeouts, self._kinds)
            if kill_reason is not None and handle.kill_reason is None:
                _log.warning(
                    "a worker is killed: %s",
                    kill_reason,
                    extra={"job": handle.current_job and handle.current_job.claim.job},
                )
                handle.kill(kill_reason, now)

    def _tell_progress(self) -> None:
        news = [news for handle in self._process_pool.busy() if (news := handle.news()) is not None]
        if news:
            self._store.supervision.progress(news)
