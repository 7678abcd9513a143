"""The worker's end of its pipe: what it tells, what it is told, and how that interrupts a job."""

import os
import threading
import time
from collections.abc import Callable

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.claim import Claim
from workers.jobs.ids import WorkerId
from workers.kinds import JobKind
from workers.outcome import Stage
from workers.plan import Plan
from workers.pool.protocol import (
    Admitted,
    Alive,
    AttemptEnded,
    Began,
    CancelAttempt,
    Doing,
    FromWorker,
    MessagePipe,
    NeedsMemory,
    Ready,
    Retire,
    Stop,
    TooLarge,
    ToWorker,
    Wake,
)

SHORT_S = 0.05
"""What a job does in so many seconds after its beginning is not told at once: each message wakes the supervisor."""

TELL_S = 0.2
"""Seconds between two messages about progress at one stage; after so many what was held back is told too."""

ALIVE_S = 1.0
"""Seconds between two signs of life."""

LEAVE_S = 1.5
"""Seconds that a job has to notice that its supervisor is gone, before the process ends in the middle of it."""


class JobCancelled(BaseException):
    """Somebody wants this job to end. Not an Exception: no decoder's safety net may catch it."""


class WorkerStopped(BaseException):
    """The worker is to end; its job goes back to the queue."""


class WorkerChannel:
    """The pipe to the supervisor. One thread listens; the job's own thread is interrupted in what it calls here."""

    def __init__(
        self,
        messages: MessagePipe[FromWorker, ToWorker],
        *,
        leave_s: float = LEAVE_S,
        end_process: Callable[[int], object] = os._exit,
    ) -> None:
        self._messages = messages
        self._leave_s = leave_s
        self._end_process = end_process
        self._changed = threading.Condition()
        self._gone = threading.Event()
        self._wake = False
        self._stopped = False
        self._retires = False
        self._claim: Claim | None = None
        self._cancelled = False
        self._answer: Admitted | TooLarge | None = None
        self._began_at = 0.0
        self._told_at = 0.0
        self._told_stage: Stage | None = None
        self._held_back: Doing | AttemptEnded | None = None

    def start(self, worker: WorkerId) -> None:
        """Say that the process is ready, and listen from now on."""
        self._messages.send(Ready(worker))
        threading.Thread(target=self._listen, name="channel", daemon=True).start()
        threading.Thread(target=self._beat, name="beat", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait until there may be work, at most so long; True when woken."""
        with self._changed:
            self._tell_held_back()
            self._changed.wait_for(lambda: self._wake or self.stopped(), seconds)
            woken, self._wake = self._wake, False
            return woken

    def stopped(self) -> bool:
        """Whether this worker is to claim nothing more and end."""
        return self._stopped or self._retires

    def leave(self) -> None:
        """Have the job at hand given back, and wait until it is or is not going to be."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._claim is None, self._leave_s)
            self._tell_held_back()

    def begin(self, claim: Claim, *, alone: bool, kind: JobKind, source_bytes: int) -> None:
        """Tell of a claimed job, and so that the one before is over; what comes in from now on is about this one."""
        with self._changed:
            self._claim = claim
            self._cancelled = False
            self._answer = None
            self._held_back = None
            self._began_at = self._told_at = time.monotonic()
            self._told_stage = None
        self._messages.send(
            Began(job=claim.job, attempt=claim.attempt, alone=alone, kind=kind, source_bytes=source_bytes)
        )

    def end(self, claim: Claim) -> None:
        """The job is over; told when the worker waits for the next one, which otherwise tells it by its beginning."""
        with self._changed:
            self._claim = None
            self._held_back = AttemptEnded(job=claim.job, attempt=claim.attempt)
            self._changed.notify_all()

    def check(self) -> None:
        """Raises JobCancelled or WorkerStopped when the job at hand is to end."""
        if self._stopped:
            raise WorkerStopped
        if self._cancelled:
            raise JobCancelled

    def tell(self, claim: Claim, stage: Stage, progress: float) -> None:
        """Tell how far the job is, at each new stage and five times a second; a short job tells nothing. Raises as `check`."""
        self.check()
        now = time.monotonic()
        with self._changed:
            self._held_back = Doing(
                job=claim.job, attempt=claim.attempt, stage=stage, progress=min(max(progress, 0.0), 1.0)
            )
            is_new = stage is not self._told_stage and now - self._began_at >= SHORT_S
            if is_new or now - self._told_at >= TELL_S:
                self._told_at, self._told_stage = now, stage
                self._tell_held_back()

    def ask_memory(self, claim: Claim, plan: Plan, kind: JobKind) -> int:
        """Wait until there is memory for the planned job; returns how many threads its codec may use.

        Raises Failure when there never is, and as `check` does.
        """
        self._messages.send(
            NeedsMemory(
                job=claim.job,
                attempt=claim.attempt,
                kind=kind,
                peak_bytes=plan.peak_bytes,
                cpu_seconds=plan.cpu_seconds,
            )
        )
        with self._changed:
            # A job that is let in at once never shows that it waited.
            if not self._changed.wait_for(self._has_answer, TELL_S):
                self._messages.send(
                    Doing(job=claim.job, attempt=claim.attempt, stage=Stage.WAITING_FOR_MEMORY, progress=0.0)
                )
                self._changed.wait_for(self._has_answer)
            answer = self._answer
        self.check()
        if isinstance(answer, TooLarge):
            raise Failure(
                ErrorCode.TOO_LARGE_FOR_MEMORY,
                FailureFacts(bytes_needed=plan.peak_bytes, limit=answer.machine_bytes),
            )
        return 1 if answer is None else answer.threads

    def _has_answer(self) -> bool:
        return self._answer is not None or self._cancelled or self._stopped

    def _listen(self) -> None:
        while True:
            try:
                message = self._messages.receive()
            except EOFError:
                break
            with self._changed:
                self._take(message)
                self._changed.notify_all()
        self._gone.set()
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        # The supervisor is gone, and nobody else could end a job that hangs.
        threading.Event().wait(self._leave_s)
        self._end_process(1)

    def _take(self, message: ToWorker) -> None:
        match message:
            case Wake():
                self._wake = True
            case Stop():
                self._stopped = True
            case Retire():
                self._retires = True
            case CancelAttempt():
                self._cancelled = self._cancelled or self._is_mine(message.job, message.attempt)
            case Admitted() | TooLarge():
                if self._is_mine(message.job, message.attempt):
                    self._answer = message

    def _is_mine(self, job: int, attempt: int) -> bool:
        return self._claim is not None and self._claim.job == job and self._claim.attempt == attempt

    def _tell_held_back(self) -> None:
        """Under the lock, so that nothing of one job is told after the beginning of the next."""
        held_back, self._held_back = self._held_back, None
        if held_back is not None:
            self._messages.send(held_back)

    def _beat(self) -> None:
        while self._messages.send(Alive()):
            until = time.monotonic() + ALIVE_S
            while (left := until - time.monotonic()) > 0:
                if self._gone.wait(min(left, TELL_S)):
                    return
                with self._changed:
                    self._tell_held_back()
