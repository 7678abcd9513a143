"""What surrounds the application goes wrong: signals, clocks, handles, locks, full and damaged disks."""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import which

import apsw
import pytest

from tests.support.application import Application, pictures
from tests.support.drives import needs_mount, plugged_in
from tests.support.invariants import originals_of
from tests.support.patience import Stopwatch
from tests.support.pool import wait_until
from workers.jobs.state import JobState

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="faults as Linux offers them")


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    with closing(Application(tmp_path)) as application:
        yield application


def _all_done(application: Application) -> bool:
    return {job.state for job in application.jobs()} == {JobState.DONE}


def _finish_and_check(application: Application) -> None:
    application.finish()
    assert application.broken() == []
    assert _all_done(application)


@pytest.mark.parametrize(
    "number",
    [signal.SIGHUP, *(pytest.param(number, marks=pytest.mark.soak) for number in (signal.SIGTERM, signal.SIGINT))],
)
def test_asked_to_end_it_ends_within_two_seconds_and_keeps_the_queue(
    application: Application, number: signal.Signals
) -> None:
    application.accept(*pictures(application.sources, 5))
    # A runner under nohup hands down that it ignores a hang-up, and the application honours that.
    inherited = signal.signal(number, signal.SIG_DFL)
    host = application.work()
    signal.signal(number, inherited)
    wait_until(lambda: bool(application.running()))
    watch = Stopwatch()
    host.send_signal(number)
    assert host.wait(10) != 0
    assert watch.seconds() < 2.5
    assert JobState.RUNNING not in {job.state for job in application.jobs()}
    _finish_and_check(application)


def test_a_reader_of_the_results_that_has_enough(application: Application) -> None:
    paths = pictures(application.sources, 8, edge=200)
    application.originals.update(originals_of(*paths))
    command = application.command("run", "--json", "--to", "webp", "--out", application.outputs, *paths)
    with subprocess.Popen(command, env=application.environment, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.wait(20) == 1
    _finish_and_check(application)


def test_two_started_at_once_share_one_queue(application: Application) -> None:
    application.accept(*pictures(application.sources, 10, edge=200))
    both = [application.start("work", "--until-empty", "--workers", "2") for _ in range(2)]
    assert [one.wait(50) for one in both] == [0, 0]
    assert application.broken() == []
    assert _all_done(application)
    assert all(job.attempt == 1 for job in application.jobs())


@pytest.mark.soak
def test_two_runs_at_once_each_get_theirs(application: Application) -> None:
    halves = [pictures(application.sources, 4, edge=200, start=start) for start in (0, 4)]
    application.originals.update(originals_of(*halves[0], *halves[1]))
    both = [application.start("run", "--to", "webp", "--out", application.outputs, *half) for half in halves]
    assert [one.wait(50) for one in both] == [0, 0]
    assert application.broken() == []
    assert len(list(application.outputs.iterdir())) == 8


@pytest.mark.soak
def test_few_handles_are_enough(application: Application) -> None:
    application.accept(*pictures(application.sources, 6, edge=200))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        host = application.work()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    wait_until(lambda: _all_done(application), 40, application.log())
    application.stop(host)
    assert application.broken() == []


@pytest.mark.parametrize("seconds", [1.0, pytest.param(12.0, marks=pytest.mark.soak)])
def test_the_list_of_jobs_locked_by_another_program(application: Application, seconds: float) -> None:
    application.accept(*pictures(application.sources, 10, edge=200))
    host = application.work()
    wait_until(lambda: application.service.reader.counts().done > 0, 30, application.log())
    other = apsw.Connection(str(application.folders.database))
    other.set_busy_timeout(5000)
    other.execute("begin immediate")
    threading.Event().wait(seconds)
    other.execute("rollback")
    other.close()
    wait_until(lambda: _all_done(application), 40, application.log())
    application.stop(host)
    assert application.broken() == []
    assert {job.tries for job in application.jobs()} == {0}


@pytest.mark.skipif(which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize("jump", ["-1d", *(pytest.param(jump, marks=pytest.mark.soak) for jump in ("+1d", "+3y"))])
def test_a_clock_that_jumps(application: Application, jump: str) -> None:
    """Only the processes' clock of the day moves; what they wait by does not."""
    application.accept(*pictures(application.sources, 8, edge=300))
    now = application.top / "clock"
    now.write_text("+0")
    library = "/usr/$LIB/faketime/libfaketimeMT.so.1"
    faked = {
        "LD_PRELOAD": library,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_TIMESTAMP_FILE": str(now),
        "DONT_FAKE_MONOTONIC": "1",
    }
    host = application.work(environment=faked)
    wait_until(lambda: application.service.reader.counts().done > 0, 30, application.log())
    now.write_text(jump)
    wait_until(lambda: _all_done(application), 40, application.log())
    application.stop(host)
    assert application.broken() == []
    assert {job.attempt for job in application.jobs()} == {1}


@needs_mount
def test_the_disk_of_the_list_is_full(tmp_path: Path) -> None:
    """Accepting says no and leaves nothing; what ran is finished later."""
    with (
        plugged_in(tmp_path, "state", size="2m") as drive,
        closing(Application(tmp_path, home=drive.path / "home")) as application,
    ):
        application.accept(*pictures(application.sources, 6, edge=300))
        filler = drive.path / "filler"
        with pytest.raises(OSError, match="No space"):
            filler.write_bytes(bytes(4 * 2**20))
        more = pictures(tmp_path / "more", 400, edge=8)
        refused = application.start("add", *more)
        assert refused.wait(30) == 1
        assert len(application.jobs()) == 6
        host = application.work()
        threading.Event().wait(3.0)
        assert application.broken(at_rest=False) == []
        filler.unlink()
        wait_until(lambda: _all_done(application), 40, application.log())
        application.stop(host)
        assert application.broken() == []


def test_a_damaged_list_is_kept_and_an_empty_one_used(application: Application) -> None:
    application.accept(*pictures(application.sources, 3, edge=200))
    application.service.close()
    database = application.folders.database
    database.write_bytes(database.read_bytes()[:9000] + os.urandom(40_000))
    for side in ("-wal", "-shm"):
        database.with_name(database.name + side).unlink(missing_ok=True)
    (path,) = pictures(application.sources, 1, edge=200, start=3)
    application.originals.update(originals_of(path))
    run = application.start("run", "--to", "webp", "--out", application.outputs, path)
    assert run.wait(30) == 0
    assert len(list(database.parent.glob("jobs damaged*.sqlite"))) == 1
    assert [file.name for file in application.outputs.iterdir()] == ["0003.webp"]
    application.service = application.new_service()
    assert application.broken() == []
