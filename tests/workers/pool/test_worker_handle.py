"""When a worker is to be killed."""

import multiprocessing
import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from workers.jobs.ids import WorkerId
from workers.kinds import JobKind, Lane, TimeLimits, done_by
from workers.outcome import Stage
from workers.pool.protocol import Began, Doing, NeedsMemory, supervisor_end
from workers.pool.timeouts import Timeouts
from workers.pool.worker_handle import KillReason, WorkerHandle

TIMEOUTS = Timeouts(
    start_s=30.0,
    frozen_s=10.0,
    cancel_s=1.0,
)
KINDS = done_by("", TimeLimits(floor_s=100.0, cpu_factor=10.0, wall_factor=30.0, slowest_drive=1000.0))


class Process(multiprocessing.Process):
    """Stands for a process that does nothing: its number is this one's, so its CPU time is looked up for real."""

    exitcode: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.kills = 0

    @property
    def pid(self) -> int:
        return os.getpid()

    def kill(self) -> None:
        self.kills += 1


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The CPU time that the process has used."""
    cpu = SimpleNamespace(user=0.0, system=0.0)
    monkeypatch.setattr("workers.pool.worker_handle.cpu_seconds", lambda pid: cpu.user + cpu.system)
    return cpu


@pytest.fixture
def handle(process: Process, spent: SimpleNamespace) -> Iterator[WorkerHandle]:
    ours, theirs = multiprocessing.Pipe()
    handle = WorkerHandle(lane=Lane.MEDIA, slot=0, process=process, messages=supervisor_end(ours), now=0.0)
    handle.worker = WorkerId("1@2.0")
    yield handle
    ours.close()
    theirs.close()


def began(handle: WorkerHandle, now: float = 0.0, *, source_bytes: int = 0) -> None:
    handle.begins(Began(job=1, attempt=1, alone=False, kind=JobKind.IMAGE, source_bytes=source_bytes), now)


def lives(handle: WorkerHandle, now: float) -> WorkerHandle:
    handle.heard = now
    return handle


def test_one_that_is_never_ready_is_killed(handle: WorkerHandle) -> None:
    handle.worker = None
    assert handle.judge(30.0, TIMEOUTS, KINDS) is None
    assert handle.judge(30.1, TIMEOUTS, KINDS) is KillReason.NEVER_READY


def test_silence_without_work_is_frozen_and_silence_with_work_is_not(
    handle: WorkerHandle, spent: SimpleNamespace
) -> None:
    began(handle)
    assert handle.judge(10.0, TIMEOUTS, KINDS) is None
    spent.user = 5.0
    assert handle.judge(11.0, TIMEOUTS, KINDS) is None
    assert handle.judge(20.0, TIMEOUTS, KINDS) is None
    assert handle.judge(21.1, TIMEOUTS, KINDS) is KillReason.FROZEN


def test_an_idle_one_may_freeze_too(handle: WorkerHandle) -> None:
    assert handle.judge(10.1, TIMEOUTS, KINDS) is KillReason.FROZEN


def test_time_on_the_clock_grows_with_the_plan_and_the_source(handle: WorkerHandle) -> None:
    began(handle, source_bytes=50_000)
    assert lives(handle, 150.0).judge(150.0, TIMEOUTS, KINDS) is None
    assert lives(handle, 150.1).judge(150.1, TIMEOUTS, KINDS) is KillReason.TIME_LIMIT
    handle.needs(NeedsMemory(job=1, attempt=1, kind=JobKind.IMAGE, peak_bytes=1, cpu_seconds=2.0), 10.0)
    assert handle.current_job is not None
    handle.current_job.admit(10.0)
    assert lives(handle, 210.0).judge(210.0, TIMEOUTS, KINDS) is None
    assert lives(handle, 210.1).judge(210.1, TIMEOUTS, KINDS) is KillReason.TIME_LIMIT


def test_cpu_time_is_counted_from_the_start_of_the_job(handle: WorkerHandle, spent: SimpleNamespace) -> None:
    spent.system = 1000.0
    began(handle, 1.0)
    spent.system = 1100.0
    assert lives(handle, 50.0).judge(50.0, TIMEOUTS, KINDS) is None
    spent.system = 1100.5
    assert lives(handle, 51.0).judge(51.0, TIMEOUTS, KINDS) is KillReason.TIME_LIMIT


def test_waiting_for_memory_takes_no_time(handle: WorkerHandle) -> None:
    began(handle)
    handle.needs(NeedsMemory(job=1, attempt=1, kind=JobKind.IMAGE, peak_bytes=1, cpu_seconds=0.0), 50.0)
    assert lives(handle, 5000.0).judge(5000.0, TIMEOUTS, KINDS) is None
    assert handle.current_job is not None
    handle.current_job.admit(5000.0)
    assert lives(handle, 5050.0).judge(5050.0, TIMEOUTS, KINDS) is None
    assert lives(handle, 5050.1).judge(5050.1, TIMEOUTS, KINDS) is KillReason.TIME_LIMIT


def test_a_cancel_that_is_not_heeded_ends_the_process_once(handle: WorkerHandle, process: Process) -> None:
    began(handle)
    assert handle.current_job is not None
    handle.current_job.cancel_at = 5.0
    assert lives(handle, 6.0).judge(6.0, TIMEOUTS, KINDS) is None
    assert lives(handle, 6.1).judge(6.1, TIMEOUTS, KINDS) is KillReason.CANCELLED
    handle.kill(KillReason.CANCELLED, 6.1)
    handle.kill(KillReason.FROZEN, 7.0)
    assert (handle.kill_reason, handle.killed_at, process.kills) == (KillReason.CANCELLED, 6.1, 1)


def test_news_are_told_once(handle: WorkerHandle) -> None:
    assert handle.news() is None
    began(handle)
    assert handle.news() is None
    handle.does(Doing(job=1, attempt=1, stage=Stage.DECODING, progress=0.25))
    news = handle.news()
    assert news is not None
    assert (news.stage, news.progress, news.claim.worker) == (Stage.DECODING, 0.25, "1@2.0")
    assert handle.news() is None


@pytest.mark.parametrize(
    ("exitcode", "name"), [(-11, "SIGSEGV"), (-9, "SIGKILL"), (-250, None), (77, None), (3221225477, None)]
)
def test_last_words_name_the_signal(handle: WorkerHandle, process: Process, exitcode: int, name: str | None) -> None:
    process.exitcode = exitcode
    words = handle.exit_facts("/a.png")
    assert (words.signal, words.exit_code, words.path) == (name, exitcode, "/a.png")
