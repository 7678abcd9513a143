"""One job killed at, or failed in, each system call by which it changes a file: every promise is kept."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.application import Application, pictures
from tests.support.calls import calls_of, needs_strace, python, with_fault
from tests.support.chance import chance
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.output.publish import discard
from workers.pool.recovery import take_back
from workers.recipe import ReplaceOriginals
from workers.service.commands import Retry
from workers.store.job_store import JobStore

pytestmark = needs_strace

FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC", "error=EDQUOT", "error=EROFS")
DESTINATIONS = ("folder", "original")


class OneJob:
    """A profile with one accepted job, put back to that as often as wanted, and the process that does the job."""

    def __init__(self, top: Path, destination: str) -> None:
        self._before, self._now = top / "before", top / "now"
        with closing(Application(self._now)) as application:
            (source,) = pictures(application.sources, 1, edge=160)
            recipe = application.recipe(destination=ReplaceOriginals()) if destination == "original" else None
            application.accept(source, recipe=recipe)
            self.originals = application.originals
            self.environment = application.environment
            self.command = python("-m", "tests.support.one_job", str(application.folders.database))
        shutil.copytree(self._now, self._before)

    def again(self) -> None:
        """As it was when the job had been accepted, times and all."""
        shutil.rmtree(self._now)
        shutil.copytree(self._before, self._now)

    def application(self) -> Application:
        """The application as it starts on what is there now."""
        application = Application(self._now)
        application.originals = self.originals
        return application


@pytest.fixture(params=DESTINATIONS)
def one_job(tmp_path: Path, request: pytest.FixtureRequest) -> OneJob:
    return OneJob(tmp_path, request.param)


def test_some_calls(one_job: OneJob, tmp_path: Path) -> None:
    luck = chance()
    calls = calls_of(one_job.command, one_job.environment, tmp_path / "calls")
    for fault in FAULTS[:2]:
        for call in luck.sample(calls, 2):
            _try(one_job, call, fault)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_call(one_job: OneJob, fault: str, tmp_path: Path) -> None:
    calls = calls_of(one_job.command, one_job.environment, tmp_path / "calls")
    for call in calls:
        _try(one_job, call, fault)
    print(f"survived: {fault} at {len(calls)} calls")


def _try(one_job: OneJob, call: tuple[str, int], fault: str) -> None:
    one_job.again()
    with_fault(one_job.command, one_job.environment, call, fault)
    with closing(one_job.application()) as application:
        assert application.broken(at_rest=False) == [], call
        (job,) = application.jobs()
        assert job.state in {JobState.QUEUED, JobState.RUNNING, JobState.DELAYED, JobState.DONE, JobState.FAILED}, call
        _start_again(application, one_job)
        assert application.broken() == [], call
        (job,) = application.jobs()
        assert job.state is JobState.DONE, (call, job)


def _start_again(application: Application, one_job: OneJob) -> None:
    """What a pool does at its start, the cause of a failure being gone."""
    with JobStore(application.folders.database) as store:
        for part in take_back(store, 1.0):
            discard(Path(part))
            store.retention.forget_leftover(part)
        Retry(Selection()).run(application.service)
    with_fault(one_job.command, one_job.environment, ("acct", 1), "error=EPERM")
