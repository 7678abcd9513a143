"""What the monitor finds out of the ordinary, on real tables and disks."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.pool import KINDS, Bench, wait_until
from tests.support.store import Table
from workers.errors import ErrorCode, FailureFacts
from workers.figures.limits import AlertLimits
from workers.jobs.alert import Alert, AlertKind, DiskNearlyFull, Failing, kind_of
from workers.jobs.ids import RootId
from workers.jobs.job import Root
from workers.jobs.state import JobState
from workers.kinds import TimeLimits, done_by
from workers.monitoring.free_space import FreeSpace, Space
from workers.monitoring.monitor import Monitor, MonitorTimes
from workers.retry import Again
from workers.service import JobService
from workers.volumes import Volume, volume_of

AT_ONCE = MonitorTimes(look_s=0.02, calm_s=0.0, afresh_s=0.0)
QUIET = AlertLimits(waiting_s=0, failing=0, disk_bytes=0, deaths=0)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.close()


def lasting(service: JobService) -> list[Alert]:
    return service.reader.alerts()


def kinds_of(service: JobService) -> list[AlertKind]:
    return [kind_of(alert.facts) for alert in lasting(service)]


def died(bench: Bench, workers: int) -> bool:
    return bench.service.store.figures.deaths() == workers


def monitor(bench: Bench, limits: AlertLimits = QUIET, *, free_space: FreeSpace | None = None) -> Monitor:
    return Monitor(
        lambda: JobService(bench.database, fallback=bench.folder),
        limits=limits,
        kinds=KINDS,
        times=AT_ONCE,
        free_space=free_space,
    )


@pytest.mark.processes
def test_many_failures_of_a_real_pool_are_an_alert_until_they_are_tried_again(bench: Bench) -> None:
    jobs = bench.add(*["fail damaged"] * 12, *["ok"] * 3)
    watching = monitor(bench, AlertLimits(failing=0.5, ended_least=10))
    watching.start()
    try:
        with bench.pool():
            bench.wait_for_all(JobState.DONE, JobState.FAILED)
            wait_until(lambda: kinds_of(bench.service) == [AlertKind.FAILING])
        (alert,) = lasting(bench.service)
        assert isinstance(alert.facts, Failing)
        assert alert.facts.cause is ErrorCode.DAMAGED
        bench.service.store.editor.retry(jobs)
        wait_until(lambda: not lasting(bench.service))
    finally:
        watching.stop()


@pytest.mark.processes
def test_a_worker_that_is_killed_again_and_again_is_an_alert(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    watching = monitor(bench, AlertLimits(deaths=3))
    watching.start()
    try:
        with bench.pool(workers=1):
            for deaths in (1, 2, 3):
                (job,) = bench.add("spin")
                bench.wait_for(job, JobState.RUNNING)
                bench.worker_of(job).kill()
                wait_until(partial(died, bench, deaths))
                bench.service.store.editor.cancel([job])
                bench.wait_for(job, JobState.CANCELLED)
            wait_until(lambda: kinds_of(bench.service) == [AlertKind.WORKERS_RESTARTING])
            wait_until(lambda: len(bench.service.store.figures.workers()) == 1)
        assert bench.service.store.figures.workers() == []
    finally:
        watching.stop()


@pytest.mark.processes
def test_ending_the_pool_and_cancelling_are_no_deaths(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with bench.pool(workers=1):
        (job,) = bench.add("spin")
        bench.wait_for(job, JobState.RUNNING)
        bench.service.store.editor.cancel([job])
        bench.wait_for(job, JobState.CANCELLED)
        (other,) = bench.add("spin")
        bench.wait_for(other, JobState.RUNNING)
    assert bench.service.store.figures.deaths() == 0


def test_a_job_that_comes_no_further_is_an_alert_until_it_does(tmp_path: Path, bench: Bench) -> None:
    (job,) = bench.add("ok")
    table = Table(bench.database)
    claim = table.claim().claim
    kinds = done_by("engine", TimeLimits(still_floor_s=0.05, slowest_drive=1e9))
    watching = Monitor(lambda: JobService(bench.database, fallback=tmp_path), limits=QUIET, kinds=kinds, times=AT_ONCE)
    watching.start()
    try:
        wait_until(lambda: kinds_of(bench.service) == [AlertKind.STANDSTILL])
        table.finish_claimed(claim)
        wait_until(lambda: not lasting(bench.service))
    finally:
        watching.stop()
        table.close()
    assert claim.job == job


def test_a_disk_that_is_nearly_full_is_an_alert_until_there_is_room(bench: Bench) -> None:
    space = [Space(total=10**12, free=900_000_000)]
    watching = monitor(bench, AlertLimits(), free_space=FreeSpace(lambda _path: space[0]))
    bench.add("ok")
    watching.look(bench.service)
    (alert,) = lasting(bench.service)
    assert isinstance(alert.facts, DiskNearlyFull)
    assert (alert.facts.path, alert.facts.bytes_free) == (volume_of(bench.outputs).path, 900_000_000)
    space[0] = Space(total=10**12, free=1_100_000_000)
    watching.look(bench.service)
    assert lasting(bench.service)
    space[0] = Space(total=10**12, free=2_000_000_000)
    watching.look(bench.service)
    assert not lasting(bench.service)


def test_a_drive_that_jobs_wait_for_is_an_alert_until_it_is_back(bench: Bench) -> None:
    with_table = Table(bench.database)
    with_table.add(2, volume=Volume(path="/media/Archive", name="Archive", id="vfat:1"))
    with_table.finishing.fail(with_table.claim().claim, ErrorCode.SOURCE_AWAY, FailureFacts(), Again(60.0))
    watching = monitor(bench)
    watching.look(bench.service)
    assert kinds_of(bench.service) == [AlertKind.DRIVE_AWAY]
    with_table.supervision.wake_waiting(ErrorCode.SOURCE_AWAY)
    watching.look(bench.service)
    assert not lasting(bench.service)
    with_table.close()


def test_an_alert_outlives_the_process_that_saw_it_begin(bench: Bench) -> None:
    bench.add("ok")
    full = FreeSpace(lambda _path: Space(total=10**12, free=1))
    monitor(bench, AlertLimits(), free_space=full).look(bench.service)
    before = lasting(bench.service)
    monitor(bench, AlertLimits(), free_space=full).look(bench.service)
    assert lasting(bench.service) == before


class TestFreeSpace:
    ROOT = Root(id=RootId(1), name="/", path=volume_of("/").path, volume=volume_of("/").id, coarse_time=False)

    def test_of_a_real_disk(self) -> None:
        (disk,) = FreeSpace().of([self.ROOT])
        assert disk.free is not None
        assert disk.total is not None
        assert 0 < disk.free <= disk.total

    def test_a_disk_that_never_answers_is_asked_once_and_holds_up_nobody(self) -> None:
        asked, answers = list[str](), threading.Event()

        def dead(path: str) -> Space:
            asked.append(path)
            answers.wait()
            return Space(total=5, free=4)

        space = FreeSpace(dead)
        assert [disk.free for _ in range(3) for disk in space.of([self.ROOT])] == [None] * 3
        assert len(asked) == 1
        answers.set()
        wait_until(lambda: [disk.free for disk in space.of([self.ROOT])] == [4])

    def test_a_drive_that_is_not_there_is_not_asked(self) -> None:
        gone = Root(id=RootId(2), name="x", path="/media/x", volume="vfat:9", coarse_time=False)
        assert FreeSpace(_unasked).of([gone]) == ()

    def test_an_error_is_no_answer(self) -> None:
        def broken(_path: str) -> Space:
            raise OSError(5, "Input/output error")

        assert [disk.free for disk in FreeSpace(broken).of([self.ROOT])] == [None]


def _unasked(path: str) -> Space:
    raise AssertionError(path)
