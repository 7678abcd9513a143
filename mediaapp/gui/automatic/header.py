"""The strip above the page: back to the list, what there is, and one switch for all of it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.automatic.reading import Automation
from mediaapp.gui.automatic.switch import Switch
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import ElidedLabel, button, label, row
from mediaapp.text import tr, tr_some

HEIGHT_PX = 44


class Header(QWidget):
    """Tells what was pressed; changes nothing itself."""

    left = Signal()
    """Back to the list."""
    switched = signal_of(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT_PX)
        self._list = button(tr("List"), "chevron-left", look="small")
        self._list.setStyleSheet("QPushButton { min-height: 26px; } QPushButton:focus { min-height: 24px; }")
        self._counts = ElidedLabel(look="muted")
        self._words = label("", "muted")
        self._switch = Switch(tr("Everything that begins by itself"))
        line = row(self, margins=(16, 0, 20, 1), spacing=12)
        line.addWidget(self._list)
        line.addSpacing(4)
        line.addWidget(label(tr("Automatic"), "heading"))
        line.addWidget(self._counts, 1)
        line.addWidget(self._words)
        line.addWidget(self._switch)
        self._list.clicked.connect(self.left)
        self._switch.clicked.connect(self.switched)
        self.show_automation(Automation())

    def show_automation(self, automation: Automation) -> None:
        """Say how much there is, and whether it is on."""
        counts = (
            tr_some("1 folder", "{n} folders", len(automation.folders)),
            tr_some("1 hook", "{n} hooks", len(automation.hooks)),
            tr_some("1 schedule", "{n} schedules", len(automation.schedules)),
        )
        self._counts.show_text(", ".join(filter(None, counts)))
        self._words.setText(text.everything_switched(on=automation.on))
        self._switch.setChecked(automation.on)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color(Role.SURFACE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, current().color(Role.LINE))
