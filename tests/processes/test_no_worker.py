"""A worker that cannot start: told with its reason within 5 seconds, tried again less and less often."""

import multiprocessing
import os
import time
from pathlib import Path

import psutil
import pytest

from mediaapp.session import worker_trouble
from tests.support.broken_installations import HOLES, MISSING_LIBRARY, broken_module
from tests.support.command_line import TOP, CommandLine
from tests.support.pictures import photo
from tests.support.pool import Bench, wait_until
from workers.errors import NoWorker, StartFault
from workers.jobs.state import JobState
from workers.kinds import done_by
from workers.pool.admission import MemoryBudget
from workers.pool.launch import WorkerStart, main
from workers.pool.starts import Starts
from workers.pool.supervisor import Supervisor
from workers.pool.timeouts import Timeouts
from workers.pool.trial import try_start

TOLD_S = 5.0


@pytest.fixture
def hole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    monkeypatch.syspath_prepend(broken_module(tmp_path / "hole", "broken_engine", request.param))
    return str(request.param)


def supervisor(bench: Bench, engine: str) -> Supervisor:
    return Supervisor(
        database=bench.database,
        logs=bench.logs,
        kinds=done_by(engine),
        workers=2,
        memory=MemoryBudget(budget=2**30, machine=2**31),
        timeouts=Timeouts(),
    )


@pytest.mark.parametrize("hole", HOLES, indirect=True)
def test_why_no_worker_starts_is_told_within_seconds(bench: Bench, hole: str) -> None:
    (job,) = bench.add("ok")
    pool = supervisor(bench, "broken_engine")
    pool.start()
    try:
        # One that hangs is told from one that the machine has no time for by its standing still for a while.
        wait_until(lambda: bench.service.reader.no_worker() is not None, 15.0 if hole == "hangs" else TOLD_S)
        why = bench.service.reader.no_worker()
    finally:
        pool.stop()
    assert why is not None
    match hole:
        case "import fails":
            assert why.detail == f"ImportError: {MISSING_LIBRARY}"
        case "ends at once":
            assert (why.fault, why.exit_code) == (StartFault.ENDED, 3)
        case _:
            assert why.fault is StartFault.SLOW
    assert bench.state(job) is JobState.QUEUED
    assert bench.service.reader.no_worker() is None, "a pool that is no more says nothing"


def test_without_python_no_worker_starts(bench: Bench) -> None:
    before = multiprocessing.spawn.get_executable()
    multiprocessing.set_executable(str(bench.folder / "no python"))
    pool = supervisor(bench, "tests.support.scripted_engine")
    try:
        pool.start()
        wait_until(lambda: bench.service.reader.no_worker() is not None, TOLD_S)
        assert bench.service.reader.no_worker() == NoWorker(
            fault=StartFault.NOT_MADE, detail=f"{bench.folder / 'no python'} is missing"
        )
    finally:
        multiprocessing.set_executable(before)
        pool.stop()


@pytest.mark.parametrize("hole", ["import fails"], indirect=True)
def test_put_right_it_goes_on_by_itself(bench: Bench, hole: str, tmp_path: Path) -> None:
    (job,) = bench.add("ok")
    pool = supervisor(bench, "broken_engine")
    pool.start()
    try:
        wait_until(lambda: bench.service.reader.no_worker() is not None, TOLD_S)
        (tmp_path / "hole" / "broken_engine.py").write_text("from tests.support.scripted_engine import *")
        bench.wait_for(job, JobState.DONE)
        wait_until(lambda: bench.service.reader.no_worker() is None)
    finally:
        pool.stop()


def test_a_round_that_fails_counts_once_and_the_pauses_grow() -> None:
    starts = Starts(Timeouts(backoff_s=1.0, longest_backoff_s=3.0))
    why = NoWorker(fault=StartFault.ENDED)
    for _slot in range(4):
        starts.failed(why, 0.0)
    assert starts.told() is None
    assert (starts.may(0.9), starts.may(1.0)) == (False, True)
    starts.failed(why, 1.0)
    assert starts.told() == why
    assert (starts.may(2.9), starts.may(3.0)) == (False, True)
    starts.failed(why, 3.0)
    assert (starts.may(5.9), starts.may(6.0)) == (False, True), "the longest pause"
    starts.worked()
    assert starts.told() is None
    missing = NoWorker(fault=StartFault.ENDED, detail="ImportError: no PIL")
    starts.failed(missing, 6.0)
    assert starts.told() == missing, "which trying again does not change"


def test_the_first_words_of_a_worker_need_nothing_but_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With msgspec missing, not even the module that knows the messages can be imported."""
    monkeypatch.syspath_prepend(broken_module(tmp_path / "hole", "msgspec", "import fails"))
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    start = WorkerStart(database="", logs=str(tmp_path), lane="media", engines={}, request_engines={}, name="worker-1")
    process = context.Process(target=main, args=(theirs, start))
    process.start()
    theirs.close()
    assert ours.poll(20)
    assert MISSING_LIBRARY in ours.recv_bytes().decode()
    process.join(10)
    assert process.exitcode == 1
    ours.close()


def test_a_worker_started_to_see_takes_no_work(bench: Bench) -> None:
    assert try_start(done_by("tests.support.scripted_engine")) is None
    assert not [handle for handle in psutil.Process().children() if "spawn_main" in " ".join(handle.cmdline())]


class TestTheCommandLine:
    """Pillow cannot be imported, as after an update of the system that was not finished."""

    @pytest.fixture
    def broken(self, tmp_path: Path) -> dict[str, str]:
        hole = broken_module(tmp_path / "hole", "PIL", "import fails")
        return {"PYTHONPATH": f"{hole}{os.pathsep}{TOP}"}

    def test_run_says_why_and_gives_up(self, tmp_path: Path, broken: dict[str, str]) -> None:
        picture = tmp_path / "a.jpg"
        photo((64, 48)).save(picture)
        mediaapp = CommandLine(tmp_path / "home", tmp_path)
        began = time.monotonic()
        with mediaapp.start("run", "--to", "webp", picture, environment=broken) as process:
            told = process.stderr.readline() if process.stderr is not None else ""
            took = time.monotonic() - began
            code = process.wait(20)
        assert "cannot work on pictures now" in told
        assert MISSING_LIBRARY in told
        assert took < TOLD_S + 2, "of which a second or two is Python's own start"
        assert code == 1

    def test_doctor_says_why(self, tmp_path: Path, broken: dict[str, str]) -> None:
        mediaapp = CommandLine(tmp_path / "home", tmp_path)
        with mediaapp.start("doctor", environment=broken) as process:
            told, _ = process.communicate(timeout=30)
        assert process.returncode == 1
        (line,) = (line for line in told.splitlines() if "a worker starts" in line)
        assert line.startswith("!")
        assert MISSING_LIBRARY in line


def test_a_whole_installation_has_nothing_to_tell() -> None:
    assert worker_trouble() is None
