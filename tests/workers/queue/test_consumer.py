"""Two real processes work off one table; signals do not."""

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import pytest

from tests.support.store import OUTCOME, new_table
from workers.jobs.claim import Claimed
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.processes import this_process
from workers.queue.consumer import run_consumer
from workers.store.job_store import JobStore

JOBS = 1_000
PROCESSES = multiprocessing.get_context("spawn")


def _work(database: Path, line: Connection) -> None:
    """A worker without an engine: each job is done at once. Sends its ran jobs when it is told to stop."""
    ran: list[int] = []
    me = this_process()
    stopping = threading.Event()
    woken = threading.Event()

    def listen() -> None:
        line.recv_bytes()
        stopping.set()
        woken.set()

    threading.Thread(target=listen, daemon=True).start()
    tools = threading.local()

    def store() -> JobStore:
        if not hasattr(tools, "store"):
            tools.store = JobStore(database)
        return cast("JobStore", tools.store)

    def claim() -> Claimed | None:
        return store().claims.claim(me)

    def run(claimed: Claimed) -> None:
        store().finishing.finish(claimed.claim, OUTCOME, "")
        ran.append(claimed.claim.job)

    line.send_bytes(b"ready")
    run_consumer(
        claim=claim,
        run=run,
        release=lambda claimed: store().claims.release(claimed.claim),
        wait=lambda seconds: woken.wait(min(seconds, 0.02)),
        stopped=stopping.is_set,
    )
    line.send_bytes(str(ran).encode())


class _Worker:
    def __init__(self, database: Path) -> None:
        self.line, theirs = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=_work, args=(database, theirs))
        self.process.start()
        theirs.close()
        assert self.line.recv_bytes() == b"ready"

    def stop(self) -> list[int]:
        self.line.send_bytes(b"stop")
        ran = [int(part) for part in self.line.recv_bytes().decode().strip("[]").split(",") if part]
        self.process.join(10)
        assert self.process.exitcode == 0
        return ran


def _wait_until_done(database: Path, jobs: int) -> None:
    pause = threading.Event()
    with new_table(database.parent) as table:
        while table.reader.counts(Selection()).done < jobs:
            pause.wait(0.02)


@pytest.mark.processes
def test_two_processes_run_every_job_once(tmp_path: Path) -> None:
    with new_table(tmp_path) as table:
        workers = [_Worker(table.database) for _ in range(2)]
        jobs = table.add(JOBS)
        _wait_until_done(table.database, JOBS)
        ran = [worker.stop() for worker in workers]
        assert sorted(ran[0] + ran[1]) == jobs
        assert all(ran)
        assert {job.attempt for job in table.reader.jobs(jobs)} == {1}


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX's")
def test_neither_interrupt_nor_hangup_ends_a_worker_or_starts_another(tmp_path: Path) -> None:
    """Huey's own answer to HUP starts the program anew: a worker became a second window."""
    with new_table(tmp_path) as table:
        worker = _Worker(table.database)
        table.add(1)
        _wait_until_done(table.database, 1)
        pid = worker.process.pid
        assert pid is not None
        for number in (signal.SIGHUP, signal.SIGINT):
            os.kill(pid, number)
        (job,) = table.add(1)
        _wait_until_done(table.database, 2)
        worker_id = table.job(job).worker
        assert worker_id is not None
        assert worker_id.startswith(f"{pid}@")
        worker.stop()


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_killed_worker_leaves_a_row_that_can_be_given_to_another(tmp_path: Path) -> None:
    with new_table(tmp_path) as table:
        jobs = table.add(JOBS)
        worker = _Worker(table.database)
        worker.process.kill()
        worker.process.join(10)
        for running in table.supervision.running():
            table.claims.rescue(running.claim)
        other = _Worker(table.database)
        _wait_until_done(table.database, JOBS)
        other.stop()
        assert set(table.states(jobs)) == {JobState.DONE}
