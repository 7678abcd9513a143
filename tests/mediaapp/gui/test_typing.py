"""What a key typed in a field costs, and that nothing typed is lost."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mediaapp.gui import run
from mediaapp.gui.automatic.page import AutomaticPage
from mediaapp.gui.recipe.fields import ChoiceBox, NumberBox
from mediaapp.gui.recipe.size import SizeKind
from mediaapp.gui.window import MainWindow
from mediaapp.gui.window_state import WindowState, read_state, write_state
from tests.mediaapp.gui.automatic.test_editor import picks
from tests.support.find import find, find_all
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.recipe import Automatic

pytestmark = pytest.mark.gui

KEYS = 60
SETTLED_MS = 600
"""So long after a key, in milliseconds, all that it set off is over."""
MOST_MS = 10.0
"""Milliseconds of CPU a key, in all threads, with what follows it until the window is at rest.

Wide, as a busy machine makes the same work dearer."""


def search(window: MainWindow) -> QLineEdit:
    return find(QLineEdit, "Find a file", inside=window)


def folder(window: MainWindow) -> QLineEdit:
    return find(QLineEdit, "Named", inside=window)


def template(window: MainWindow) -> QLineEdit:
    QTest.mouseClick(find(QAbstractButton, "Names and duplicates*", inside=window), Qt.MouseButton.LeftButton)
    return find(QLineEdit, "Name", inside=window)


def save_as(window: MainWindow) -> QLineEdit:
    QTest.keyClicks(folder(window), "x")
    QTest.mouseClick(find(QPushButton, "Save as…", inside=window), Qt.MouseButton.LeftButton)
    return find(QLineEdit, "Name of the recipe", inside=window)


def pixels(window: MainWindow) -> QLineEdit:
    kind = find(ChoiceBox, "Size", inside=window)
    kind.show_value(SizeKind.LONG_EDGE)
    kind.activated.emit(kind.currentIndex())
    return find(NumberBox, "Pixels", inside=window).lineEdit()


def automatic(window: MainWindow, button: str, nth: int = 0) -> QWidget:
    """The page Automatic with the panel that a button of it opens, alone."""
    for cancel in find_all(QPushButton, "Cancel", inside=window):
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    if not find_all(AutomaticPage, inside=window):
        QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = find(AutomaticPage, inside=window)
    QTest.mouseClick(find_all(QPushButton, button, inside=page)[nth], Qt.MouseButton.LeftButton)
    return page


def of_watch(name: str) -> Callable[[MainWindow], QLineEdit]:
    return lambda window: find(QLineEdit, name, inside=automatic(window, "Watch a folder…"))


def of_hook(name: str) -> Callable[[MainWindow], QLineEdit]:
    return lambda window: find(QLineEdit, name, inside=automatic(window, "Add…"))


def command(window: MainWindow) -> QLineEdit:
    page = automatic(window, "Add…")
    picks(find(QComboBox, "Does", inside=page), "Start a program")
    return find(QLineEdit, "Command", inside=page)


def of_schedule(window: MainWindow) -> QLineEdit:
    return find(QLineEdit, "Name", inside=automatic(window, "Add…", 1))


FIELDS: dict[str, Callable[[MainWindow], QLineEdit]] = {
    "search": search,
    "folder": folder,
    "template": template,
    "save as": save_as,
    "pixels": pixels,
    "watch": of_watch("Name"),
    "watch only": of_watch("Only"),
    "watch without": of_watch("Without"),
    "hook": of_hook("Name"),
    "hook address": of_hook("Address"),
    "hook command": command,
    "schedule": of_schedule,
}


ALIKE = ("watch only", "watch without", "hook", "hook command")
"""What a key sets off there is what it sets off in another field of the same panel, which is measured."""


def cost_ms(qtbot: QtBot, field: QLineEdit, words: str) -> float:
    """The CPU time of the whole process for each key of `words`, in milliseconds."""
    begun = time.process_time()
    for sign in words:
        QTest.keyClicks(field, sign)
        QApplication.processEvents()
    qtbot.wait(SETTLED_MS)  # what is put off until the typing pauses belongs to it
    return (time.process_time() - begun) * 1000 / len(words)


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in ALIKE])
def test_a_key_costs_little(qtbot: QtBot, tmp_path: Path, table: Table, name: str) -> None:
    table.add(150)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.window.panel.model.rowCount() == 151)
        field = FIELDS[name](opened.window)
        field.setFocus()
        qtbot.wait(SETTLED_MS)
        words = "16" if name == "pixels" else "Photos of the summer by the sea "
        costs = []
        for _ in range(2):
            field.clear()
            costs.append(cost_ms(qtbot, field, (words * KEYS)[:KEYS]))
        assert field.text()
        assert min(costs) < MOST_MS


def test_no_field_is_left_out_here(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        known = {FIELDS[name](opened.window) for name in FIELDS}  # opens every panel that has one
        numbers = {number.lineEdit() for number in opened.window.findChildren(QAbstractSpinBox)}
        assert set(opened.window.findChildren(QLineEdit)) - numbers == known - numbers


def test_no_key_gives_the_application_a_new_style(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        styled: list[str] = []
        monkeypatch.setattr(QApplication.instance(), "setStyleSheet", styled.append, raising=False)
        QTest.keyClicks(folder(opened.window), "abc")
        qtbot.wait(SETTLED_MS)
        assert styled == []


def named(opened: Opened) -> str:
    """The folder's name that the next start would begin with."""
    edited = read_state(opened.folders.config / "window.json").edited
    return edited.destination.folder if edited is not None and isinstance(edited.destination, Automatic) else ""


def test_what_was_typed_is_kept_a_moment_later_and_not_at_every_key(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        written: list[Path] = []

        def write(file: Path, state: WindowState) -> None:
            written.append(file)
            write_state(file, state)

        monkeypatch.setattr(run, "write_state", write)
        field = folder(opened.window)
        field.clear()
        QTest.keyClicks(field, "a" * 40)
        qtbot.waitUntil(lambda: named(opened) == "a" * 40, timeout=2_000)
        assert len(written) <= 5


def test_what_was_typed_last_is_kept_by_a_window_that_ends_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        field = folder(opened.window)
        field.clear()
        QTest.keyClicks(field, "June")
        opened.window.close()
    assert named(opened) == "June"
