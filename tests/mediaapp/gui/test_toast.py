"""Messages in the window."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui import theme
from mediaapp.gui.automatic.editor import WatchEditor
from mediaapp.gui.theme import TEXT_PX
from mediaapp.gui.toast import MOST_LINES, Toast, ToastButton, ToastMessage
from mediaapp.gui.toasts import MOST_AT_ONCE, Toasts
from mediaapp.gui.widgets import Button
from mediaapp.gui.window_state import Page
from tests.support.find import find, find_all
from tests.support.legible import faults_in, wider
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window

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


def over_list(opened: Opened) -> QWidget:
    opened.window.show_page(Page.DETAILS)
    return opened.window.sidebar


def over_automatic(opened: Opened) -> QWidget:
    opened.window.show_automatic()
    opened.window.edit_watch(None)
    return find(WatchEditor, inside=opened.window)


MESSAGES = [
    ("46 of the last 100 files failed", "", "Most often: The picture ends early", ["Show failures", "Later"]),
    ("3,612 files added", "as “Smaller, same look”", "", ["Change recipe…", "Later tonight", "Undo"]),
]


@pytest.mark.parametrize("percent", [100, 125], ids=["own font", "wide font"])
@pytest.mark.parametrize("px", [0, TEXT_PX * 3 // 2], ids=["own text", "text of 150 %"])
@pytest.mark.parametrize("size", [(800, 560), (1024, 700)], ids=str)
@pytest.mark.parametrize("covered", [over_list, over_automatic])
def test_every_word_and_button_of_a_message_lies_free(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    percent: int,
    px: int,
    size: tuple[int, int],
    covered: Callable[[Opened], QWidget],
) -> None:
    plain = theme.app_font
    monkeypatch.setattr(theme, "app_font", lambda *args, **named: wider(plain(*args, **named), percent))
    pressed: list[str] = []
    with opened_window(qtbot, tmp_path, size=size) as opened:
        if px:
            opened.window.setStyleSheet(f"Toast QLabel, Toast QPushButton {{ font-size: {px}px }}")
        for title, rest, body, labels in MESSAGES:
            buttons = tuple(ToastButton(label=one, do=partial(pressed.append, one)) for one in labels)
            opened.window.say(ToastMessage(title=title, rest=rest, body=body, buttons=buttons, stays=True))
        beside = covered(opened)
        QApplication.processEvents()
        assert len(opened.toasts()) == len(MESSAGES)
        for toast, (title, rest, body, labels) in zip(reversed(opened.toasts()), reversed(MESSAGES), strict=True):
            where = QRect(toast.mapTo(opened.window, QPoint(0, 0)), toast.size())
            assert where.right() < beside.mapTo(opened.window, QPoint(0, 0)).x()
            assert not faults_in(toast)
            told = [one for one in find_all(QLabel, inside=toast) if one.text()]
            assert [one.text().replace("\n", " ") for one in told] == list(filter(None, (title, rest, body)))
            assert all(one.text().count("\n") < MOST_LINES for one in told)
            for button in [find(Button, label, inside=toast) for label in labels]:
                assert button.shown_words() == button.text()
                assert opened.window.childAt(button.mapTo(opened.window, button.rect().center())) is button
            last = find(QPushButton, labels[-1], inside=toast)
            at = last.mapTo(opened.window, last.rect().center())
            QTest.mouseClick(opened.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
            assert pressed.pop() == labels[-1]


def test_a_message_too_long_for_three_lines_ends_with_a_whole_word(toasts: Toasts) -> None:
    whole = "What happened to so many files " * 20
    toast = toasts.say(ToastMessage(title=whole.strip()))
    (told,) = find_all(QLabel, inside=toast)
    lines = told.text().split("\n")
    assert len(lines) == MOST_LINES
    assert set(" ".join(lines).removesuffix("…").split()) == set(whole.split())
    assert " ".join(lines).endswith(tuple(f"{word}…" for word in whole.split()))
    assert told.toolTip() == whole.strip()


def test_a_word_wider_than_a_line_is_broken(toasts: Toasts) -> None:
    key = "whsec_" + "MfKQ9r8" * 25
    toast = toasts.say(ToastMessage(title="Secret", body=key))
    assert [one.text().replace("\n", "") for one in find_all(QLabel, inside=toast)] == ["Secret", key]
    assert not faults_in(toast)


def test_the_oldest_waits_unseen_where_there_is_no_room(toasts: Toasts) -> None:
    first, *_, last = [toasts.say(ToastMessage(title=f"Message {n}", stays=True)) for n in range(MOST_AT_ONCE)]
    below = last.parentWidget()
    assert below is not None
    below.resize(400, 140)
    assert not first.isVisible()
    assert last.isVisible()
    last.close_now()
    assert first.isVisible()
