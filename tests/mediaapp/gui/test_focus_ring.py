"""The ring around the list that has the keys is whole."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import opened_window

pytestmark = pytest.mark.gui


class Painted(QObject):
    """What of a widget was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return super().eventFilter(watched, event)


def test_it_is_drawn_anew_when_the_panel_over_the_list_is_left(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    with opened_window(qtbot, tmp_path, size=(800, 560)) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg"))
        person.selects("a0.jpg")
        view = opened.window.panel.view
        QTest.keyClick(view, Qt.Key.Key_Space)
        person.waits(opened.window.sidebar.isVisible)
        opened.details.setFocus()
        painted = Painted()
        view.viewport().installEventFilter(painted)
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        person.waits(lambda: QRegion(view.viewport().rect()).subtracted(painted.region).isEmpty())
