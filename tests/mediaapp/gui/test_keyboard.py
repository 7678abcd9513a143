"""Everything by keyboard: a walk with Tab, rings, names, shortcuts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.action import Offer
from mediaapp.gui.actions.navigation import SHOW_DETAILS
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.window_state import Page
from tests.support.find import find, find_all
from tests.support.person import Person
from tests.support.store import OUTCOME, Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import JobId
from workers.retry import Again, GiveUp
from workers.store.database import prepare

pytestmark = pytest.mark.gui

MOST_STEPS = 150


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path) as made:
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow)
        yield made


@pytest.fixture
def jobs(qtbot: QtBot, opened: Opened) -> list[JobId]:
    """Four jobs: done, failed, delayed, waiting."""
    prepare(opened.folders.database)
    table = Table(opened.folders.database)
    added = table.add(4)
    claimed = table.claim()
    table.finishing.fence(claimed.claim, "June/Smaller/a.jpg", OUTCOME)
    table.finishing.finish(claimed.claim, OUTCOME, "content")
    table.finishing.fail(table.claim().claim, ErrorCode.DAMAGED, FailureFacts(line=3, lines=9), GiveUp())
    locked = Again(delay_s=9_999.0)
    table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_LOCKED, FailureFacts(), locked)
    table.close()
    qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.failed == 1 and opened.window.panel.banners.isVisible())
    return added


def walk(opened: Opened) -> list[QWidget]:
    """Press Tab until the focus is back where it was; what had it, in order."""
    find(QPushButton, "Add files", inside=opened.window.toolbar).setFocus()
    passed: list[QWidget] = []
    for _ in range(MOST_STEPS):
        focused = QApplication.focusWidget()
        assert focused is not None
        if passed and focused is passed[0]:
            return passed
        if not passed or focused is not passed[-1]:
            passed.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes back: {passed[-5:]}")


def is_proxy(widget: QWidget) -> bool:
    """Whether it takes the focus for what it is in."""
    around = widget.parentWidget()
    return around is not None and around.focusProxy() is widget


def reachable(opened: Opened) -> list[QWidget]:
    """What takes the focus by Tab and can be seen."""
    return [
        widget
        for widget in opened.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not is_proxy(widget)
    ]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def show(page: Page) -> Callable[[Opened, list[JobId]], None]:
    return lambda opened, _jobs: opened.window.sidebar.show_page(page)


def reveal(at: int) -> Callable[[Opened, list[JobId]], None]:
    return lambda opened, jobs: opened.window.reveal(jobs[at])


STATES = {
    "recipe": show(Page.RECIPE),
    "activity": show(Page.ACTIVITY),
    "done": reveal(0),
    "failed": reveal(1),
    "delayed": reveal(2),
    "waiting": reveal(3),
}


def check(opened: Opened) -> None:
    passed = walk(opened)
    missed = [widget for widget in reachable(opened) if widget not in passed]
    assert not missed, missed
    unnamed = [widget for widget in passed if not spoken(widget)]
    assert not unnamed, unnamed
    areas = [opened.window.toolbar, opened.window.panel, opened.window.sidebar]
    order = [next(at for at, area in enumerate(areas) if area.isAncestorOf(widget)) for widget in passed]
    assert order == sorted(order)


def test_an_empty_window_is_walked_whole(qtbot: QtBot, opened: Opened) -> None:
    qtbot.waitUntil(opened.empty.isVisible)
    qtbot.waitUntil(lambda: opened.recipe_box.count() > 1)
    check(opened)


def test_every_page_is_walked_whole(qtbot: QtBot, opened: Opened, jobs: list[JobId]) -> None:
    for bring in STATES.values():
        bring(opened, jobs)
        qtbot.wait(50)
        check(opened)


def test_the_focus_is_seen_wherever_it_is(qtbot: QtBot, opened: Opened, jobs: list[JobId]) -> None:
    for state in ("recipe", "failed"):
        STATES[state](opened, jobs)
        qtbot.wait(50)
        for widget in walk(opened):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            seen = widget.window().grab()
            opened.window.setFocus()
            assert widget.window().grab().toImage() != seen.toImage(), widget


def test_a_click_on_a_button_leaves_the_focus_where_it_was(opened: Opened, jobs: list[JobId]) -> None:
    opened.window.toolbar.search.setFocus()
    QTest.mouseClick(opened.tab("Activity"), Qt.MouseButton.LeftButton)
    assert find(QLineEdit, inside=opened.window.toolbar.search).hasFocus()


def test_nothing_moves_by_itself(opened: Opened, jobs: list[JobId]) -> None:
    # Qt's main window lays out its middle by animations of no length, which stand until they are deleted.
    running = QAbstractAnimation.State.Running
    moving = [one for one in opened.window.findChildren(QAbstractAnimation) if one.state() is running]
    assert [(one.metaObject().className(), one.parent()) for one in moving] == []


@pytest.mark.parametrize(
    ("key", "modifiers", "mode"),
    [
        (Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier, QFileDialog.FileMode.ExistingFiles),
        (
            Qt.Key.Key_O,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            QFileDialog.FileMode.Directory,
        ),
    ],
)
def test_files_and_folders_are_added_by_key(
    qtbot: QtBot, opened: Opened, key: Qt.Key, modifiers: Qt.KeyboardModifier, mode: QFileDialog.FileMode
) -> None:
    QTest.keyClick(opened.window, key, modifiers)
    qtbot.waitUntil(lambda: bool(find_all(QFileDialog, inside=opened.window)))
    dialog = find(QFileDialog, inside=opened.window)
    assert dialog.fileMode() is mode
    dialog.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_button_with_the_focus_is_pressed_by_key(qtbot: QtBot, opened: Opened, key: Qt.Key) -> None:
    made = find(QPushButton, "Add folder", inside=opened.window.toolbar)
    made.setFocus()
    QTest.keyClick(made, key)
    qtbot.waitUntil(lambda: bool(find_all(QFileDialog, inside=opened.window)))
    find(QFileDialog, inside=opened.window).reject()


def test_search_by_key(qtbot: QtBot, opened: Opened, jobs: list[JobId]) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert find(QLineEdit, inside=opened.window.toolbar.search).hasFocus()


def test_keys_act_on_the_row_with_the_focus(qtbot: QtBot, opened: Opened, jobs: list[JobId]) -> None:
    view, pressed = opened.window.panel.view, list[Offer]()
    view.triggered.connect(pressed.append)
    opened.window.panel.reveal(jobs[0])
    person = Person(qtbot, opened)
    person.waits(lambda: "a0.jpg" in opened.rows() and OPEN in person.buttons_in_row("a0.jpg"))
    opened.window.sidebar.show_page(Page.RECIPE)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert opened.window.sidebar.tabs.current == "details"
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(one.action, one.target.jobs[0].id) for one in pressed] == [
        (SHOW_DETAILS, jobs[0]),
        (OPEN, jobs[0]),
        (SHOW_IN_FOLDER, jobs[0]),
    ]


def test_the_context_menu_has_the_same_keys(opened: Opened, jobs: list[JobId]) -> None:
    opened.window.panel.reveal(jobs[1])
    menu = opened.window.panel.menu()
    assert menu is not None
    keys = {action.text(): action.shortcut().toString() for action in menu.actions() if not action.shortcut().isEmpty()}
    assert keys == {"Open": "Return", "Show in folder": "Ctrl+Return", "Retry": "Ctrl+R", "Remove from list": "Del"}
    menu.deleteLater()
