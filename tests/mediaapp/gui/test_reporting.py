"""A report from the window: asked for where its subject stands, written in the background, opened from its notice."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.window_state import ListTab
from tests.support.clicks import choose_in_dialog, click, dialog_of
from tests.support.find import accept_button, find, find_all, name_field
from tests.support.menus import Menus
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode
from workers.jobs.queries import Selection

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(120)]


def asks_for_a_report(opened: Opened, menus: Menus, row: str) -> None:
    """Choose it in the menu of a heading."""
    view = opened.window.panel.view
    place = view.visualRect(view.model().index(opened.rows().index(row), 0))
    at = QPoint(300, place.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menus.click(menus.context(view.viewport(), lambda: at), "Save a report…")


def test_a_batch_is_reported_and_the_report_opened(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus, desktop_opens: list[Path]
) -> None:
    table.add(2)
    newest = table.add(3)
    table.editor.pause(table.reader.ids(Selection()))
    (tmp_path / "June.json").write_text("somebody's")
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: "June" in opened.rows())
        asks_for_a_report(opened, menus, "June")
        choose_in_dialog(qtbot, opened, tmp_path / "June.json")
        person.waits(lambda: "The report is being written" in person.toasts())
        opened.session.start_pool()
        person.waits(lambda: "The report is ready" in person.toasts())
        assert "The report is being written" not in person.toasts()
        person.clicks_on("Open", inside=opened.toasts()[-1])
        person.waits(lambda: desktop_opens == [tmp_path / "June (2).json"])
    report = json.loads((tmp_path / "June (2).json").read_bytes())
    assert [row["job"] for row in report["files"]] == newest
    assert (tmp_path / "June.json").read_text() == "somebody's"


def test_what_failed_is_reported_from_its_heading(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    failed, _ = table.add(2)
    table.fail(ErrorCode.DAMAGED)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        opened.window.panel.show_tab(ListTab.FAILED)
        person.waits(lambda: "The picture is damaged" in opened.rows())
        asks_for_a_report(opened, menus, "The picture is damaged")
        dialog = dialog_of(opened)
        assert dialog is not None
        assert name_field(dialog).text() == "Failed files.html"
        choose_in_dialog(qtbot, opened, tmp_path / "told.json")
        opened.session.start_pool()
        person.waits((tmp_path / "told.json").exists)
    assert [row["job"] for row in json.loads((tmp_path / "told.json").read_bytes())["files"]] == [failed]


def test_the_name_follows_what_it_is_written_as(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        click(opened.tab("Activity"))
        click(find(QPushButton, "Save a report…", inside=opened.activity))
        qtbot.waitUntil(lambda: dialog_of(opened) is not None)
        dialog = dialog_of(opened)
        assert dialog is not None
        assert name_field(dialog).text() == "All files.html"
        (box,) = [box for box in find_all(QComboBox, inside=dialog) if box.findText("CSV (*.csv)") >= 0]
        for key, ending in ((Qt.Key.Key_Down, "csv"), (Qt.Key.Key_Down, "json"), (Qt.Key.Key_Up, "csv")):
            QTest.keyClick(box, key)
            assert name_field(dialog).text() == f"All files.{ending}"
        assert accept_button(dialog).isEnabled()
        dialog.reject()
