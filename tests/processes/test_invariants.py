"""The whole application killed at random instants, workers, host or all at once: every promise is kept."""

import os
import random
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.application import Application, pictures
from tests.support.chance import chance
from tests.support.pool import wait_until
from workers.errors import ErrorCode
from workers.formats import Format
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import ReplaceOriginals
from workers.service.commands import Retry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def test_killed_at_random_instants(tmp_path: Path) -> None:
    _storm(tmp_path, chance(), kills=8)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_killed_a_thousand_times(tmp_path: Path) -> None:
    luck = chance()
    for n in range(int(os.environ.get("FAULT_COUNT", "1000")) // 50):
        _storm(tmp_path / str(n), luck, kills=50)


def _storm(top: Path, luck: random.Random, *, kills: int) -> None:
    with closing(Application(top)) as application:
        done = _kill_again_and_again(application, luck, kills)
        application.finish(seconds=120)
        # Two kills of one job's worker look like a file that kills its worker.
        killed_twice = Selection(cause=ErrorCode.WORKER_DIED)
        assert {
            job.deaths for job in application.service.reader.jobs(application.service.reader.ids(killed_twice))
        } <= {2}
        if Retry(killed_twice).run(application.service):
            application.finish(seconds=120)
        assert application.broken(second_opinion=True) == []
        assert {job.state for job in application.jobs()} == {JobState.DONE}
        print(f"survived: {dict(done)} with {len(application.jobs())} jobs")


def _kill_again_and_again(application: Application, luck: random.Random, kills: int) -> Counter[str]:
    made = 0
    host = None
    done: Counter[str] = Counter()
    for _ in range(kills):
        if application.service.reader.counts().queued < 6:
            _add_some(application, start=made)
            made += 20
        if host is None:
            host = application.work(workers=3)
        wait_until(lambda: bool(application.running()), 30, application.log())
        threading.Event().wait(luck.uniform(0.0, 0.3))
        what = luck.choice(("worker", "worker", "host", "everything"))
        if what == "worker" and not application.kill_a_worker(luck):
            continue
        done[what] += 1
        if what != "worker":
            application.kill(host, everything=what == "everything")
            host = None
        assert application.broken(at_rest=False) == []
    if host is not None:
        application.kill(host, everything=False)
    return done


def _add_some(application: Application, *, start: int) -> None:
    application.accept(*pictures(application.sources, 14, start=start))
    # These take their originals' places, in one format each that keeps the name and in one that does not.
    for n, format_asked in ((14, None), (17, Format.PNG)):
        replaced = pictures(application.sources, 3, start=start + n)
        application.accept(*replaced, recipe=application.recipe(destination=ReplaceOriginals(), format=format_asked))
