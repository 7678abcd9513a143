"""When a worker is to be killed."""

import multiprocessing
import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from workers.jobs import WorkerId
from workers.outcome import Stage
from workers.pool.child import Child, Verdict
from workers.pool.limits import Limits
from workers.pool.wire import Began, Doing, NeedsMemory, supervisor_end

LIMITS = Limits(
    start_s=30.0,
    frozen_s=10.0,
    cancel_s=1.0,
    job_floor_s=100.0,
    cpu_factor=10.0,
    wall_factor=30.0,
    slowest_drive=1000.0,
)


class Process:
    """Stands for a process that does nothing: its number is this one's, so its CPU time is looked up for real."""

    pid = os.getpid()
    exitcode: int | None = None

    def __init__(self) -> None:
        self.kills = 0

    def kill(self) -> None:
        self.kills += 1


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    ours, theirs = multiprocessing.Pipe()
    cpu = SimpleNamespace(user=0.0, system=0.0)
    monkeypatch.setattr("psutil.Process.cpu_times", lambda process: cpu)
    child = Child(slot=0, process=Process(), wire=supervisor_end(ours), now=0.0)
    child.worker = WorkerId("1@2.0")
    child.spent = cpu
    yield child
    ours.close()
    theirs.close()


def began(child: Child, now: float = 0.0, *, source_bytes: int = 0) -> None:
    child.begins(Began(job=1, attempt=1, alone=False, source_bytes=source_bytes), now)


def lives(child: Child, now: float) -> Child:
    child.heard = now
    return child


def test_one_that_is_never_ready_is_killed(child: Child) -> None:
    child.worker = None
    assert child.judge(30.0, LIMITS) is None
    assert child.judge(30.1, LIMITS) is Verdict.NEVER_READY


def test_silence_without_work_is_frozen_and_silence_with_work_is_not(child: Child) -> None:
    began(child)
    assert child.judge(10.0, LIMITS) is None
    child.spent.user = 5.0
    assert child.judge(11.0, LIMITS) is None
    assert child.judge(20.0, LIMITS) is None
    assert child.judge(21.1, LIMITS) is Verdict.FROZEN


def test_an_idle_one_may_freeze_too(child: Child) -> None:
    assert child.judge(10.1, LIMITS) is Verdict.FROZEN


def test_time_on_the_clock_grows_with_the_plan_and_the_source(child: Child) -> None:
    began(child, source_bytes=50_000)
    assert lives(child, 150.0).judge(150.0, LIMITS) is None
    assert lives(child, 150.1).judge(150.1, LIMITS) is Verdict.TIME_LIMIT
    child.needs(NeedsMemory(job=1, attempt=1, peak_bytes=1, cpu_seconds=2.0), 10.0)
    assert child.at_job is not None
    child.at_job.admit(10.0)
    assert lives(child, 210.0).judge(210.0, LIMITS) is None
    assert lives(child, 210.1).judge(210.1, LIMITS) is Verdict.TIME_LIMIT


def test_cpu_time_is_counted_from_the_start_of_the_job(child: Child) -> None:
    child.spent.system = 1000.0
    began(child, 1.0)
    child.spent.system = 1100.0
    assert lives(child, 50.0).judge(50.0, LIMITS) is None
    child.spent.system = 1100.5
    assert lives(child, 51.0).judge(51.0, LIMITS) is Verdict.TIME_LIMIT


def test_waiting_for_memory_takes_no_time(child: Child) -> None:
    began(child)
    child.needs(NeedsMemory(job=1, attempt=1, peak_bytes=1, cpu_seconds=0.0), 50.0)
    assert lives(child, 5000.0).judge(5000.0, LIMITS) is None
    assert child.at_job is not None
    child.at_job.admit(5000.0)
    assert lives(child, 5050.0).judge(5050.0, LIMITS) is None
    assert lives(child, 5050.1).judge(5050.1, LIMITS) is Verdict.TIME_LIMIT


def test_a_cancel_that_is_not_heeded_ends_the_process_once(child: Child) -> None:
    began(child)
    assert child.at_job is not None
    child.at_job.cancel_at = 5.0
    assert lives(child, 6.0).judge(6.0, LIMITS) is None
    assert lives(child, 6.1).judge(6.1, LIMITS) is Verdict.CANCELLED
    child.kill(Verdict.CANCELLED, 6.1)
    child.kill(Verdict.FROZEN, 7.0)
    assert (child.verdict, child.killed_at, child.process.kills) == (Verdict.CANCELLED, 6.1, 1)


def test_news_are_told_once(child: Child) -> None:
    assert child.news() is None
    began(child)
    assert child.news() is None
    child.does(Doing(job=1, attempt=1, stage=Stage.DECODING, progress=0.25))
    news = child.news()
    assert news is not None
    assert (news.stage, news.progress, news.claim.worker) == (Stage.DECODING, 0.25, "1@2.0")
    assert child.news() is None


@pytest.mark.parametrize(
    ("exitcode", "name"), [(-11, "SIGSEGV"), (-9, "SIGKILL"), (-250, None), (77, None), (3221225477, None)]
)
def test_last_words_name_the_signal(child: Child, exitcode: int, name: str | None) -> None:
    child.process.exitcode = exitcode
    words = child.last_words("/a.png")
    assert (words.signal, words.exit_code, words.path) == (name, exitcode, "/a.png")
