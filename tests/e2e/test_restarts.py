"""The window is closed, asked to end, or started twice: the queue stays, and the next start goes on with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mediaapp.gui.window_state import ListTab
from tests.support.album import album
from tests.support.command_line import TOP
from tests.support.person import REAL, Person
from tests.support.window import folders_in, opened_window
from workers.jobs.state import JobState

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(120)]

SMALL = [(600, 400)]


@contextmanager
def window_process(home: Path, *paths: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`mediaapp PATH…` as a user starts it."""
    environment = {**os.environ, "MEDIAAPP_HOME": str(home), "PYTHONPATH": str(TOP)}
    process = subprocess.Popen([sys.executable, "-m", "mediaapp", *map(str, paths)], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_closed_window_opens_again_with_everything_in_it(qtbot: QtBot, tmp_path: Path) -> None:
    bad, *rest = album(tmp_path / "June", 4, sizes=SMALL)
    whole = bad.read_bytes()
    bad.write_bytes(whole[: len(whole) // 2])
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(bad)
        person.waits_for_the_end(1)
        person.clicks_on("Pause")
        person.waits(lambda: opened.bridge.snapshot.paused)
        person.drops(*rest)
        person.waits(lambda: person.counts.queued == 3)
        person.waits(lambda: rest[0].name in opened.rows())
        person.selects(rest[0].name)
        person.chooses("Pause")
        person.waits(lambda: person.counts.paused == 1)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: (person.counts.failed, person.counts.queued, person.counts.paused) == (1, 2, 1))
        person.waits(lambda: rest[0].name in opened.rows())
        assert opened.bridge.snapshot.paused
        opened.session.start_pool()
        bad.write_bytes(whole)
        person.selects(rest[0].name)
        person.chooses("Resume")
        person.goes_to(ListTab.FAILED)
        person.clicks_on("Retry all*")
        person.clicks_on("Resume", inside=opened.window.toolbar)
        person.waits(lambda: person.counts.done == 4)
    assert len(list((tmp_path / "June" / "Smaller").iterdir())) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_window_that_is_asked_to_end_gives_its_jobs_back(
    qtbot: QtBot, tmp_path: Path, number: signal.Signals
) -> None:
    sources = album(tmp_path / "June", 12, sizes=[(2000, 1500)])
    home, out = tmp_path / "home", tmp_path / "June Smaller"
    inherited = signal.signal(number, signal.SIG_DFL)  # a runner in the background ignores some, and hands that down
    try:
        with window_process(home, tmp_path / "June") as window:
            qtbot.waitUntil(lambda: bool(list(out.glob("DSC_*"))), timeout=60_000)
            window.send_signal(number)
            assert window.wait(10) == 0
    finally:
        signal.signal(number, inherited)
    assert not list(out.glob(".mediaapp-*"))
    assert (home / "config" / "window.json").exists()
    with opened_window(qtbot, home, engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.total == len(sources))
        assert not person.jobs(JobState.RUNNING)
        assert person.counts.done == len(list(out.iterdir()))


def test_a_second_start_adds_to_the_window_that_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    (first,), (second,) = album(tmp_path / "June", 1, sizes=SMALL), album(tmp_path / "July", 1, sizes=SMALL)
    home = tmp_path / "home"
    with window_process(home, first) as window:
        qtbot.waitUntil(folders_in(home).window_lock.with_suffix(".address").exists, timeout=30_000)
        with window_process(home, second) as again:
            assert again.wait(30) == 0
        made = [each.parent / "Smaller" / each.name for each in (first, second)]
        qtbot.waitUntil(lambda: all(path.exists() for path in made), timeout=60_000)
        assert window.poll() is None
