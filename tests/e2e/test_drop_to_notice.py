"""The main job: a folder of photos dropped on the real window, worked off by real processes, told when ready."""

import os
import subprocess
import sys
from hashlib import blake2b
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.support.album import album
from tests.support.patience import Stopwatch
from tests.support.person import REAL, Person
from tests.support.stalls import StallMeter
from tests.support.window import opened_window
from workers.jobs.state import JobState

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(150)]

BATCH_S = 0.200
STALL_S = 0.150  # three times what a free machine must keep to; `poe bench` and the soak tests show that


class Camera:
    """Takes pictures of the window in both themes; into the folder that MEDIAAPP_PICTURES names, else where the test is."""

    def __init__(self, person: Person, folder: Path) -> None:
        self._person = person
        self._folder = Path(os.environ.get("MEDIAAPP_PICTURES", folder))
        self._folder.mkdir(exist_ok=True)

    def takes(self, name: str) -> None:
        """Each shows a window of the right size with something in it, and the themes differ in their ground."""
        grounds: list[int] = []
        opened = self._person.opened
        for theme in ("dark", "light"):
            opened.theme.use(theme)
            path = self._folder / f"{name}-{theme}.png"
            self._person.takes_a_picture(path)
            with Image.open(path) as image:
                assert image.size == (opened.window.width(), opened.window.height())
                colors = image.convert("RGB").getcolors(maxcolors=2**20)
            assert colors is not None
            assert len(colors) > 100, "next to nothing is drawn"
            ground = max(colors)[1]
            assert isinstance(ground, tuple)
            grounds.append(sum(ground))
        dark, light = grounds
        assert dark < 3 * 80 < 3 * 200 < light


@pytest.mark.parametrize("count", [8, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(1200)])])
def test_a_dropped_folder_of_photos_is_worked_off_and_told(qtbot: QtBot, tmp_path: Path, count: int) -> None:
    sources = album(tmp_path / "June", count, different=1 + count // 40)
    before = [(blake2b(path.read_bytes()).digest(), path.stat().st_mtime_ns) for path in sources]
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        camera = Camera(person, tmp_path / "pictures")
        opened.session.start_pool()
        watch = Stopwatch()
        person.drops(tmp_path / "June")
        person.waits(lambda: opened.window.panel.model.rowCount() > 0)
        shown = watch.seconds()
        progress: set[float] = set()

        def watched() -> bool:
            progress.update(job.progress for job in person.jobs(JobState.RUNNING))
            return person.counts.ended == count

        person.waits(lambda: watched() or person.counts.done >= count // 3, timeout=500_000)
        camera.takes("running")
        person.waits(watched, timeout=500_000)
        took = watch.seconds()
        person.waits(lambda: "ready" in person.toasts())
        camera.takes("ready")
        done = person.jobs(JobState.DONE)
    print(f"{count} photos: batch row after {shown * 1000:.0f} ms, all after {took:.1f} s")
    assert shown < BATCH_S
    assert len(progress) > 2
    assert len(done) == count
    assert [(blake2b(path.read_bytes()).digest(), path.stat().st_mtime_ns) for path in sources] == before
    for job in done:
        assert job.output is not None
        assert job.picture is not None
        with Image.open(job.output) as image:
            image.load()
            assert image.size == (job.picture.width, job.picture.height)
    assert len({job.output for job in done}) == count
    assert not list(tmp_path.rglob("*.part"))


def test_rows_added_on_the_command_line_appear_in_the_open_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = album(tmp_path / "June", 2)
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        command = [sys.executable, "-m", "mediaapp", "add", "--to", "webp", "--long-edge", "400", *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        person.waits_for_the_end(2)
        person.waits(lambda: "DSC_0001.jpg" in opened.rows())
        assert {job.state for job in person.jobs()} == {JobState.DONE}


@pytest.mark.parametrize("count", [1_500, pytest.param(10_000, marks=pytest.mark.soak)])
def test_many_files_never_hold_the_window_up_and_all_end(qtbot: QtBot, tmp_path: Path, count: int) -> None:
    folder = tmp_path / "Archive 2019"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.png").write_text("fail_plan damaged\n")
    with opened_window(qtbot, tmp_path / "home") as opened, StallMeter() as meter:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        watch = Stopwatch()
        person.drops(folder)
        person.waits(lambda: opened.window.panel.model.rowCount() > 0)
        shown = watch.seconds()
        person.waits(lambda: person.counts.ended == count, timeout=120_000)
    assert shown < BATCH_S
    assert meter.worst < STALL_S
