"""A row of tabs with counts, for the list and for the right panel."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, app_font, current

HEIGHT_PX = 44
_GAP = 7
_BETWEEN = 24

_Name = TypeVar("_Name", bound=str)


class Tabs(QWidget):
    """One tab is chosen at any time, by a click or by Space; arrow keys never switch."""

    chosen = signal_of(str)

    def __init__(self, labels: Mapping[_Name, str], *, margin: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT_PX)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(margin, 0, 16, 0)
        self.row.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setSpacing(_BETWEEN)
        self.row.addLayout(tabs)
        self.row.addSpacing(_BETWEEN)
        self._tabs: dict[str, _Tab] = {}
        for name, label in labels.items():
            tab = _Tab(label, self)
            tab.clicked.connect(lambda _checked=False, name=name: self._on_clicked(name))
            self._tabs[name] = tab
            tabs.addWidget(tab)
        self.row.addStretch(1)
        self.current: str = next(iter(labels))
        self.choose(self.current)

    def choose(self, name: str) -> None:
        """Show a tab as the chosen one, without telling."""
        self.current = name
        for other, tab in self._tabs.items():
            tab.setChecked(other == name)

    def count(self, name: str, text: str, role: Role = Role.MUTED) -> None:
        """The figure beside a tab's label; '' for none."""
        self._tabs[name].count(text, role)

    def offer(self, name: str, *, offered: bool) -> None:
        """Let a tab be there or not."""
        self._tabs[name].setVisible(offered)

    def _on_clicked(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.color(Role.SURFACE))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), colors.color(Role.LINE))


class _Tab(QAbstractButton):
    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(label)
        self._label = app_font(13, QFont.Weight.DemiBold)
        self._figure = app_font(13)
        self._count = ""
        self._role = Role.MUTED

    def count(self, text: str, role: Role) -> None:
        if (text, role) == (self._count, self._role):
            return
        self._count, self._role = text, role
        self._figure.setWeight(QFont.Weight.Normal if role is Role.MUTED else QFont.Weight.DemiBold)
        self.setAccessibleName(f"{self.text()} {text}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._label).horizontalAdvance(self.text())
        if self._count:
            width += _GAP + QFontMetrics(self._figure).horizontalAdvance(self._count)
        return QSize(width, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Without the figure, which is left out where there is no room for it."""
        return QSize(QFontMetrics(self._label).horizontalAdvance(self.text()), HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.isChecked() or self.underMouse()
        painter.setFont(self._label)
        painter.setPen(colors.color(Role.TEXT if strong else Role.MUTED))
        place = QRect(0, 0, self.width(), HEIGHT_PX)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count and self.width() >= self.sizeHint().width():
            painter.setFont(self._figure)
            painter.setPen(colors.color(self._role))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count)
        if self.isChecked():
            painter.fillRect(QRect(0, HEIGHT_PX - 2, self.width(), 2), colors.color(Role.ACCENT))
        if self.hasFocus():
            painter.setPen(QPen(colors.color(Role.ACCENT), 2))
            painter.drawRoundedRect(place.adjusted(1, 8, -1, -8), 4, 4)
