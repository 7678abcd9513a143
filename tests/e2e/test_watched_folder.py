"""A folder is watched from the button in the window to a result, by real processes."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.card import WatchCard
from mediaapp.gui.automatic.chart import Chart
from mediaapp.gui.automatic.editor import WatchEditor
from tests.support.clicks import choose_in_dialog, click
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.person import REAL, Person
from tests.support.window import opened_window

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(170)]


def test_from_watch_a_folder_to_a_result(qtbot: QtBot, tmp_path: Path) -> None:
    (inbox := tmp_path / "inbox").mkdir()
    Image.effect_noise((400, 300), 40).save(inbox / "first.png")
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        opened.session.start_pool()
        person = Person(qtbot, opened)
        Menus(qtbot).choose(opened.menu, "Automatic")
        person.clicks_on("Watch a folder…")
        editor = find(WatchEditor, inside=opened.window)
        click(find(QPushButton, "Choose the folder to watch", inside=editor))
        choose_in_dialog(qtbot, opened, inbox)
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor), "Camera")
        person.clicks_on("Watch", inside=editor)
        results = tmp_path / "inbox Smaller"
        person.waits(lambda: len(list(results.glob("first*"))) == 1)
        Image.effect_noise((300, 200), 40).save(inbox / "second.png")
        person.waits(lambda: len(list(results.glob("*"))) == 2)
        person.waits(
            lambda: bool(
                find_all(WatchCard, "Camera: Watching*2 today, 2 in all, 0 failed. Seen*", inside=opened.window)
            )
        )
        assert "2 files" in told_by_chart(opened.window.findChild(Chart))
        person.clicks_on("Pause", inside=find(WatchCard, inside=opened.window))
        person.waits(lambda: bool(find_all(WatchCard, "Camera: Paused*", inside=opened.window)))
        QTest.keyClick(find(WatchCard, inside=opened.window), Qt.Key.Key_Return)
        person.waits(lambda: sorted(opened.rows()) == ["first.png", "second.png"])


def told_by_chart(chart: Chart | None) -> str:
    """What is told of today, which is the last bar."""
    assert chart is not None
    QTest.keyClick(chart, Qt.Key.Key_End)
    return chart.named()
