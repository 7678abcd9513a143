"""Rows that come and go without moving what is looked at."""

import time
from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView

from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.list_diff import ListChange
from mediaapp.gui.signals import signal_of
from mediaapp.gui.snapshot import Listing

STEP_ROWS = 50_000
STEP_S = 0.008
"""Rows come in steps of so many and so long, so that a million of them hold nothing up."""


class IncomingRows(QObject):
    """Applies changes of the list to its rows; very many in steps, with other work between."""

    applied = Signal()
    """Some rows are others now; more may follow."""
    listed = Signal()
    """All of a change is applied."""
    came_above = signal_of(int)
    """So many rows came above what is on screen."""

    def __init__(self, view: QTableView, model: JobsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._coming: deque[ListChange] = deque()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._apply)

    def take(self, listing: Listing) -> None:
        """Let rows come and go as this tells."""
        self._model.take_view(listing.view, listing.opened)
        for splice in listing.splices:
            self._coming.extend(splice.pieces(STEP_ROWS))
        self._apply()

    def _apply(self) -> None:
        until = time.perf_counter() + STEP_S
        while self._coming and time.perf_counter() < until:
            self._apply_one(self._coming.popleft())
        self.applied.emit()
        if self._coming:
            self._later.start()
        else:
            self.listed.emit()

    def _apply_one(self, splice: ListChange) -> None:
        bar, row_px = self._view.verticalScrollBar(), self._view.verticalHeader().defaultSectionSize()
        before = bar.value()
        row, offset = divmod(before, row_px)
        self._model.splice(splice)
        self._view.updateGeometries()
        if before > 0 and splice.start <= row:
            gone = min(splice.removed, row - splice.start)
            bar.setValue((row + len(splice.inserted) - gone) * row_px + offset)
            self.came_above.emit(len(splice.inserted))
