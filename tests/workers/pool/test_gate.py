"""Who is let in, and how many threads its codec gets."""

import multiprocessing
import os
from types import SimpleNamespace

import pytest

from workers.jobs import WorkerId
from workers.pool.admission import Memory
from workers.pool.child import Child
from workers.pool.gate import Gate
from workers.pool.wire import Began, NeedsMemory, supervisor_end, worker_end


@pytest.mark.parametrize(("at_work", "cores", "threads"), [(1, 8, 8), (2, 8, 4), (3, 8, 2), (8, 8, 1), (3, 2, 1)])
def test_the_cores_are_shared_by_the_jobs_at_work(at_work: int, cores: int, threads: int) -> None:
    pipes = [multiprocessing.Pipe() for _ in range(at_work)]
    children = []
    for number, (ours, _) in enumerate(pipes):
        child = Child(slot=number, process=SimpleNamespace(pid=os.getpid()), wire=supervisor_end(ours), now=0.0)
        child.worker = WorkerId(f"{number}@1.0")
        child.begins(Began(job=number, attempt=1, alone=False, source_bytes=1), 0.0)
        children.append(child)
    children[0].needs(NeedsMemory(job=0, attempt=1, peak_bytes=1, cpu_seconds=0.0), 0.0)
    Gate(Memory(budget=100, machine=100), cores=cores).open_for(children, 0.0)
    answer = worker_end(pipes[0][1]).receive()
    assert (answer.job, answer.threads) == (0, threads)
    for ours, theirs in pipes:
        ours.close()
        theirs.close()
