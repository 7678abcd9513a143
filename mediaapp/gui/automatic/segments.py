"""One of a few things to see, side by side in one frame."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, app_font, current
from mediaapp.gui.widgets import row

_HEIGHT_PX = 28
_SIDE_PX = 11


class Segments(QWidget):
    """One is chosen at any time; arrow keys change it while one has the focus."""

    chosen = signal_of(str)

    def __init__(self, labels: Sequence[tuple[str, str]], shown: str) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        line = row(self)
        for name, words in labels:
            made = _Segment(words)
            made.setChecked(name == shown)
            made.toggled.connect(partial(self._on_toggled, name))
            self._group.addButton(made)
            line.addWidget(made)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _on_toggled(self, name: str, checked: bool) -> None:  # noqa: FBT001 - a slot
        self.update()
        if checked:
            self.chosen.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(current().color(Role.SURFACE))
        painter.setPen(QPen(current().color(Role.EDGE), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class _Segment(QAbstractButton):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._font = app_font(12, QFont.Weight.DemiBold)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._font).horizontalAdvance(self.text()) + 2 * _SIDE_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, chosen = current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setBrush(colors.color(Role.SELECTION))
            painter.setPen(QPen(colors.color(Role.ACCENT), 2 if self.hasFocus() else 1))
            inset = 1 if self.hasFocus() else 0.5
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.setFont(self._font)
        painter.setPen(colors.color(Role.ACCENT if chosen else Role.TEXT))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
