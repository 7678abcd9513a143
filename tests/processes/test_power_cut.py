"""The power is cut at random instants: what is called done is there, whole, and the rest goes on."""

import os
import random
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.support.application import Application, pictures
from tests.support.chance import chance
from tests.support.pool import wait_until
from tests.support.power import Disk, needs_loop
from workers.jobs.state import JobState
from workers.recipe import ReplaceOriginals

pytestmark = needs_loop


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path)
    yield disk
    disk.throw_away()


def test_cut_once(disk: Disk) -> None:
    _cut_again_and_again(disk, chance(), cuts=1)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_cut_two_hundred_times(disk: Disk) -> None:
    _cut_again_and_again(disk, chance(), cuts=int(os.environ.get("FAULT_COUNT", "200")))


def _cut_again_and_again(disk: Disk, luck: random.Random, *, cuts: int) -> None:
    for n in range(cuts):
        top = disk.path / str(n)
        with closing(Application(top)) as application:
            application.accept(*pictures(application.sources, 8, edge=300))
            replaced = pictures(application.sources, 3, edge=300, start=8)
            application.accept(*replaced, recipe=application.recipe(destination=ReplaceOriginals()))
            disk.save()
            _run_until_cut(application, luck)
            kept = disk.cut()
            _end(application)
        disk.power_up(kept)
        with closing(Application(top)) as after:
            after.originals = application.originals
            assert after.broken(at_rest=False) == []
            done = after.service.reader.counts().done
            after.finish()
            assert after.broken() == []
            assert {job.state for job in after.jobs()} == {JobState.DONE}
        shutil.rmtree(top)
        print(f"cut {n + 1}: {done} of 11 were done")


def _run_until_cut(application: Application, luck: random.Random) -> None:
    """Work for a while, then stop everything in the middle of whatever it does."""
    host = application.work()
    wait_until(lambda: bool(application.running()) or application.service.reader.counts().done > 0, 30)
    threading.Event().wait(luck.uniform(0.0, 0.8))
    for process in [psutil.Process(host.pid), *psutil.Process(host.pid).children(recursive=True)]:
        process.send_signal(signal.SIGSTOP)


def _end(application: Application) -> None:
    for process in application.processes:
        application.kill(process, everything=True)
