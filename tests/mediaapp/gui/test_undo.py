"""The key for Undo: what it takes back, and that it always says so."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window

pytestmark = pytest.mark.gui


def press_undo(opened: Opened) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def jpegs(folder: Path, n: int) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"{folder.name}{number}.jpg" for number in range(n)]
    for number, path in enumerate(paths):
        path.write_bytes(b"\xff\xd8\xff" + str(path).encode() + bytes(number))
    return paths


def test_removed_rows_are_back_and_their_message_gives_way(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    table.finish(2)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.done == 2)
        opened.main_menu.actions()[0].trigger()
        person.waits(lambda: "2 rows removed from the list." in person.toasts())
        press_undo(opened)
        person.waits(lambda: person.toasts() == "2 rows are in the list again.")
        assert person.sees_buttons("Undo") == []
        assert person.counts.total == 3


def test_a_drop_that_goes_on_is_taken_back_with_a_word(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        person.drops(*jpegs(tmp_path / "June", 2))
        person.waits(lambda: person.counts.queued == 2 and "2 pictures added" in person.toasts())
        press_undo(opened)
        person.waits(lambda: person.toasts() == "The drop of 2 files was taken back.")
        assert person.counts.total == 0


def test_drops_that_share_a_message_are_taken_back_as_one(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        person.drops(*jpegs(tmp_path / "June", 2))
        person.waits(lambda: "2 pictures added" in person.toasts())
        person.drops(*jpegs(tmp_path / "July", 1))
        person.waits(lambda: "3 pictures added" in person.toasts() and person.counts.total == 3)
        press_undo(opened)
        person.waits(lambda: person.toasts() == "The drop of 3 files was taken back.")
        person.waits(lambda: person.counts.total == 0)
        person.drops(*jpegs(tmp_path / "May", 1))
        person.waits(lambda: "1 picture added" in person.toasts())


def test_a_drop_that_has_ended_is_left_alone(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.drops(*jpegs(tmp_path / "June", 2))
        person.waits(lambda: person.counts.queued == 2 and "2 pictures added" in person.toasts())
        table.finish(2)
        person.waits(lambda: person.counts.done == 2)
        press_undo(opened)
        person.waits(lambda: "There is nothing to undo." in person.toasts())
        assert person.counts.done == 2
