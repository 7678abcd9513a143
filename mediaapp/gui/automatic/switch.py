"""A switch: on or off, at once."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from mediaapp.gui.theme import Role, current

_TRACK = QSize(34, 20)
_RING_PX = 3
"""Around the track, for the ring of the focus."""
_KNOB_INSET = 3.0


class Switch(QAbstractButton):
    """Changed by a click or by Space; `words` are what a screen reader calls it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return _TRACK + QSize(2 * _RING_PX, 2 * _RING_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(_RING_PX, _RING_PX, _TRACK.width(), _TRACK.height())
        radius = track.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color(Role.FILL if self.isChecked() else Role.FIELD))
        painter.drawRoundedRect(track, radius, radius)
        side = track.height() - 2 * _KNOB_INSET
        left = track.right() - _KNOB_INSET - side if self.isChecked() else track.left() + _KNOB_INSET
        painter.setBrush(colors.color(Role.ON_FILL))
        painter.drawEllipse(QRectF(left, track.top() + _KNOB_INSET, side, side))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.color(Role.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius + 2, radius + 2)
