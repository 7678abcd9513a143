"""A white ground with round corners on the page."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mediaapp.gui.theme import Role, current

RADIUS_PX = 8


class CardGround(QWidget):
    """Shows with a ring that it has the focus, where it takes it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(QPainter(self), self.rect(), has_focus=self.hasFocus())


def paint_card(painter: QPainter, place: QRect, *, has_focus: bool = False) -> None:
    """The ground with its edge, or with a ring."""
    colors = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colors.color(Role.SURFACE))
    painter.setPen(QPen(colors.color(Role.ACCENT if has_focus else Role.LINE), 2 if has_focus else 1))
    inset = 1 if has_focus else 0.5
    painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), RADIUS_PX, RADIUS_PX)
