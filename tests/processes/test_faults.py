"""Workers and pools that end badly: nothing is lost, nothing is done twice, nothing is left half-written."""

import signal
import sys

import msgspec
import psutil
import pytest

from tests.support.patience import Stopwatch
from tests.support.pool import QUICK, Bench, is_gone, wait_until
from workers.errors import ErrorCode
from workers.jobs.claim import Claim
from workers.jobs.event import EventKind
from workers.jobs.history import HistoryKind
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import TimeLimits, done_by
from workers.lock import Lock
from workers.outcome import Stage
from workers.pool.admission import MemoryBudget
from workers.pool.timeouts import Timeouts
from workers.service.commands import Cancel, Retry, UndoCancel
from workers.store.supervision import Supervision

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def test_a_killed_worker_is_replaced_and_its_job_runs_again(bench: Bench) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    (job,) = bench.add(f"touch {here}\nfill 100000\nwait_for {go}")
    with bench.pool():
        wait_until(here.exists)
        here.unlink()
        killed = bench.worker_of(job)
        killed.kill()
        assert wait_until(here.exists) < 2.0
        assert bench.job(job).attempt == 2
        assert bench.worker_of(job) != killed
        go.touch()
        done = bench.wait_for(job, JobState.DONE)
    assert done.deaths == 1
    kinds = (EventKind.STARTED, EventKind.WORKER_DIED, EventKind.GIVEN_BACK, EventKind.READY)
    told = [event.kind for event in bench.told(*kinds)]
    assert told == [*kinds[:3], EventKind.STARTED, EventKind.READY]
    assert [path.stat().st_size for path in bench.outputs.iterdir()] == [done.size_out]


def test_a_file_that_crashes_its_worker_twice_is_left_alone_while_the_others_go_on(bench: Bench) -> None:
    crash, *others = bench.add("crash", *["sleep 0.05"] * 20)
    with bench.pool():
        bench.wait_for_all(JobState.DONE, JobState.FAILED)
    failed = bench.job(crash)
    assert failed.error_code is ErrorCode.WORKER_DIED
    assert failed.failure is not None
    assert failed.failure.signal == "SIGSEGV"
    assert (failed.deaths, failed.attempt) == (2, 2)
    assert {bench.state(job) for job in others} == {JobState.DONE}
    assert "Fatal Python error: Segmentation fault" in "".join(file.read_text() for file in bench.logs.glob("*.crash"))


def test_a_crash_that_does_not_come_again_costs_nothing_but_time(bench: Bench) -> None:
    (job,) = bench.add(f"crash_once {bench.folder / 'crashed'}")
    with bench.pool():
        assert bench.wait_for(job, JobState.DONE).deaths == 1


def test_deaths_are_counted_over_restarts_and_reset_by_retry(bench: Bench) -> None:
    (job,) = bench.add("exit 77")
    with bench.pool():
        failed = bench.wait_for(job, JobState.FAILED)
    assert failed.failure is not None
    assert failed.failure.exit_code == 77
    Retry(Selection(ids=(job,))).run(bench.service)
    with bench.pool():
        assert bench.wait_for(job, JobState.FAILED).deaths == 2


def test_a_frozen_worker_is_killed_and_its_job_runs_again(bench: Bench) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    (job,) = bench.add(f"touch {here}\nwait_for {go}")
    with bench.pool():
        wait_until(here.exists)
        here.unlink()
        frozen = bench.worker_of(job)
        frozen.send_signal(signal.SIGSTOP)
        wait_until(here.exists)
        assert is_gone(frozen)
        go.touch()
        done = bench.wait_for(job, JobState.DONE)
    assert done.deaths == 0
    assert len(list(bench.outputs.iterdir())) == 1


def test_a_job_that_freezes_its_worker_each_time_ends(bench: Bench) -> None:
    (job,) = bench.add("freeze")
    Retry(Selection(ids=(job,))).run(bench.service)
    with bench.pool(timeouts=QUICK):
        failed = bench.wait_for(job, JobState.FAILED, JobState.DELAYED)
    assert failed.error_code is ErrorCode.TIME_LIMIT


@pytest.mark.parametrize("script", ["hang", "spin", "cpu 0.001\nhang"])
def test_a_job_without_an_end_is_ended_by_its_limit(bench: Bench, script: str) -> None:
    (job, other) = bench.add(script, "ok")
    kinds = done_by("tests.support.scripted_engine", TimeLimits(floor_s=0.5))
    with bench.pool(kinds=kinds):
        ended = bench.wait_for(job, JobState.DELAYED, JobState.FAILED)
        bench.wait_for(other, JobState.DONE)
    assert ended.error_code is ErrorCode.TIME_LIMIT
    assert ended.tries == 1
    assert bench.parts() == []


