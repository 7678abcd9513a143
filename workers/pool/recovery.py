"""What becomes of the jobs of workers that are no more: of one that died, and of a whole pool that ended badly."""

import contextlib
import logging
import random
import threading
import time
from collections.abc import Callable

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.claim import Claim
from workers.jobs.ids import WorkerId
from workers.jobs.job import Job
from workers.pool.worker_handle import KillReason, WorkerHandle
from workers.processes import end_group, is_alive, pid_of
from workers.retry import Again, Decision, decide
from workers.store.errors import ClaimLost
from workers.store.job_store import JobStore

_log = logging.getLogger(__name__)

_LOOK_S = 0.02


class Recovery:
    """Puts rows right once the process that held them cannot write any more, which the caller sees to first."""

    def __init__(self, store: JobStore, sweep: Callable[[str], None]) -> None:
        self._store = store
        self._sweep = sweep

    def settle(self, handle: WorkerHandle, *, stuck: bool) -> None:
        """Write down what became of the job that this worker was at, if it still holds one.

        `stuck`: not even a kill ended it, since it waits for a drive; its claim is taken from it, so it can do no harm.
        """
        was_idle = True
        for running in self._store.supervision.running():
            job = self._store.reader.job(running.claim.job) if running.claim.worker == handle.worker else None
            if job is None:
                continue
            was_idle = False
            level = logging.INFO if handle.kill_reason is KillReason.STOPPED else logging.WARNING
            _log.log(
                level,
                "a worker ended in the middle of a job: %s",
                handle.kill_reason or "by itself",
                extra={"job": job.id},
            )
            if running.part is not None:
                self._store.retention.note_leftover(running.part)
            if running.program is not None:
                end_group(running.program)
            try:
                self._write(running.claim, job, handle, stuck=stuck)
            except ClaimLost:
                _log.info("the job was given back already", extra={"job": job.id})
            if running.part is not None and not stuck:
                self._sweep(running.part)
        if was_idle and handle.ready and handle.kill_reason is None and not handle.retires:
            self._store.supervision.tell_idle_death(handle.exit_facts(None))

    def _write(self, claim: Claim, job: Job, handle: WorkerHandle, *, stuck: bool) -> None:
        facts = handle.exit_facts(job.source)
        match handle.kill_reason:
            case KillReason.STOPPED:
                self._store.claims.release(claim)
            case _ if self._store.claims.is_cancelled(claim):
                self._store.finishing.cancelled(claim)
            case _ if stuck:
                self._fail(claim, job, ErrorCode.DRIVE_ERROR, FailureFacts(path=job.source))
            case KillReason.TIME_LIMIT:
                self._fail(claim, job, ErrorCode.TIME_LIMIT, FailureFacts(path=job.source))
            case KillReason.FROZEN if job.alone:
                # Once may be the machine's doing; a second time, with nothing beside it, it is this job's.
                self._fail(claim, job, ErrorCode.TIME_LIMIT, FailureFacts(path=job.source))
            case KillReason.CANCELLED:
                # The cancelling was taken back after the worker had been asked to stop: nobody's fault.
                self._store.finishing.cancelled(claim)
            case KillReason.FROZEN | KillReason.NEVER_READY:
                self._store.finishing.died(claim, facts, Again(0.0), by_itself=False)
            case None:
                decision = _decide(ErrorCode.WORKER_DIED, job, tries=job.tries, deaths=job.deaths + 1)
                self._store.finishing.died(claim, facts, decision, by_itself=True)

    def _fail(self, claim: Claim, job: Job, code: ErrorCode, facts: FailureFacts) -> None:
        self._store.finishing.fail(claim, code, facts, _decide(code, job, tries=job.tries + 1, deaths=job.deaths))


def _decide(code: ErrorCode, job: Job, *, tries: int, deaths: int) -> Decision:
    return decide(
        code,
        tries=tries,
        deaths=deaths,
        waits=job.waits,
        max_tries=job.max_tries,
        jitter=random.random(),  # noqa: S311 - spreads retries, keeps no secret
    )


def take_back(store: JobStore, kill_s: float) -> list[str]:
    """End the workers of a dead pool and what they started, then queue their jobs again; returns part files to be swept.

    Called with the pool's lock held and before any worker of this pool starts, so that every running row is an orphan. One
    that even a kill does not end within `kill_s` seconds has its claim taken, and cannot finish.
    """
    running = store.supervision.running()
    for worker in {each.claim.worker for each in running}:
        _end(worker, kill_s)
    for each in running:
        if each.program is not None:
            end_group(each.program)
        if each.part is not None:
            store.retention.note_leftover(each.part)
        with contextlib.suppress(ClaimLost):
            store.claims.rescue(each.claim)
    return store.retention.leftovers()


def _end(worker: WorkerId, kill_s: float) -> None:
    if not is_alive(worker):
        return
    import psutil  # noqa: PLC0415 - most starts find nothing to end

    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid_of(worker))
        if process.status() == psutil.STATUS_ZOMBIE:
            return
        _log.warning("a worker of a dead pool still lives: %s", worker)
        process.kill()
        until = time.monotonic() + kill_s
        # One that nobody collects stays a zombie, so its end cannot be waited for.
        while process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
            threading.Event().wait(_LOOK_S)
