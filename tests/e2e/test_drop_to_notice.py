"""The main job: a folder of photos dropped on the real window, worked off by real processes, told when ready."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.support import pictures
from tests.support.person import Person
from tests.support.stalls import StallMeter
from tests.support.window import opened_window
from workers.jobs import JobState

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(150)]

REAL = "workers.engine.pipeline"
BATCH_S = 0.200
STALL_S = 0.050


def photos(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    made = []
    for number in range(count):
        path = folder / f"DSC_{number:04}.jpg"
        size = pictures.PHOTO_SIZES[number % len(pictures.PHOTO_SIZES)]
        path.write_bytes(pictures.photo_jpeg(size, seed=number))
        made.append(path)
    return made


@pytest.mark.parametrize("count", [24, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(1200)])])
def test_a_dropped_folder_of_photos_is_worked_off_and_told(qtbot: QtBot, tmp_path: Path, count: int):
    sources = photos(tmp_path / "June", count)
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in sources]
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        began = time.perf_counter()
        person.drops(tmp_path / "June")
        person.waits(lambda: opened.window.panel.model.rowCount() > 0)
        shown = time.perf_counter() - began
        progress: set[float] = set()

        def watched() -> bool:
            progress.update(job.progress for job in person.jobs(JobState.RUNNING))
            return person.counts.ended == count

        person.waits(watched, timeout=1_000_000)
        person.waits(lambda: "ready" in person.toasts())
        done = person.jobs(JobState.DONE)
    assert shown < BATCH_S
    assert len(progress) > 2
    assert len(done) == count
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in sources] == before
    for job in done:
        assert job.output is not None
        assert job.outcome is not None
        with Image.open(job.output) as image:
            image.load()
            assert image.size == (job.outcome.width, job.outcome.height)
    assert not list(tmp_path.rglob("*.part"))


def test_rows_added_on_the_command_line_appear_in_the_open_window(qtbot: QtBot, tmp_path: Path, monkeypatch):
    sources = photos(tmp_path / "June", 2)
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        command = [sys.executable, "-m", "mediaapp", "add", "--to", "webp", "--long-edge", "400", *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        person.waits_for_the_end(2)
        person.waits(lambda: "DSC_0001.jpg" in opened.rows())
        assert {job.state for job in person.jobs()} == {JobState.DONE}


def test_ten_thousand_files_never_hold_the_window_up_and_all_end(qtbot: QtBot, tmp_path: Path):
    folder = tmp_path / "Archive 2019"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number:05}.png").write_text("fail damaged\n")
    with opened_window(qtbot, tmp_path / "home") as opened, StallMeter() as meter:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        began = time.perf_counter()
        person.drops(folder)
        person.waits(lambda: opened.window.panel.model.rowCount() > 0)
        shown = time.perf_counter() - began
        person.waits(lambda: person.counts.ended == 10_000, timeout=120_000)
    assert shown < BATCH_S
    assert meter.worst < STALL_S
