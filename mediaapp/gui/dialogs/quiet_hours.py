"""Asks for quiet hours: from when to when, and on which days."""

from collections.abc import Callable
from datetime import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QWidget

from mediaapp.gui.day_boxes import DayBoxes
from mediaapp.gui.time_box import TimeBox
from mediaapp.gui.widgets import BUTTON_GAP, button, column, label
from mediaapp.text import tr
from workers.manners.manners import QuietHours

USUAL = QuietHours(begins=time(8), until=time(18))


class QuietHoursQuestion(QDialog):
    """Hands what was chosen to `use`, None for no quiet hours; closing it changes nothing. Deletes itself."""

    def __init__(self, window: QWidget, current: QuietHours | None, use: Callable[[QuietHours | None], object]) -> None:
        super().__init__(window)
        self._use = use
        shown = USUAL if current is None else current
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr("Quiet hours"))
        self._begins = _time(shown.begins, tr("From"))
        self._until = _time(shown.until, tr("Until"))
        self._days = DayBoxes()
        self._days.show_days(shown.days)
        self._save = button(tr("Keep quiet then"), look="primary")
        self._none = button(tr("No quiet hours"))
        self._days.changed.connect(lambda: self._save.setEnabled(bool(self._days.days())))
        self._save.clicked.connect(self._on_save)
        self._none.clicked.connect(lambda: self._end(None))
        self._lay_out()

    def _lay_out(self) -> None:
        layout = column(self, margins=(20, 18, 20, 16), spacing=12)
        layout.addWidget(label(tr("Nothing begins in these hours; what runs is finished."), wrap=True))
        hours = QHBoxLayout()
        hours.setSpacing(BUTTON_GAP)
        for widget in (QLabel(tr("From")), self._begins, QLabel(tr("until")), self._until):
            hours.addWidget(widget)
        hours.addStretch(1)
        layout.addLayout(hours)
        layout.addWidget(self._days)
        layout.addWidget(label(tr("Until an earlier hour means until the next day."), "muted"))
        buttons = QHBoxLayout()
        buttons.setSpacing(BUTTON_GAP)
        buttons.addStretch(1)
        buttons.addWidget(self._none)
        buttons.addWidget(self._save)
        layout.addLayout(buttons)

    def _on_save(self) -> None:
        self._end(QuietHours(begins=_chosen(self._begins), until=_chosen(self._until), days=self._days.days()))

    def _end(self, chosen: QuietHours | None) -> None:
        self._use(chosen)
        self.close()


def _time(at: time, name: str) -> TimeBox:
    made = TimeBox(at)
    made.setAccessibleName(name)
    return made


def _chosen(edit: TimeBox) -> time:
    told = edit.time()
    return time(told.hour(), told.minute())
