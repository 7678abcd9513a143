"""Days of the week to tick."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from mediaapp import text
from mediaapp.gui.widgets import BUTTON_GAP
from workers.local_time import EVERY_DAY, Weekday


class DayBoxes(QWidget):
    """A box for each day, so many in a line. `changed` where a person ticked one; it may be that none is ticked then."""

    changed = Signal()

    def __init__(self, in_line: int = len(Weekday)) -> None:
        super().__init__()
        self._boxes = {day: QCheckBox(text.short_weekday(day)) for day in Weekday}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(BUTTON_GAP)
        for at, box in enumerate(self._boxes.values()):
            grid.addWidget(box, at // in_line, at % in_line)
            box.clicked.connect(self.changed)
        grid.setColumnStretch(in_line, 1)
        self.show_days(EVERY_DAY)

    def show_days(self, days: frozenset[Weekday]) -> None:
        """Tick these and no others, without telling anybody."""
        for day, box in self._boxes.items():
            box.setChecked(day in days)

    def days(self) -> frozenset[Weekday]:
        """Those that are ticked."""
        return frozenset(day for day, box in self._boxes.items() if box.isChecked())
