"""One run of a job by one worker, and what is written about it whichever way it ends."""

import logging
import random
import traceback
from abc import ABC, abstractmethod
from concurrent.futures import Executor
from pathlib import Path

from msgspec import Struct

from workers.engine import Engines
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.claim import Claimed
from workers.outcome import Stage
from workers.pool.output_file import OutputFile
from workers.pool.worker_channel import JobCancelled, WorkerChannel, WorkerStopped
from workers.request_engine import RequestEngines
from workers.retry import decide
from workers.store.errors import ClaimLost, StoreError
from workers.store.job_store import JobStore

_log = logging.getLogger(__name__)


class WorkerContext(Struct, frozen=True, kw_only=True):
    """What a worker works with, made once; `data` is the folder of the job table.

    With `beside`, a thread, outputs are written out while the table is.
    """

    engines: Engines
    request_engines: RequestEngines
    store: JobStore
    data: Path
    channel: WorkerChannel
    beside: Executor | None = None


class AttemptRunner(ABC):
    """A claimed job in the hands of this worker."""

    def __init__(self, context: WorkerContext, claimed: Claimed) -> None:
        self._store = context.store
        self._channel = context.channel
        self._job = claimed.job
        self._claim = claimed.claim
        self._target = OutputFile(claimed, context.beside)

    def run(self) -> None:
        """Do the job and write down how it ended. Raises only what the job table itself raises."""
        try:
            self._run()
        except ClaimLost:
            _log.warning("the job is no longer this worker's")
        finally:
            try:
                self._discard_part()
            finally:
                self._channel.end(self._claim)

    @abstractmethod
    def _work(self) -> None:
        """Do the job and end it in the table, or raise."""

    @abstractmethod
    def _cause(self, failure: Failure) -> Failure:
        """What is behind a failure."""

    @abstractmethod
    def _about(self, failure: Failure) -> FailureFacts:
        """The facts of a failure with all that is known of it here."""

    def _run(self) -> None:
        try:
            self._work()
        except (ClaimLost, StoreError):
            raise
        except JobCancelled:
            self._discard_part()
            self._store.finishing.cancelled(self._claim)
        except WorkerStopped:
            self._discard_part()
            self._store.claims.release(self._claim)
        except Failure as failure:
            self._fail(self._cause(failure))
        except MemoryError:
            self._fail(Failure(ErrorCode.OUT_OF_MEMORY))
        except Exception:  # noqa: BLE001 - whatever else goes wrong is ours, and is written down as such
            _log.exception("a bug")
            self._fail(Failure(ErrorCode.BUG, FailureFacts(detail=traceback.format_exc())))

    def _adopt(self) -> bool:
        """Whether an earlier attempt published already and only could not say so any more."""
        if self._target.is_published():
            self._target.leave_original()
            self._store.finishing.adopt(self._claim)
            return True
        return False

    def _progress(self, stage: Stage, progress: float) -> None:
        self._channel.tell(self._claim, stage, progress)

    def _discard_part(self) -> None:
        left = self._target.discard_part()
        if left is not None:
            self._store.retention.note_leftover(str(left))

    def _fail(self, failure: Failure) -> None:
        self._discard_part()
        facts = self._about(failure)
        decision = decide(
            failure.code,
            tries=self._job.tries + 1,
            deaths=self._job.deaths,
            waits=self._job.waits,
            max_tries=self._job.max_tries,
            asked_s=facts.seconds if failure.code is ErrorCode.CALL_BUSY else None,
            jitter=random.random(),  # noqa: S311 - spreads retries, keeps no secret
        )
        _log.info("not done: %s", failure.code)
        self._store.finishing.fail(self._claim, failure.code, facts, decision)
