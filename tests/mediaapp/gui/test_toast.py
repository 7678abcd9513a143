"""Messages in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.toast import MOST_AT_ONCE, Toast, ToastButton, ToastMessage, Toasts
from mediaapp.gui.window_state import Page
from tests.support.find import find
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import opened_window

pytestmark = pytest.mark.gui


@pytest.fixture
def toasts(qtbot: QtBot) -> Toasts:
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(928, 660)
    below.show()
    below.activateWindow()
    qtbot.waitUntil(below.isActiveWindow)
    return Toasts(below)


def timer_of(toast: Toast) -> QTimer:
    """What ends a message after a while, so that no test waits for it."""
    (timer,) = toast.findChildren(QTimer)
    return timer


def test_a_button_does_its_action_and_closes(toasts: Toasts) -> None:
    done: list[str] = []
    toast = toasts.say(
        ToastMessage(title="7 added", buttons=(ToastButton(label="Undo", do=lambda: done.append("undo")),))
    )
    find(QPushButton, "Undo", inside=toast).click()
    assert done == ["undo"]
    assert toasts.shown() == ()


def test_the_same_tag_replaces(toasts: Toasts) -> None:
    toasts.say(ToastMessage(title="10 ready", tag="batch 1"))
    toasts.say(ToastMessage(title="20 ready", tag="batch 1"))
    assert [toast.message.title for toast in toasts.shown()] == ["20 ready"]


def test_only_a_few_are_shown_and_none_covers_another(toasts: Toasts) -> None:
    for number in range(MOST_AT_ONCE + 2):
        toasts.say(ToastMessage(title=f"Message {number}", body="with two lines"))
    shown = toasts.shown()
    assert [toast.message.title for toast in shown] == ["Message 2", "Message 3", "Message 4"]
    assert all(not one.geometry().intersects(other.geometry()) for one in shown for other in shown if one is not other)


def test_it_stays_at_the_bottom_of_a_smaller_widget(toasts: Toasts) -> None:
    toast = toasts.say(ToastMessage(title="A long sentence about what happened " * 4))
    below = toast.parentWidget()
    assert below is not None
    below.resize(400, 300)
    assert below.rect().contains(toast.geometry())


def test_it_goes_by_itself_unless_it_needs_an_answer(toasts: Toasts) -> None:
    passing = toasts.say(ToastMessage(title="Ready"))
    staying = toasts.say(ToastMessage(title="Failed", stays=True))
    assert timer_of(passing).isActive()
    assert not timer_of(staying).isActive()
    timer_of(passing).timeout.emit()
    assert toasts.shown() == (staying,)


def test_it_stays_while_nobody_looks_at_the_window(qtbot: QtBot, toasts: Toasts) -> None:
    toast = toasts.say(ToastMessage(title="Ready"))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    timer_of(toast).timeout.emit()
    assert toasts.shown() == (toast,)
    assert timer_of(toast).isActive()


def test_the_same_words_again_are_one_message(toasts: Toasts) -> None:
    for _ in range(3):
        toasts.say(ToastMessage(title="There are no files on the clipboard."))
    toasts.say(ToastMessage(title="There are no files on the clipboard.", body="Or so it seems."))
    assert len(toasts.shown()) == 2


@pytest.mark.parametrize("width", [800, 928, 1600])
def test_the_buttons_of_rows_stay_free(qtbot: QtBot, width: int) -> None:
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(width, 660)
    toasts = Toasts(below, lambda _top: 160)
    toast = toasts.say(ToastMessage(title="A long sentence about what happened " * 9))
    assert toast.geometry().left() >= 12
    assert toast.geometry().right() < width - 160


def test_the_right_panel_covers_no_button_of_a_message(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    with opened_window(qtbot, tmp_path, size=(800, 560)) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg"))
        opened.window.say(ToastMessage(title="A long sentence about what happened " * 2))
        (toast,) = opened.toasts()
        middle = toast.geometry().center().x()
        assert abs(middle - opened.window.panel.width() // 2) <= 1
        opened.window.show_page(Page.DETAILS)
        assert toast.geometry().right() < opened.window.sidebar.geometry().left()
        opened.window.go_back()
        assert toast.geometry().center().x() == middle
