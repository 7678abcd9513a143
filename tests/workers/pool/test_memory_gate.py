"""Who is let in, and how many threads its codec gets."""

import multiprocessing

import pytest

from workers.jobs.ids import WorkerId
from workers.kinds import JobKind, Lane
from workers.pool.admission import MemoryBudget
from workers.pool.memory_gate import MemoryGate
from workers.pool.protocol import Admitted, Began, NeedsMemory, supervisor_end, worker_end
from workers.pool.worker_handle import WorkerHandle


@pytest.mark.parametrize(("at_work", "cores", "threads"), [(1, 8, 8), (2, 8, 4), (3, 8, 2), (8, 8, 1), (3, 2, 1)])
def test_the_cores_are_shared_by_the_jobs_at_work(at_work: int, cores: int, threads: int) -> None:
    pipes = [multiprocessing.Pipe() for _ in range(at_work)]
    handles = []
    for number, (ours, _) in enumerate(pipes):
        handle = WorkerHandle(
            lane=Lane.MEDIA,
            slot=number,
            process=multiprocessing.current_process(),
            messages=supervisor_end(ours),
            now=0.0,
        )
        handle.worker = WorkerId(f"{number}@1.0")
        handle.begins(Began(job=number, attempt=1, alone=False, kind=JobKind.IMAGE, source_bytes=1), 0.0)
        handles.append(handle)
    handles[0].needs(NeedsMemory(job=0, attempt=1, kind=JobKind.IMAGE, peak_bytes=1, cpu_seconds=0.0), 0.0)
    MemoryGate(MemoryBudget(budget=100, machine=100), cores=cores).open_for(handles, 0.0)
    assert worker_end(pipes[0][1]).receive() == Admitted(job=0, attempt=1, threads=threads)
    for ours, theirs in pipes:
        ours.close()
        theirs.close()
