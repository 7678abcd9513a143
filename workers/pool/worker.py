"""The body of a worker process: one consumer with one thread that claims and runs jobs until its pipe ends."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workers import logs
from workers.engine import load_engines
from workers.jobs.claim import Claimed
from workers.jobs.ids import WorkerId
from workers.kinds import JobKind, Lane
from workers.pool.attempt import WorkerContext
from workers.pool.file_attempt import FileAttempt
from workers.pool.launch import WorkerStart
from workers.pool.process_limits import give_memory_back, settle_in, share_processors
from workers.pool.protocol import PipeEnd, worker_end
from workers.pool.request_attempt import RequestAttempt
from workers.pool.worker_channel import WorkerChannel
from workers.processes import this_process
from workers.queue.consumer import run_consumer
from workers.store.job_store import JobStore

_log = logging.getLogger(__name__)


def prepared(pipe: PipeEnd, start: WorkerStart) -> Callable[[], None]:
    """Make this process a worker; what is returned runs jobs until the pipe ends. Raises what keeps it from that."""
    settle_in(background=True)
    share_processors(start.threads)
    log = logs.set_up(Path(start.logs), start.name)
    logging.getLogger("huey").setLevel(logging.WARNING)
    channel = WorkerChannel(worker_end(pipe))
    try:
        worker = _Worker(start, this_process(), channel, log)
    except Exception:
        _log.exception("this worker cannot start")
        raise

    def work() -> None:
        channel.start(worker.id)
        if not start.only_try:
            run_consumer(
                claim=worker.claim, run=worker.run, release=worker.release, wait=channel.wait, stopped=channel.stopped
            )
        channel.leave()

    return work


class _Worker:
    """What the consumer calls, all of it from its one thread, where the table is opened too."""

    def __init__(self, start: WorkerStart, worker: WorkerId, channel: WorkerChannel, log: logs.Log) -> None:
        self.id = worker
        self._database = Path(start.database)
        self._lane = Lane(start.lane)
        self._engines = load_engines(start.engines)
        self._request_engines = {JobKind(kind): engine for kind, engine in start.request_engines.items()}
        self._channel = channel
        self._log = log
        self._open: WorkerContext | None = None

    def claim(self) -> Claimed | None:
        claimed = self._context().store.claims.claim(self.id, self._lane)
        if claimed is not None:
            self._log.job = claimed.job.id
            self._channel.begin(
                claimed.claim, alone=claimed.alone, kind=claimed.job.kind, source_bytes=claimed.job.size_in
            )
        return claimed

    def run(self, claimed: Claimed) -> None:
        request = claimed.job.request
        if request is None:
            attempt = FileAttempt(self._context(), claimed)
            attempt.run()
            give_memory_back(attempt.peak_bytes)
        else:
            RequestAttempt(self._context(), claimed, request).run()
        self._log.job = None

    def release(self, claimed: Claimed) -> None:
        self._context().store.claims.release(claimed.claim)
        self._channel.end(claimed.claim)

    def _context(self) -> WorkerContext:
        if self._open is None:
            self._open = WorkerContext(
                engines=self._engines,
                request_engines=self._request_engines,
                store=JobStore(self._database),
                data=self._database.parent,
                channel=self._channel,
                beside=ThreadPoolExecutor(1, "beside"),
            )
        return self._open
