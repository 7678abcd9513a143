"""The application dies in the middle, and nothing is lost."""

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.support import pictures
from tests.support.album import album
from tests.support.patience import Stopwatch
from tests.support.person import REAL, Person
from tests.support.window import opened_window
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.processes import pid_of

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(120)]

AGAIN_S = 2.0


def only_deaths_are_told(caplog: pytest.LogCaptureFixture, deaths: int) -> None:
    """A worker that died is worth a warning, and nothing else here is."""
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.name for record in told] == ["workers.pool.recovery"] * deaths, caplog.text


def whole(jobs: list[Job]) -> bool:
    for job in jobs:
        assert job.output is not None
        with Image.open(job.output) as image:
            image.load()
    return len({job.output for job in jobs}) == len(jobs)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_worker_killed_in_the_middle_of_a_job(qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    slow, *_ = album(tmp_path / "June", 4, sizes=[pictures.MEGAPIXELS_24, *[(600, 400)] * 3])
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(tmp_path / "June")
        person.waits(
            lambda: any(Path(job.source) == slow and job.progress > 0 for job in person.jobs(JobState.RUNNING))
        )
        victim = person.job(slow.name)
        assert victim.worker is not None
        os.kill(pid_of(victim.worker), signal.SIGKILL)
        killed, watch = time.time(), Stopwatch()
        person.waits(lambda: (person.job(Path(victim.source).name).started or 0) > killed)
        again_after = watch.seconds()
        person.waits_for_the_end(4)
        done = person.jobs(JobState.DONE)
        again = person.job(Path(victim.source).name)
    assert len(done) == 4
    assert whole(done)
    assert again.attempt >= 2
    assert again_after < AGAIN_S
    assert len(list((tmp_path / "June Smaller").iterdir())) == 4
    only_deaths_are_told(caplog, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_the_window_killed_with_its_queue(qtbot: QtBot, tmp_path: Path) -> None:
    sources = album(tmp_path / "June", 12, sizes=[(1800, 1200)])
    home = tmp_path / "home"
    environment = {**os.environ, "MEDIAAPP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "mediaapp", str(tmp_path / "June")]
    window = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        top = psutil.Process(window.pid)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MEDIAAPP_HOME", str(home))
            out = tmp_path / "June Smaller"
            qtbot.waitUntil(lambda: out.exists() and len(list(out.glob("DSC_*.jpg"))) >= 2, timeout=60_000)
        workers = top.children(recursive=True)
    finally:
        window.kill()
        window.wait()
    _, left = psutil.wait_procs(workers, timeout=5)
    assert not left, "the workers of a dead window end by themselves"
    with opened_window(qtbot, home, engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.total == len(sources))
        opened.session.start_pool()
        person.waits_for_the_end(len(sources))
        assert person.counts.failed == 0
        done = person.jobs(JobState.DONE)
    assert whole(done)
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in sources)


def test_a_file_that_kills_its_decoder_is_set_aside(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "June"
    folder.mkdir()
    (folder / "a.png").write_text("ok\n")
    (folder / "b.png").write_text("crash\n")
    (folder / "c.png").write_text("ok\nname c\n")
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(folder)
        person.waits_for_the_end(3)
        assert person.counts.done == 2
        poison = person.job("b.png")
    assert poison.state is JobState.FAILED
    assert poison.deaths == 2
    assert poison.failure is not None
    assert poison.failure.signal
    only_deaths_are_told(caplog, 2)
