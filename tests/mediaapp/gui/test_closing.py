"""Closing the window while there is work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from mediaapp.gui.closing import Closing
from mediaapp.gui.preferences import Preferences
from mediaapp.settings import Settings
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.service.commands import Cancel
from workers.store.database import prepare

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path) as made:
        yield made
    QApplication.setQuitOnLastWindowClosed(True)  # one that ended in the background leaves it off for the next test


def with_work(qtbot: QtBot, opened: Opened) -> None:
    prepare(opened.folders.database)
    table = Table(opened.folders.database)
    table.add(2)
    table.close()
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.queued == 2)


def closing(opened: Opened, *, has_tray: bool = True, close_to_tray: bool | None = None) -> Preferences:
    """Have closing the window handled; gives the settings that it goes by."""
    preferences = Preferences(Settings(close_to_tray=close_to_tray), opened.folders.settings, opened.bridge)
    Closing(opened.window, opened.context, preferences, has_tray=has_tray)
    return preferences


class ByHand(QCloseEvent):
    """What the desktop sends when somebody clicks the window's own cross."""

    def spontaneous(self) -> bool:
        return True


def click_away(opened: Opened) -> None:
    event = ByHand()
    QApplication.sendEvent(opened.window, event)
    if event.isAccepted():
        opened.window.close()


def asked(qtbot: QtBot, opened: Opened) -> QMessageBox:
    qtbot.waitUntil(lambda: bool(find_all(QMessageBox, inside=opened.window)))
    return find(QMessageBox, inside=opened.window)


def press(box: QMessageBox, label: str) -> None:
    find(QPushButton, label, inside=box).click()


def test_without_work_it_closes(qtbot: QtBot, opened: Opened) -> None:
    closing(opened)
    click_away(opened)
    qtbot.waitUntil(lambda: not opened.window.isVisible())
    assert QApplication.quitOnLastWindowClosed()


def test_it_asks_and_a_cancel_keeps_the_window(qtbot: QtBot, opened: Opened) -> None:
    with_work(qtbot, opened)
    kept = closing(opened)
    click_away(opened)
    question = asked(qtbot, opened)
    assert question.text() == "2 pictures are not done yet."
    looks = {button.text(): button.property("look") for button in find_all(QPushButton, inside=question)}
    assert [name for name, look in looks.items() if look == "primary"] == ["Go on in the background"]
    assert question.defaultButton().text() == "Go on in the background"
    opened.bridge.do(Cancel((Selection(ids=(JobId(1),)),)))
    qtbot.waitUntil(lambda: question.text() == "1 picture is not done yet.")
    press(question, "Cancel")
    assert opened.window.isVisible()
    assert kept.current.close_to_tray is None


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", r"does not support raise\(\)", extend=True)
def test_it_goes_on_in_the_background_and_comes_back(qtbot: QtBot, opened: Opened) -> None:
    with_work(qtbot, opened)
    kept = closing(opened)
    click_away(opened)
    press(asked(qtbot, opened), "Go on in the background")
    assert not opened.window.isVisible()
    assert not QApplication.quitOnLastWindowClosed()
    assert kept.current.close_to_tray is True
    opened.window.raise_window()
    assert opened.window.isVisible()
    assert QApplication.quitOnLastWindowClosed()


def test_a_no_is_kept_to(qtbot: QtBot, opened: Opened) -> None:
    with_work(qtbot, opened)
    kept = closing(opened, has_tray=False)
    click_away(opened)
    question = asked(qtbot, opened)
    assert question.defaultButton().text() == "Quit"
    assert question.defaultButton().property("look") == "primary"
    press(question, "Quit")
    qtbot.waitUntil(lambda: not opened.window.isVisible())
    assert kept.current.close_to_tray is False
    opened.window.show()
    click_away(opened)
    qtbot.waitUntil(lambda: not opened.window.isVisible())


def in_background(qtbot: QtBot, opened: Opened) -> QMenu:
    """Go on without the window; gives the menu of the sign that is left on the desktop."""
    with_work(qtbot, opened)
    closing(opened, close_to_tray=True)
    click_away(opened)
    assert not opened.window.isVisible()
    (tray,) = opened.window.findChildren(QSystemTrayIcon)
    menu = tray.contextMenu()
    menu.popup(QPoint(20, 20))
    return menu


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", r"does not support raise\(\)", extend=True)
def test_the_window_comes_back_from_the_menu_of_the_tray(qtbot: QtBot, opened: Opened, menus: Menus) -> None:
    menus.click(in_background(qtbot, opened), "Show")
    qtbot.waitUntil(opened.window.isVisible)
    assert opened.window.findChildren(QSystemTrayIcon) == [] or QApplication.quitOnLastWindowClosed()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_the_application_ends_from_the_menu_of_the_tray(
    qtbot: QtBot, qapp: QApplication, opened: Opened, menus: Menus
) -> None:
    menu = in_background(qtbot, opened)
    QTimer.singleShot(0, lambda: menus.click(menu, "Quit"))
    too_late = QTimer(opened.window, singleShot=True, interval=20_000)
    too_late.timeout.connect(lambda: qapp.exit(1))
    too_late.start()
    with qtbot.waitSignal(opened.window.closed):
        assert qapp.exec() == 0
    too_late.stop()


def test_quitting_asks_nothing(qtbot: QtBot, opened: Opened, menus: Menus) -> None:
    with_work(qtbot, opened)
    closing(opened)
    menus.choose(find(QPushButton, "Menu", inside=opened.window.toolbar), "Quit")
    assert not opened.window.isVisible()
