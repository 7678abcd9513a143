"""The amber strips above the list: what waits and goes on by itself, and what could be done meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.theme import Role, current, pixmap
from workers.jobs import Cause, JobState

HEIGHT_PX = 64
SHOWN_MAX = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A button of a banner was pressed; `action` None is "Show"."""

    cause: Cause
    action: text.Action | None


class Banners(QWidget):
    """One strip a cause that jobs are delayed by, the largest ones first."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: list[Cause] = []
        self._strips: list[_Strip] = []
        self.hide()

    def show_causes(self, causes: Sequence[Cause]) -> None:
        """Show what jobs wait for; nothing moves while that stays the same."""
        waiting = sorted((one for one in causes if one.state is JobState.DELAYED), key=lambda one: -one.jobs)
        shown = waiting[:SHOWN_MAX]
        if shown == self._shown:
            return
        self._shown = shown
        for strip in self._strips:
            strip.hide()
            strip.deleteLater()
        self._strips = [_Strip(cause, self) for cause in shown]
        for strip in self._strips:
            strip.asked.connect(self.asked)
            self._column.addWidget(strip)
        self.setVisible(bool(shown))


class _Strip(QFrame):
    asked = Signal(object)

    def __init__(self, cause: Cause, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner")
        self.setFixedHeight(HEIGHT_PX)
        words = text.waiting(cause, self._translate)
        title, sentence = QLabel(words.title), QLabel(words.cause)
        title.setProperty("look", "heading")
        for label in (title, sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch(1)
        lines.addWidget(title)
        lines.addWidget(sentence)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(48, 0, 16, 1)
        row.setSpacing(12)
        row.addLayout(lines, 1)
        show = self.tr("Show {count}").format(count=text.count(cause.jobs))
        row.addWidget(self._button(show, Asked(cause, None)))
        for action in words.actions:
            if action is not text.Action.WAIT:
                row.addWidget(self._button(text.action(action, self._translate), Asked(cause, action)))

    def _button(self, label: str, asked: Asked) -> QPushButton:
        button = QPushButton(label)
        button.setProperty("look", "small")
        button.clicked.connect(lambda: self._tell(asked))
        return button

    def _tell(self, asked: Asked) -> None:
        self.asked.emit(asked)

    def _translate(self, sentence: str) -> str:
        return self.tr(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors = current()
        painter = QPainter(self)
        icon = pixmap("hourglass", Role.WARN, 16, self.devicePixelRatioF())
        painter.setPen(colors.color(Role.WARN))
        painter.drawPixmap(17, (HEIGHT_PX - 16) // 2 - 1, icon)
