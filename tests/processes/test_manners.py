"""Manners that change while real workers are at work: what runs is finished, and nothing more begins."""

from datetime import time
from time import time as now

from tests.support.pool import Bench, wait_until
from workers.jobs.state import JobState
from workers.manners.manners import HoldReason, Manners, QuietHours

NEVER = Manners(quiet=(QuietHours(begins=time(0), until=time(0)),))


def test_what_runs_is_finished_and_the_rest_waits_until_it_may_begin(bench: Bench) -> None:
    go, begun = bench.folder / "go", bench.folder / "begun"
    runs, waits = bench.add(f"touch {begun}\nwait_for {go}", "ok")
    with bench.pool(workers=1) as pool:
        wait_until(begun.exists)
        pool.use_manners((NEVER,))
        wait_until(lambda: [hold.reasons for hold in bench.service.reader.holds()] == [(HoldReason.QUIET_HOURS,)])
        go.touch()
        bench.wait_for(runs, JobState.DONE)
        later = bench.add(*["ok"] * 20)
        allowed = now()
        pool.use_manners(())
        for job in (waits, *later):
            assert (bench.wait_for(job, JobState.DONE).started or 0.0) >= allowed
    assert bench.service.reader.holds() == ()


def test_go_on_now_is_obeyed_by_a_pool_that_is_at_work(bench: Bench) -> None:
    with bench.pool(workers=1) as pool:
        pool.use_manners((NEVER,))
        wait_until(lambda: bool(bench.service.reader.holds()))
        (job,) = bench.add("ok")
        bench.service.store.timetable.go_on(bench.service.reader.holds())
        bench.wait_for(job, JobState.DONE)


def test_an_hour_that_has_come_begins_a_batch_also_after_a_restart(bench: Bench) -> None:
    (job,) = bench.add("ok")
    batch = bench.job(job).batch
    assert bench.service.store.timetable.put_off_batch(batch, 4e9)
    bench.service.store.timetable.put_off([job], 4e9)
    with bench.pool(workers=1):
        (other,) = bench.add("ok")
        bench.wait_for(other, JobState.DONE)
        assert bench.state(job) is JobState.PAUSED
    bench.service.store.timetable.put_off([job], 1.0)
    with bench.pool(workers=1):
        bench.wait_for(job, JobState.DONE)
