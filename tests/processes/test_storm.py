"""Workers and whole pools killed at random instants: nothing lost, nothing twice, nothing half-written."""

import contextlib
import os
import random
import sys
import threading
from pathlib import Path

import psutil
import pytest

from tests.support.pool import Bench, wait_until
from workers.errors import ErrorCode
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service.commands import Retry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("FAULT_SEED") or random.SystemRandom().randrange(2**32))
    print(f"FAULT_SEED={seed}")
    return random.Random(seed)


def test_killed_workers(bench: Bench, chance: random.Random) -> None:
    _killed_workers(bench, chance, jobs=40, kills=12)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_killed_workers(bench: Bench, chance: random.Random) -> None:
    _killed_workers(bench, chance, jobs=2000, kills=1000)


def test_killed_pools(bench: Bench, chance: random.Random) -> None:
    bench.add(*["sleep 0.1\nfill 200000"] * 40)
    for _ in range(4):
        with bench.pool_in_process() as pool:
            wait_until(lambda: bench.service.reader.counts().running > 0)
            threading.Event().wait(chance.uniform(0.0, 0.4))
            pool.kill()
    with bench.pool():
        bench.wait_for_all(JobState.DONE)
    _check(bench)
    assert {bench.job(job).deaths for job in bench.service.reader.ids(Selection())} == {0}


def _killed_workers(bench: Bench, chance: random.Random, *, jobs: int, kills: int) -> None:
    bench.add(*["sleep 0.05\nfill 200000"] * jobs)
    with bench.pool(workers=3):
        for _ in range(kills):
            wait_until(lambda: bench.service.reader.counts().running > 0 or bench.service.reader.counts().queued == 0)
            threading.Event().wait(chance.uniform(0.0, 0.1))
            running = bench.service.reader.ids(Selection(states=frozenset((JobState.RUNNING,))))
            if running:
                with contextlib.suppress(psutil.Error, AssertionError):
                    bench.worker_of(chance.choice(running)).kill()
        bench.wait_for_all(JobState.DONE, JobState.FAILED, seconds=60 + jobs)
        # Two kills in a row look like a file that kills its worker.
        killed_twice = Selection(cause=ErrorCode.WORKER_DIED)
        for job in bench.service.reader.jobs(bench.service.reader.ids(killed_twice)):
            assert job.deaths == 2
        Retry(killed_twice).run(bench.service)
        bench.wait_for_all(JobState.DONE, seconds=60 + jobs)
    _check(bench)


def _check(bench: Bench) -> None:
    jobs = bench.service.reader.jobs(bench.service.reader.ids(Selection()))
    for job in jobs:
        assert job.output is not None
        source = Path(job.source).read_bytes()
        assert Path(job.output).read_bytes() == b"made of " + source + b"." * 200_000
    assert sorted(path.name for path in bench.outputs.iterdir()) == sorted(Path(job.output or "").name for job in jobs)
    assert len({job.output for job in jobs}) == len(jobs)
