"""More or fewer workers, more or less memory, while the pool is at work."""

import psutil

from tests.support.pool import Bench, is_gone, wait_until
from workers.jobs.state import JobState
from workers.outcome import Stage
from workers.pool.admission import MemoryBudget

MEMORY = MemoryBudget(budget=1000, machine=10_000)


def test_a_worker_too_many_finishes_its_job_and_ends(bench: Bench) -> None:
    go, begun = bench.folder / "go", [bench.folder / "begun 0", bench.folder / "begun 1"]
    jobs = bench.add(*[f"touch {one}\nwait_for {go}" for one in begun])
    more = bench.add(*["ok"] * 10)
    with bench.pool(workers=2, memory=MEMORY) as pool:
        wait_until(lambda: all(one.exists() for one in begun))
        workers = {bench.worker_of(job) for job in jobs}
        pool.resize(workers=1, memory=MEMORY)
        go.touch()
        for job in (*jobs, *more):
            bench.wait_for(job, JobState.DONE)
        wait_until(lambda: len([worker for worker in workers if not is_gone(worker)]) == 1)
    # What is claimed and not begun yet, as one of the others may be in the very instant, is given back.
    assert {bench.job(job).attempt for job in jobs} == {1}


def workers() -> int:
    """How many processes of a pool there are."""
    return sum(is_worker(handle) for handle in psutil.Process().children())


def is_worker(process: psutil.Process) -> bool:
    """Whether it is one that runs still; what has ended has no command line."""
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def test_as_many_workers_are_started_as_there_are_files_waiting(bench: Bench) -> None:
    with bench.pool(workers=3):
        for _ in range(3):
            bench.wait_for(bench.add("ok")[0], JobState.DONE)
        assert workers() == 1
        go = bench.folder / "go"
        for job in (both := bench.add(*[f"wait_for {go}"] * 2)):
            bench.wait_for(job, JobState.RUNNING)
        assert workers() == 2
        go.touch()
        for job in both:
            bench.wait_for(job, JobState.DONE)


def test_an_idle_worker_too_many_ends_at_once_and_comes_back_when_it_is_wanted(bench: Bench) -> None:
    with bench.pool(workers=3) as pool:
        three = bench.add(*[f"wait_for {bench.folder / 'first'}"] * 3)
        for job in three:
            bench.wait_for(job, JobState.RUNNING)
        (bench.folder / "first").touch()
        for job in three:
            bench.wait_for(job, JobState.DONE)
        assert workers() == 3
        pool.resize(workers=1, memory=MEMORY)
        wait_until(lambda: workers() == 1)
        pool.resize(workers=2, memory=MEMORY)
        jobs = bench.add(*[f"wait_for {bench.folder / 'go'}"] * 2)
        for job in jobs:
            bench.wait_for(job, JobState.RUNNING)
        (bench.folder / "go").touch()
        for job in jobs:
            bench.wait_for(job, JobState.DONE)


def test_a_job_that_waits_for_memory_goes_on_when_there_is_more(bench: Bench) -> None:
    go = bench.folder / "go"
    jobs = bench.add(*[f"peak 600\nwait_for {go}"] * 2)
    with bench.pool(workers=2, memory=MEMORY) as pool:
        wait_until(lambda: Stage.WAITING_FOR_MEMORY in {bench.job(job).stage for job in jobs})
        pool.resize(workers=2, memory=MemoryBudget(budget=2000, machine=10_000))
        wait_until(lambda: {bench.job(job).progress for job in jobs} == {0.5})
        go.touch()
        for job in jobs:
            bench.wait_for(job, JobState.DONE)
