"""Every common fault, met in the window: its own sentence, and success by Retry, or by itself, once the cause is gone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.locations import CHOOSE_COPY
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.removing import REMOVE
from mediaapp.gui.toast import Toast
from mediaapp.gui.window_state import ListTab
from tests.support import pictures
from tests.support.drives import needs_mount, plugged_in
from tests.support.person import Person
from tests.support.window import opened_window
from workers.errors import ErrorCode
from workers.jobs.queries import Selection
from workers.jobs.state import JobState

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(120)]

REAL = "workers.image.pipeline"


@pytest.fixture
def june(tmp_path: Path) -> Path:
    folder = tmp_path / "June"
    folder.mkdir()
    return folder


def good(path: Path) -> Path:
    path.write_bytes(pictures.photo_jpeg((900, 600)))
    return path


def cut(path: Path) -> None:
    whole = pictures.photo_jpeg((900, 600))
    path.write_bytes(whole[: len(whole) // 2])


def text_named_png(path: Path) -> None:
    path.write_text("a shopping list", encoding="utf-8")


def test_a_bad_file_says_why_and_is_retried_with_a_whole_one(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    name = "cut.jpg"
    cut(june / name)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(june / name)
        person.waits(lambda: person.counts.failed == 1)
        person.waits(lambda: person.sees("The picture ends early"))
        assert person.job(name).error_code is ErrorCode.ENDS_EARLY
        good(june / name)
        person.clicks_in_row(name, RETRY)
        person.waits(lambda: person.counts.done == 1)


def test_a_drop_of_five_of_which_two_are_pictures(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    text_named_png(june / "list.png")
    (june / "notes.txt").write_text("milk, eggs", encoding="utf-8")
    (june / "sketch.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (june / "clip.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(60))
    good(june / "DSC_1.jpg")
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(*sorted(june.iterdir()))
        person.waits(lambda: "2 pictures and 3 other files added" in person.toasts())
        person.waits_for_the_end(5)
        person.waits(lambda: person.sees("This is a text file, not a picture"))
        assert person.sees("This is a film, not a picture")
        assert person.sees("SVG files cannot be read here")
        assert list(person.buttons_in_row("list.png")) == [CHOOSE_COPY]
        assert RETRY not in person.buttons_in_row("June")

        person.goes_to(ListTab.FAILED)
        person.waits(lambda: person.sees("This is not a picture, 3 files"))
        assert not person.sees_buttons("Retry all*")


def test_a_text_called_a_picture_becomes_one_with_the_right_file(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    text_named_png(june / "list.png")
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(june / "list.png")
        person.waits(lambda: person.sees("This is a text file, not a picture"))
        person.clicks_in_row("list.png", CHOOSE_COPY)
        person.waits(lambda: opened.window.findChild(QFileDialog) is not None)
        person.answers(good(june / "really.jpg"))
        person.waits(lambda: person.counts.done == 1)


def test_what_can_never_be_a_picture_is_removed_and_brought_back(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    for name in ("a.png", "b.png"):
        text_named_png(june / name)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(june)
        person.waits(lambda: person.counts.failed == 2)
        person.goes_to(ListTab.FAILED)
        person.waits(lambda: person.sees("This is not a picture, 2 files"))
        person.clicks_in_row("This is not a picture", REMOVE)
        person.waits(lambda: person.counts.total == 0)
        person.waits(lambda: "2 rows removed" in person.toasts())
        (toast,) = (one for one in opened.window.findChildren(Toast) if "removed" in one.accessibleName())
        person.clicks_on("Undo", toast)
        person.waits(lambda: person.counts.failed == 2)


def test_a_source_deleted_while_it_waited(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    source = good(june / "DSC_1.jpg")
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.drops(source)
        person.waits(lambda: person.counts.queued == 1)
        source.unlink()
        opened.session.start_pool()
        person.waits(lambda: person.counts.failed == 1)
        assert person.job("DSC_1.jpg").error_code is ErrorCode.SOURCE_GONE
        good(source)
        person.clicks_in_row("DSC_1.jpg", RETRY)
        person.waits(lambda: person.counts.done == 1)


@pytest.mark.skipif(sys.platform == "win32", reason="file modes of POSIX")
def test_a_file_that_may_not_be_read(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    if os.geteuid() == 0 and "MEDIAAPP_TEST_LESS_POWER" not in os.environ:
        _run_without_power_over_modes(request.node.nodeid)
        return
    source = good(june / "deed.jpg")
    if os.geteuid() == 0:
        os.chown(source, 65534, 65534)
    source.chmod(0)
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(source)
        person.waits(lambda: person.counts.failed == 1)
        person.waits(lambda: person.sees("The file may not be read"))
        assert person.job("deed.jpg").error_code is ErrorCode.SOURCE_FORBIDDEN
        if os.geteuid() == 0:
            os.chown(source, 0, 0)
        source.chmod(0o600)
        person.clicks_in_row("deed.jpg", RETRY)
        person.waits(lambda: person.counts.done == 1)


def _run_without_power_over_modes(test: str) -> None:
    """Root reads everything; run the test again in a process that lost that power for good."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root cannot give up its power over file modes without setpriv")
    less = "--bounding-set=-dac_override,-dac_read_search"
    command = [setpriv, less, sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", test]
    environment = {**os.environ, "MEDIAAPP_TEST_LESS_POWER": "1"}
    for variable in ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"):
        environment.pop(variable, None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_mount
def test_a_full_disk_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    with plugged_in(tmp_path, "Data", "2m") as drive, opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        person.drops(good(drive.path / "DSC_1.jpg"))
        person.waits(lambda: person.counts.queued == 1)
        filler = drive.path / "film.bin"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        opened.session.start_pool()
        person.waits(lambda: person.counts.delayed == 1)
        assert person.job("DSC_1.jpg").error_code is ErrorCode.DISK_FULL
        person.waits(lambda: any(cause.code is ErrorCode.DISK_FULL for cause in opened.bridge.snapshot.causes))
        assert not list(drive.path.rglob("*.part"))
        filler.unlink()
        person.waits(lambda: person.counts.done == 1)


@needs_mount
def test_a_drive_that_goes_away_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    with plugged_in(tmp_path, "Archive") as drive, opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        source = good(drive.path / "DSC_1.jpg")
        person.drops(source)
        person.waits(lambda: person.counts.queued == 1)
        drive.unplug()
        opened.session.start_pool()
        person.waits(lambda: person.counts.delayed == 1)
        assert person.job("DSC_1.jpg").error_code is ErrorCode.SOURCE_AWAY
        assert person.counts.failed == 0
        drive.plug_in()
        person.waits(lambda: person.counts.done == 1)


def test_all_failures_of_a_cause_are_retried_together(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    for number in range(3):
        cut(june / f"{number}.jpg")
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(june)
        person.waits(lambda: person.counts.failed == 3)
        for path in june.iterdir():
            good(path)
        person.goes_to(ListTab.FAILED)
        person.waits(lambda: person.sees("The picture ends early"))
        person.clicks_on("Retry all*")
        person.waits(lambda: person.counts.done == 3)
        assert not person.jobs(JobState.FAILED)
        with opened.session.service() as service:
            assert service.reader.ids(Selection(cause=ErrorCode.ENDS_EARLY)) == []


def test_a_part_that_fails_again_is_told_with_the_whole_drop(qtbot: QtBot, tmp_path: Path, june: Path) -> None:
    for n in range(8):
        (cut if n < 3 else good)(june / f"{n}.jpg")
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = Person(qtbot, opened)
        opened.session.start_pool()
        person.drops(june)
        person.waits(lambda: "5 of 8 pictures are ready" in person.toasts())
        person.waits(lambda: "0.jpg" in opened.rows())
        person.clicks_in_row("0.jpg")
        person.waits(lambda: person.job("0.jpg").attempt == 2 and person.counts.failed == 3)
        person.waits(lambda: "All done · 1 failed" in person.reads(opened.window.status))
        assert "5 of 8 pictures are ready" in person.toasts()
        assert "of 6" not in person.toasts()
