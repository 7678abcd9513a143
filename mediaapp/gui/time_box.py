"""A box for a time of the day."""

from datetime import time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QTimeEdit

_HEIGHT_PX = 32
_LEFT_PX = 8


class TimeBox(QTimeEdit):
    """A time of the day, in the look of the other boxes."""

    def __init__(self, at: time) -> None:
        super().__init__(QTime(at.hour, at.minute))
        self.setFixedHeight(_HEIGHT_PX)
        self.lineEdit().setTextMargins(_LEFT_PX, 0, 0, 0)
