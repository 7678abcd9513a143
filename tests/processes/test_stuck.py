"""A worker that not even a kill ends, because it waits for a drive that does not answer."""

from multiprocessing.process import BaseProcess

import pytest

from tests.support.pool import Bench, wait_until
from workers.errors import ErrorCode
from workers.jobs.state import JobState


def test_its_slot_is_filled_again_and_its_late_finish_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    (job,) = bench.add(f"touch {here}\nwait_for {go}")
    with bench.pool(workers=1):
        wait_until(here.exists)
        stuck = bench.worker_of(job)
        # No test can make a kernel keep a process; here the kill has no effect.
        monkeypatch.setattr(BaseProcess, "kill", lambda process: None)
        stuck.suspend()
        delayed = bench.wait_for(job, JobState.DELAYED)
        assert delayed.error_code is ErrorCode.DRIVE_ERROR
        (other,) = bench.add("ok")
        bench.wait_for(other, JobState.DONE)

        monkeypatch.undo()
        go.touch()
        stuck.resume()
        stuck.wait(5)
        assert bench.state(job) is not JobState.DONE or bench.job(job).attempt > 1
    assert bench.parts() == []
