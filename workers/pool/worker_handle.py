"""One worker process as its supervisor sees it."""

import contextlib
import signal
from enum import StrEnum
from multiprocessing.process import BaseProcess

from msgspec import Struct

from workers.errors import FailureFacts, NoWorker, StartFault
from workers.jobs.claim import Claim, JobProgress
from workers.jobs.ids import JobId, WorkerId
from workers.kinds import JobKind, Kinds, Lane, TimeLimits
from workers.outcome import Stage
from workers.pool.admission import Need
from workers.pool.protocol import Began, Doing, FromWorker, MessagePipe, NeedsMemory, ToWorker
from workers.pool.timeouts import Timeouts
from workers.processes import cpu_seconds


class KillReason(StrEnum):
    """Why a process has to be killed."""

    NEVER_READY = "never_ready"
    FROZEN = "frozen"
    TIME_LIMIT = "time_limit"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class CurrentJob(Struct, kw_only=True):
    """The job that a worker is at. Times are ticks; `waited_s` is what it spent waiting for memory."""

    claim: Claim
    alone: bool
    kind: JobKind
    source_bytes: int
    began: float
    cpu_began: float
    need: NeedsMemory | None = None
    asked_at: float = 0.0
    admitted: bool = False
    waited_s: float = 0.0
    cancel_at: float | None = None
    stage: Stage = Stage.READING
    progress: float = 0.0
    told: bool = True

    @property
    def memory(self) -> Need:
        """What it asks of the machine."""
        return Need(peak_bytes=self.need.peak_bytes if self.need is not None else 0, alone=self.alone)

    @property
    def waits(self) -> bool:
        """Whether it waits for memory now."""
        return self.need is not None and not self.admitted

    def admit(self, now: float) -> None:
        """It may take its memory."""
        self.admitted = True
        self.waited_s = now - self.asked_at

    def overdue(self, now: float, cpu: float, limits: TimeLimits) -> bool:
        """Whether it has used more time than its plan can explain, on the clock or of the processor."""
        if self.waits:
            return False
        planned = self.need.cpu_seconds if self.need is not None else 0.0
        on_the_clock = now - self.began - self.waited_s
        return cpu - self.cpu_began > limits.cpu_s(planned) or on_the_clock > limits.wall_s(planned, self.source_bytes)


class WorkerHandle:
    """A spawned worker, its pipe, and when it last showed that it lives."""

    def __init__(
        self, *, lane: Lane, slot: int, process: BaseProcess, messages: MessagePipe[ToWorker, FromWorker], now: float
    ) -> None:
        self.lane = lane
        self.slot = slot
        self.process = process
        self.messages = messages
        self.worker: WorkerId | None = None
        self.heard = now
        self.current_job: CurrentJob | None = None
        self.kill_reason: KillReason | None = None
        self.killed_at: float | None = None
        self.retires = False
        self.cannot_start: str | None = None
        self._started = now
        self._ready_at = self.idle_since = now
        self._has_begun = False
        self._cpu = 0.0
        self._cpu_moved = now

    @property
    def ready(self) -> bool:
        """Whether it has started as it should and told its name."""
        return self.worker is not None

    def is_ready(self, worker: WorkerId, now: float) -> None:
        """It has told its name."""
        self.worker = worker
        self._ready_at = self.idle_since = now

    def proven(self, now: float, timeouts: Timeouts) -> bool:
        """Whether it was of use: it has claimed a job, or has been ready for a while."""
        return self._has_begun or (self.ready and now - self._ready_at >= timeouts.proven_s)

    def slow(self, now: float, timeouts: Timeouts) -> bool:
        """Whether its start stands still: on a busy machine it takes longer, but moves."""
        if self.ready:
            return False
        self._look_at_cpu(now)
        return now - max(self._started, self._cpu_moved) >= timeouts.slow_s

    def begins(self, message: Began, now: float) -> None:
        """It has claimed a job."""
        if self.worker is not None:
            self._has_begun = True
            claim = Claim(job=JobId(message.job), worker=self.worker, attempt=message.attempt)
            self.current_job = CurrentJob(
                claim=claim,
                alone=message.alone,
                kind=message.kind,
                source_bytes=message.source_bytes,
                began=now,
                cpu_began=self._look_at_cpu(now),
            )

    def ends(self, now: float) -> None:
        """Its job is over."""
        self.current_job = None
        self.idle_since = now

    def needs(self, message: NeedsMemory, now: float) -> None:
        """Its job is planned and asks to be let in."""
        if self.current_job is not None:
            self.current_job.need = message
            self.current_job.kind = message.kind
            self.current_job.asked_at = now

    def does(self, message: Doing) -> None:
        """Its job has come further."""
        if self.current_job is not None:
            self.current_job.stage = message.stage
            self.current_job.progress = message.progress
            self.current_job.told = False

    def news(self) -> JobProgress | None:
        """How far its job is, None when that was asked already and has not changed."""
        current_job = self.current_job
        if current_job is None or current_job.told:
            return None
        current_job.told = True
        return JobProgress(claim=current_job.claim, stage=current_job.stage, progress=current_job.progress)

    def judge(self, now: float, timeouts: Timeouts, kinds: Kinds) -> KillReason | None:
        """Why this process should be killed now, None while there is no reason to."""
        if not self.ready:
            return KillReason.NEVER_READY if now - self._started > timeouts.start_s else None
        if self.current_job is None and now - self.heard < timeouts.frozen_s / 2:
            return None
        cpu = self._look_at_cpu(now)
        if now - max(self.heard, self._cpu_moved) > timeouts.frozen_s:
            return KillReason.FROZEN
        current_job = self.current_job
        if current_job is None:
            return None
        if current_job.cancel_at is not None and now - current_job.cancel_at > timeouts.cancel_s:
            return KillReason.CANCELLED
        return KillReason.TIME_LIMIT if current_job.overdue(now, cpu, kinds.limits(current_job.kind)) else None

    def kill(self, reason: KillReason, now: float) -> None:
        """End the process at once; its pipe will say when it is gone."""
        if self.kill_reason is None:
            self.kill_reason = reason
            self.killed_at = now
            self.process.kill()

    def died(self) -> bool:
        """Whether it has gone although nobody wanted it to: by itself, or killed because it was of no use any more."""
        return not self.retires and self.kill_reason not in {KillReason.STOPPED, KillReason.CANCELLED}

    def exit_facts(self, source: str | None) -> FailureFacts:
        """How the process ended: by which signal or with which code, at work on this source, or on none."""
        code = self.process.exitcode
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return FailureFacts(path=source, signal=signal.Signals(-code).name, exit_code=code)
        return FailureFacts(path=source, exit_code=code)

    def start_failure(self) -> NoWorker:
        """Why it never became of use, now that it is gone."""
        if self.kill_reason is KillReason.NEVER_READY:
            return NoWorker(fault=StartFault.SLOW)
        words = self.exit_facts(None)
        return NoWorker(
            fault=StartFault.ENDED, detail=self.cannot_start, signal=words.signal, exit_code=words.exit_code
        )

    def _look_at_cpu(self, now: float) -> float:
        """CPU seconds used so far; notes when that last grew."""
        with contextlib.suppress(ProcessLookupError):
            used = cpu_seconds(self.process.pid or 0)
            if used > self._cpu:
                self._cpu = used
                self._cpu_moved = now
        return self._cpu