def test_a_bug_is_tried_three_times_and_told_with_its_traceback(bench: Bench) -> None:
    (job,) = bench.add("bug")
    with bench.pool():
        delayed = bench.wait_for(job, JobState.DELAYED)
    assert delayed.error_code is ErrorCode.BUG
    assert delayed.failure is not None
    assert "ZeroDivisionError" in (delayed.failure.detail or "")
    assert "ZeroDivisionError" in bench.log()
    assert f'"job": {job}' in bench.log()


def test_out_of_memory_waits_and_is_never_called_damage(bench: Bench) -> None:
    raised, grown = bench.add("memory", f"peak {2**20}\ngrow {2**40}")
    with bench.pool():
        for job in (raised, grown):
            delayed = bench.wait_for(job, JobState.DELAYED)
            assert delayed.error_code is ErrorCode.OUT_OF_MEMORY
            assert (delayed.tries, delayed.waits) == (0, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the addresses of a process")
def test_a_job_cannot_take_much_more_memory_than_planned(bench: Bench) -> None:
    (job,) = bench.add(f"peak {2**20}\ngrow {2**31}")
    with bench.pool():
        assert bench.wait_for(job, JobState.DELAYED).error_code is ErrorCode.OUT_OF_MEMORY


@pytest.mark.parametrize("script", ["sleep 60", "hang", "spin"])
def test_cancel_ends_a_running_job_and_leaves_nothing(bench: Bench, script: str) -> None:
    here = bench.folder / "here"
    (job, other) = bench.add(f"touch {here}\n{script}", "sleep 0.5")
    with bench.pool():
        wait_until(here.exists)
        watch = Stopwatch()
        Cancel((Selection(ids=(job,)),)).run(bench.service)
        bench.wait_for(job, JobState.CANCELLED)
        assert watch.seconds() < 2.0
        bench.wait_for(other, JobState.DONE)
    assert bench.parts() == []


def test_a_cancelling_taken_back_lets_the_job_wait_again_without_blame(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, look = list[Claim](), Supervision.cancelled_claims

    def looked(supervision: Supervision) -> list[Claim]:
        asked.extend(found := look(supervision))
        return found

    monkeypatch.setattr(Supervision, "cancelled_claims", looked)
    here = bench.folder / "here"
    (job,) = bench.add(f"touch {here}\nhang")
    with bench.pool(workers=1):
        wait_until(here.exists)
        here.unlink()
        cancelled = Cancel((Selection(ids=(job,)),)).run(bench.service)
        wait_until(lambda: bool(asked))
        UndoCancel(cancelled).run(bench.service)
        wait_until(here.exists)
        again = bench.job(job)
        assert (again.attempt, again.tries, again.deaths, again.alone) == (2, 0, 0, False)
        history = bench.service.reader.history(job)
        assert history is not None
        assert history.attempts == ()
        assert [entry.what for entry in history.entries] == [HistoryKind.CANCELLED, HistoryKind.RESUMED]


def test_workers_end_when_their_pool_is_killed_and_the_next_one_goes_on(bench: Bench) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    jobs = bench.add(f"touch {here}\nwait_for {go}", "spin", *["sleep 0.05"] * 10)
    with bench.pool_in_process() as pool:
        wait_until(here.exists)
        wait_until(lambda: bench.state(jobs[1]) is JobState.RUNNING)
        workers = [bench.worker_of(job) for job in jobs[:2]]
        pool.kill()
        assert wait_until(lambda: all(is_gone(worker) for worker in workers)) < 2.0
    go.touch()
    Cancel((Selection(ids=(jobs[1],)),)).run(bench.service)
    with bench.pool():
        bench.wait_for_all(JobState.DONE, JobState.CANCELLED)
    assert bench.parts() == []
    assert len(list(bench.outputs.iterdir())) == 11
    assert bench.job(jobs[0]).deaths == 0


def test_a_worker_of_a_dead_pool_that_still_lives_is_ended_first(bench: Bench) -> None:
    here = bench.folder / "here"
    (job,) = bench.add(f"touch {here}\nsleep 60")
    with bench.pool_in_process() as pool:
        wait_until(here.exists)
        orphan = bench.worker_of(job)
        orphan.send_signal(signal.SIGSTOP)
        pool.kill()
        here.unlink()
        with bench.pool():
            wait_until(here.exists)
            assert is_gone(orphan)
            history = bench.service.reader.history(job)
            assert history is not None
            assert HistoryKind.RESCUED in {entry.what for entry in history.entries}


def test_stop_gives_every_job_back_in_two_seconds(bench: Bench) -> None:
    here = bench.folder / "here"
    jobs = bench.add(f"touch {here}\nsleep 60", f"touch {here}2\nspin", "ok")
    supervisor = bench.supervisor()
    supervisor.start()
    wait_until(lambda: here.exists() and (bench.folder / "here2").exists())
    workers = [bench.worker_of(job) for job in jobs[:2]]
    watch = Stopwatch()
    supervisor.stop()
    assert watch.seconds() < 2.0
    assert [bench.state(job) for job in jobs] == [JobState.QUEUED] * 3
    assert [bench.job(job).tries for job in jobs] == [0] * 3
    assert all(is_gone(worker) for worker in workers)
    assert bench.parts() == []


def test_a_part_of_a_dead_attempt_is_swept(bench: Bench) -> None:
    here = bench.folder / "here"
    (job,) = bench.add(f"touch {here}\nsleep 60")
    with bench.pool_in_process() as pool:
        wait_until(here.exists)
        assert len(bench.parts()) == 1
        bench.worker_of(job).send_signal(signal.SIGSTOP)
        pool.kill()
        here.unlink()
        first = bench.parts()
        with bench.pool():
            wait_until(here.exists)
            wait_until(lambda: not first[0].exists())
            assert len(bench.parts()) == 1


def test_a_job_that_cost_a_worker_runs_alone_the_next_time(bench: Bench) -> None:
    crashed, go = bench.folder / "crashed", bench.folder / "go"
    here = bench.folder / "here"
    (careful,) = bench.add(f"crash_once {crashed}\ntouch {here}\nwait_for {go}")
    with bench.pool(workers=2, memory=MemoryBudget(budget=1000, machine=2000)):
        wait_until(here.exists)
        (late,) = bench.add("ok")
        wait_until(lambda: bench.job(late).stage is Stage.WAITING_FOR_MEMORY)
        go.touch()
        bench.wait_for(late, JobState.DONE)
        assert bench.state(careful) is JobState.DONE


def test_a_worker_told_to_terminate_gives_its_job_back(bench: Bench) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    (job,) = bench.add(f"touch {here}\nwait_for {go}")
    with bench.pool():
        wait_until(here.exists)
        here.unlink()
        bench.worker_of(job).terminate()
        wait_until(here.exists)
        go.touch()
        assert bench.wait_for(job, JobState.DONE).deaths == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_signals_of_the_terminal_do_not_reach_a_worker(bench: Bench, number: signal.Signals) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    (job,) = bench.add(f"touch {here}\nwait_for {go}")
    with bench.pool():
        wait_until(here.exists)
        bench.worker_of(job).send_signal(number)
        go.touch()
        assert bench.wait_for(job, JobState.DONE).attempt == 1


def test_an_interrupt_while_workers_start_does_not_reach_them(bench: Bench) -> None:
    jobs = bench.add("ok", "ok")
    with bench.pool():
        wait_until(lambda: len(_workers()) == 2)
        started = _workers()
        for worker in started:
            worker.send_signal(signal.SIGINT)
        for job in jobs:
            bench.wait_for(job, JobState.DONE)
        assert _workers() == started


def _workers() -> list[psutil.Process]:
    return [handle for handle in psutil.Process().children() if "spawn_main" in " ".join(handle.cmdline())]


def test_workers_that_never_start_are_tried_slower_and_slower(bench: Bench) -> None:
    (job,) = bench.add("ok")
    bench.logs.write_text("a file where the log folder should be")
    with bench.pool(workers=1, timeouts=_with(backoff_s=0.2, longest_backoff_s=0.4)):
        wait_until(lambda: len(psutil.Process().children()) >= 1)
        bench.logs.unlink()
        bench.wait_for(job, JobState.DONE)


def test_one_lock_one_pool(bench: Bench) -> None:
    lock, second = Lock(bench.folder / "pool.lock"), Lock(bench.folder / "pool.lock")
    assert lock.acquire()
    assert not second.acquire()
    lock.release()
    assert second.acquire()
    second.release()


def _with(**changes: float) -> Timeouts:
    return msgspec.structs.replace(QUICK, **changes)
