"""What becomes of the job of a worker that is no more."""

import logging
import random
from collections.abc import Callable

from workers.errors import ErrorCode, FailureFacts
from workers.jobs import Claim, Job
from workers.pool.child import Child, Verdict
from workers.retry import Again, Decision, decide
from workers.store.claims import ClaimLost
from workers.store.reader import Reader
from workers.store.writer import Writer

_log = logging.getLogger(__name__)


class Aftermath:
    """Puts rows right once the process that held them cannot write any more, which the caller sees to first."""

    def __init__(self, writer: Writer, reader: Reader, sweep: Callable[[str], None]) -> None:
        self._writer = writer
        self._reader = reader
        self._sweep = sweep

    def settle(self, child: Child, *, stuck: bool) -> None:
        """Write down what became of the job that this child was at, if it still holds one.

        `stuck`: not even a kill ended it, since it waits for a drive; its claim is taken from it, so it can do no harm.
        """
        for running in self._writer.running():
            job = self._reader.job(running.claim.job) if running.claim.worker == child.worker else None
            if job is None:
                continue
            level = logging.INFO if child.verdict is Verdict.STOPPED else logging.WARNING
            _log.log(
                level, "a worker ended in the middle of a job: %s", child.verdict or "by itself", extra={"job": job.id}
            )
            if running.part is not None:
                self._writer.note_leftover(running.part)
            try:
                self._write(running.claim, job, child, stuck=stuck)
            except ClaimLost:
                _log.info("the job was given back already", extra={"job": job.id})
            if running.part is not None and not stuck:
                self._sweep(running.part)

    def _write(self, claim: Claim, job: Job, child: Child, *, stuck: bool) -> None:
        facts = child.last_words(job.source)
        match child.verdict:
            case Verdict.STOPPED:
                self._writer.release(claim)
            case _ if self._writer.is_cancelled(claim):
                self._writer.cancelled(claim)
            case _ if stuck:
                self._fail(claim, job, ErrorCode.DRIVE_ERROR, FailureFacts(path=job.source))
            case Verdict.TIME_LIMIT:
                self._fail(claim, job, ErrorCode.TIME_LIMIT, FailureFacts(path=job.source))
            case Verdict.FROZEN if job.alone:
                # Once may be the machine's doing; a second time, with nothing beside it, it is this job's.
                self._fail(claim, job, ErrorCode.TIME_LIMIT, FailureFacts(path=job.source))
            case Verdict.FROZEN | Verdict.NEVER_READY | Verdict.CANCELLED:
                self._writer.died(claim, facts, Again(0.0), by_itself=False)
            case None:
                decision = _decide(ErrorCode.WORKER_DIED, job, tries=job.tries, deaths=job.deaths + 1)
                self._writer.died(claim, facts, decision, by_itself=True)

    def _fail(self, claim: Claim, job: Job, code: ErrorCode, facts: FailureFacts) -> None:
        self._writer.fail(claim, code, facts, _decide(code, job, tries=job.tries + 1, deaths=job.deaths))


def _decide(code: ErrorCode, job: Job, *, tries: int, deaths: int) -> Decision:
    return decide(
        code,
        tries=tries,
        deaths=deaths,
        waits=job.waits,
        max_tries=job.max_tries,
        jitter=random.random(),  # noqa: S311 - spreads retries, keeps no secret
    )
