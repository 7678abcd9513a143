"""Whoever writes may be killed at any instant: what was told as accepted is there, and everything is counted right."""

import multiprocessing
import os
import random
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import apsw
import pytest

from tests.support.store import OUTCOME, Table, counted_by_hand, new_table, tally
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.processes import this_process
from workers.retry import Again
from workers.store.database import prepare

PROCESSES = multiprocessing.get_context("spawn")
SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(2**32)))


def _live(folder: Path, line: Connection) -> None:
    """Accept, claim and end jobs until killed; each batch is told on the line once it is accepted."""
    me = this_process()
    with new_table(folder) as table:
        while True:
            jobs = table.add(50)
            line.send_bytes(str(table.job(jobs[0]).batch).encode())
            for turn in range(40):
                claimed = table.claims.claim(me)
                if claimed is None:
                    break
                if turn % 3:
                    table.finishing.fence(claimed.claim, f"out/{claimed.claim.job}.jpg", OUTCOME)
                    table.finishing.finish(claimed.claim, OUTCOME, str(claimed.claim.job))
                else:
                    table.finishing.fail(claimed.claim, ErrorCode.DISK_FULL, FailureFacts(), Again(0.0))
            table.supervision.wake_waiting(ErrorCode.DISK_FULL)
            table.editor.cancel(jobs[:10])
            table.editor.remove(jobs[5:15])


def _kill_once(folder: Path, after_s: float) -> set[BatchId]:
    """Run `_live` and kill it this long after its first batch; returns the batches it told."""
    line, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_live, args=(folder, theirs))
    process.start()
    theirs.close()
    told = {BatchId(int(line.recv_bytes()))}
    threading.Event().wait(after_s)
    process.kill()
    process.join(10)
    try:
        while True:
            told.add(BatchId(int(line.recv_bytes())))
    except EOFError:
        line.close()
        return told


def _check(table: Table, told: set[BatchId]) -> None:
    connection = apsw.Connection(str(table.database))
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    in_batches = dict(connection.execute("select batch_id, count(*) from job group by batch_id"))
    connection.close()
    assert dict.fromkeys(told, 50).items() <= in_batches.items()
    assert tally(table.database) == counted_by_hand(table.database)
    assert len(table.supervision.running()) <= 1
    for job in table.reader.jobs(table.reader.ids(Selection(states=frozenset((JobState.DONE,))))):
        assert job.out_rel == f"out/{job.id}.jpg"
        assert job.digest == OUTCOME.digest


def _rounds(folder: Path, rounds: int) -> None:
    print(f"FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    told: set[BatchId] = set()
    for _ in range(rounds):
        told |= _kill_once(folder, chance.uniform(0.0, 0.3))
        assert prepare(folder / "jobs.db") is None
        with new_table(folder) as table:
            _check(table, told)
            for running in table.supervision.running():
                table.claims.rescue(running.claim)


@pytest.mark.processes
def test_a_kill_at_any_instant_loses_nothing_that_was_told(tmp_path: Path) -> None:
    _rounds(tmp_path, 4)


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing_that_was_told(tmp_path: Path) -> None:
    _rounds(tmp_path, 200)


def test_people_and_workers_at_once_agree_in_the_end(tmp_path: Path) -> None:
    """Mass changes in steps beside claims, by connections of their own."""
    with new_table(tmp_path) as table:
        jobs = table.add(600)
        stop = threading.Event()

        def work() -> None:
            with new_table(tmp_path) as mine:
                while not stop.is_set():
                    claimed = mine.store.claims.claim(this_process())
                    if claimed is not None:
                        mine.store.finishing.finish(claimed.claim, OUTCOME, "")

        def click() -> None:
            with new_table(tmp_path) as mine:
                for _ in range(10):
                    mine.editor.pause(jobs)
                    mine.editor.resume(jobs)
                    mine.editor.first(jobs[300:])
                    mine.editor.cancel(jobs[:50])
                    mine.editor.retry(jobs)

        threads = [threading.Thread(target=work), threading.Thread(target=click)]
        for thread in threads:
            thread.start()
        threads[1].join()
        while table.reader.counts().waiting:
            stop.wait(0.01)
        stop.set()
        threads[0].join()
        assert set(table.states(jobs)) <= {JobState.DONE, JobState.CANCELLED}
        assert tally(table.database) == counted_by_hand(table.database)
