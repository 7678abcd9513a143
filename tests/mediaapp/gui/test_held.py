"""A drop that replaces originals or does not fit on the disk waits for a yes."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.saved_recipes import built_in
from tests.support.menus import Menus, shown
from tests.support.person import Person
from tests.support.window import Opened, drop, opened_window, uris
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import ReplaceOriginals
from workers.service.commands import FindJobs

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path / "home") as made:
        yield made


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=4))


def dropped(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    picture = tmp_path / "June" / "a.jpg"
    picture.parent.mkdir()
    picture.write_bytes(b"\xff\xd8\xff" + bytes(97))
    drop(opened.window, uris([picture]))
    qtbot.waitUntil(opened.window.panel.banners.isVisible)
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.paused == 1)


def press(opened: Opened, label: str) -> None:
    buttons = opened.window.panel.banners.findChildren(QPushButton)
    next(one for one in buttons if one.text() == label and one.isVisible()).click()


def test_what_does_not_fit_says_so_and_starts_only_when_told(
    qtbot: QtBot, opened: Opened, tmp_path: Path, full_disk: None
) -> None:
    dropped(qtbot, opened, tmp_path)
    heading = opened.window.panel.model.line(0)
    assert heading.status == "Needs about 100 bytes, 4 bytes are free"
    assert Person(qtbot, opened).labels_in_row("June") == ["Start anyway"]
    press(opened, "Start anyway")
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.queued == 1)
    qtbot.waitUntil(lambda: not opened.window.panel.banners.isVisible())


def test_what_does_not_fit_can_be_removed_and_brought_back(
    qtbot: QtBot, opened: Opened, tmp_path: Path, full_disk: None
) -> None:
    dropped(qtbot, opened, tmp_path)
    press(opened, "Remove")
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 0)
    QTest.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.paused == 1)


def test_originals_are_replaced_only_when_told(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    opened.recipe.use(replace(built_in()[0], destination=ReplaceOriginals()))
    dropped(qtbot, opened, tmp_path)
    assert opened.window.panel.model.line(0).status == "1 original would be replaced"
    press(opened, "Start")
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.queued == 1)


def test_another_recipe_that_leaves_originals_alone_starts_at_once(
    qtbot: QtBot, opened: Opened, tmp_path: Path, menus: Menus
) -> None:
    opened.recipe.use(replace(built_in()[0], destination=ReplaceOriginals()))
    dropped(qtbot, opened, tmp_path)
    QTest.mouseMove(opened.window.toolbar)
    press(opened, "Change recipe…")
    menus.click(shown(), "Web shop")
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.queued == 1)
    jobs: list[JobState] = []
    opened.bridge.do(FindJobs(Selection()), lambda found: jobs.extend(job.state for job in found))
    qtbot.waitUntil(lambda: jobs == [JobState.QUEUED])
