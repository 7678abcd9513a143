"""Jobs without a source on a pool of real processes: calls hold up nothing, reports are published like any output."""

import os
import signal

from msgspec.structs import replace

from tests.support.hook_calls import hook_request
from tests.support.pool import QUICK, Bench, is_gone, wait_until
from workers.jobs.ids import JobId
from workers.jobs.job import NewRequest
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import TimeLimits, done_by
from workers.requests import OfAll, ReportFormat, ReportRequest
from workers.service.commands import Cancel, Retry
from workers.service.locations import Locations

JUNE = ReportRequest(about=OfAll(), format=ReportFormat.CSV, name="June")
KINDS = done_by("tests.support.scripted_engine", TimeLimits(floor_s=20.0), requests="tests.support.scripted_requests")


def call(bench: Bench, name: str) -> JobId:
    new = NewRequest(name=name, request=hook_request())
    _, (job,) = bench.service.store.requests.accept([new], name="Tell", submitter="test")
    return job


def report(bench: Bench, name: str) -> JobId:
    place = Locations(bench.service.store).of_folder(str(bench.outputs))
    new = NewRequest(name=name, request=JUNE, out_root=place.root, out_dir=place.rel, prio=-1)
    _, (job,) = bench.service.store.requests.accept([new], name="Reports", submitter="test")
    return job


def test_calls_that_never_end_hold_up_no_picture(bench: Bench) -> None:
    hanging = [call(bench, "hang") for _ in range(3)]
    with bench.pool(workers=1, kinds=KINDS):
        running = [job for job in hanging[:2] if bench.wait_for(job, JobState.RUNNING)]
        files = bench.add(*[""] * 5)
        for job in files:
            bench.wait_for(job, JobState.DONE)
        assert [bench.state(job) for job in running] == [JobState.RUNNING] * 2
        assert bench.state(hanging[2]) is JobState.QUEUED
        Cancel((Selection(ids=(running[0],)),)).run(bench.service)
        bench.wait_for(running[0], JobState.CANCELLED)
        bench.wait_for(hanging[2], JobState.RUNNING)
    assert {bench.state(job) for job in hanging[1:]} == {JobState.QUEUED}


def test_a_worker_for_calls_comes_on_need_and_goes_when_idle(bench: Bench) -> None:
    with bench.pool(workers=1, kinds=KINDS, timeouts=replace(QUICK, call_idle_s=0.3)):
        (file,) = bench.add("")
        bench.wait_for(file, JobState.DONE)
        job = call(bench, "hang")
        bench.wait_for(job, JobState.RUNNING)
        caller = bench.worker_of(job)
        assert caller != bench.worker_of(file)
        Cancel((Selection(ids=(job,)),)).run(bench.service)
        wait_until(lambda: is_gone(caller))
        assert bench.wait_for(call(bench, "well"), JobState.DONE).worker != bench.job(job).worker


def test_a_report_is_published_like_any_output(bench: Bench) -> None:
    (bench.outputs / "June.csv").write_text("somebody's")
    job = report(bench, "write a,b")
    with bench.pool(workers=1, kinds=KINDS):
        done = bench.wait_for(job, JobState.DONE)
    assert done.output == str(bench.outputs / "June (2).csv")
    assert (bench.outputs / "June (2).csv").read_text() == "a,b"
    assert (bench.outputs / "June.csv").read_text() == "somebody's"
    assert not bench.parts()


def test_a_failed_request_says_why_and_is_tried_again_on_request(bench: Bench) -> None:
    job = call(bench, "fail output_forbidden")
    with bench.pool(workers=1, kinds=KINDS):
        assert bench.wait_for(job, JobState.FAILED).error_code == "output_forbidden"
        assert Retry(Selection(ids=(job,))).run(bench.service) == 1
        wait_until(lambda: bench.job(job).attempt == 2)
        bench.wait_for(job, JobState.FAILED)


def test_a_request_whose_worker_dies_is_given_up_at_the_second_death(bench: Bench) -> None:
    job = call(bench, "crash")
    with bench.pool(workers=1, kinds=KINDS):
        failed = bench.wait_for(job, JobState.FAILED)
    assert (failed.error_code, failed.deaths) == ("worker_died", 2)


def test_a_killed_worker_for_calls_is_replaced(bench: Bench) -> None:
    job = call(bench, "hang")
    with bench.pool(workers=1, kinds=KINDS):
        bench.wait_for(job, JobState.RUNNING)
        os.kill(bench.worker_of(job).pid, signal.SIGKILL)
        wait_until(lambda: bench.job(job).attempt == 2 and bench.state(job) is JobState.RUNNING)
        Cancel((Selection(ids=(job,)),)).run(bench.service)
        bench.wait_for(job, JobState.CANCELLED)
