"""Dragging results out, and what stands behind pictures that can be seen through."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediaapp.gui.jobs.compare import Compare
from mediaapp.gui.jobs.dragging import cover
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import opened_window

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton


def test_what_hangs_at_the_pointer_is_small_and_beside_it(
    qtbot: QtBot, tmp_path: Path, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.add(3)
    table.finish(2)
    seen: list[tuple[list[str], QRect]] = []

    def exec_(drag: QDrag, action: Qt.DropAction) -> None:
        names = [url.fileName() for url in drag.mimeData().urls()]
        seen.append((names, QRect(-drag.hotSpot(), drag.pixmap().deviceIndependentSize().toSize())))

    monkeypatch.setattr(QDrag, "exec", exec_)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a2.jpg") and person.sees("60% smaller"))
        view = opened.window.panel.view
        QTest.keyClick(opened.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        at = view.visualRect(view.model().index(person.row_of("a0.jpg"), 0)).center()
        QTest.mousePress(view.viewport(), LEFT, pos=at)
        for step in (20, 40, 60):
            QTest.mouseMove(view.viewport(), at + QPoint(step, step))
        person.waits(lambda: bool(seen))
        QTest.mouseRelease(view.viewport(), LEFT, pos=at)
    names, place = seen[0]
    assert names == ["a.jpg", "a.jpg"]
    assert max(place.width(), place.height()) <= 64
    assert not place.contains(QPoint(0, 0))


def pixmap(alpha: int) -> QPixmap:
    image = QImage(64, 64, QImage.Format.Format_RGBA8888)
    image.fill(QColor(200, 30, 30, alpha))
    return QPixmap.fromImage(image)


def colors(image: QImage, area: QRect) -> set[str]:
    points = ((x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom()))
    return {image.pixelColor(x, y).name() for x, y in points}


@pytest.mark.parametrize(("alpha", "shades"), [(0, 2), (128, 2), (255, 1)])
def test_a_thumbnail_that_can_be_seen_through_stands_on_squares(qapp: QApplication, alpha: int, shades: int) -> None:
    drawn = QImage(40, 40, QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    cover(painter, QRect(0, 0, 40, 40), pixmap(alpha))
    painter.end()
    assert len(colors(drawn, QRect(0, 0, 40, 40))) == shades


@pytest.mark.parametrize(("alpha", "shades"), [(0, 2), (255, 1)])
def test_before_and_after_stand_on_squares_too(qtbot: QtBot, alpha: int, shades: int) -> None:
    compare = Compare()
    qtbot.addWidget(compare)
    compare.resize(311, 196)
    compare.show_pictures(pixmap(alpha), pixmap(255), None)
    compare.show_labels("Before", "After")
    image = compare.grab().toImage()
    assert len(colors(image, QRect(80, 40, 40, 40))) == shades
    assert len(colors(image, QRect(200, 40, 40, 40))) == 1
