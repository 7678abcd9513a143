"""Drives that go away and come back, and disks that are full for a while."""

from collections.abc import Iterator

import pytest

from tests.support.drives import Drive, needs_mount, plugged_in
from tests.support.pool import Bench, wait_until
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.event import EventKind
from workers.jobs.state import JobState
from workers.recipe import InFolder

pytestmark = needs_mount


@pytest.fixture
def drive(bench: Bench) -> Iterator[Drive]:
    with plugged_in(bench.folder, "Camera", "4m") as drive:
        yield drive


def test_jobs_wait_for_their_drive_and_go_on_when_it_is_back(bench: Bench, drive: Drive) -> None:
    sources = [bench.source(f"{n}.png", folder=drive.path) for n in range(30)]
    jobs = bench.accept(*sources)
    drive.unplug()
    (other,) = bench.add("ok")
    with bench.pool():
        bench.wait_for(other, JobState.DONE)
        for job in jobs:
            bench.wait_for(job, JobState.DELAYED)
        found = [bench.job(job) for job in jobs]
        assert {job.error_code for job in found} == {ErrorCode.SOURCE_AWAY}
        assert found[0].failure is not None
        assert found[0].failure.drive == "Camera"
        assert sum(job.attempt for job in found) <= 4
        drive.plug_in()
        for job in jobs:
            bench.wait_for(job, JobState.DONE)
    assert {bench.job(job).tries for job in jobs} == {0}
    away, back = bench.told(EventKind.DRIVE_AWAY, EventKind.DRIVE_BACK)
    assert (away.kind, back.kind) == (EventKind.DRIVE_AWAY, EventKind.DRIVE_BACK)
    assert away.facts == back.facts == FailureFacts(path=str(drive.path), drive="Camera")
    ready = bench.told(EventKind.READY)
    assert away.id < back.id < ready[1].id, "all but the one from elsewhere"


def test_a_drive_that_goes_away_in_the_middle_is_no_fault_of_the_file(bench: Bench, drive: Drive) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    source = bench.source("a.png", f"touch {here}\nwait_for {go}", folder=drive.path)
    (job,) = bench.accept(source)
    with bench.pool():
        wait_until(here.exists)
        drive.unplug()
        go.touch()
        assert bench.wait_for(job, JobState.DELAYED).error_code is ErrorCode.SOURCE_AWAY
        drive.plug_in()
        bench.wait_for(job, JobState.DONE)


def test_an_output_drive_is_waited_for_and_never_written_beside(bench: Bench, drive: Drive) -> None:
    target = drive.path / "out"
    (job,) = bench.accept(bench.source("a.png"), recipe=bench.recipe(destination=InFolder(str(target))))
    drive.unplug()
    with bench.pool():
        assert bench.wait_for(job, JobState.DELAYED).error_code is ErrorCode.OUTPUT_AWAY
        assert list(drive.path.iterdir()) == []
        drive.plug_in()
        bench.wait_for(job, JobState.DONE)
    assert (target / "a.png").exists()


def test_jobs_wait_for_space_and_go_on_when_there_is_some(bench: Bench, drive: Drive) -> None:
    filler = drive.path / "filler"
    filler.write_bytes(bytes(3_500_000))
    recipe = bench.recipe(destination=InFolder(str(drive.path / "out")))
    large = f"fill 1000000\nword {'x' * 900_000}"
    jobs = bench.accept(*(bench.source(f"{n}.png", large) for n in range(2)), recipe=recipe)
    small = bench.accept(bench.source("small.png"))
    with bench.pool():
        bench.wait_for(small[0], JobState.DONE)
        found = [bench.wait_for(job, JobState.DELAYED) for job in jobs]
        assert {job.error_code for job in found} == {ErrorCode.DISK_FULL}
        failure = found[0].failure
        assert failure is not None
        assert (failure.bytes_needed or 0) > (failure.bytes_free or 0) > 0
        assert not list((drive.path / "out").iterdir())
        attempts = [bench.job(job).attempt for job in jobs]
        filler.unlink()
        for job in jobs:
            bench.wait_for(job, JobState.DONE)
    assert sum(attempts) <= 4
    assert {bench.job(job).tries for job in jobs} == {0}
