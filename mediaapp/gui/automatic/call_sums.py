"""How many calls of hooks there were of late, and how many of them were not delivered."""

import time
from collections.abc import Iterable
from datetime import date, timedelta
from datetime import time as time_of_day

from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.hooks import SHOW_CALLS
from mediaapp.gui.widgets import label, row
from workers.jobs.batch import BatchPurpose, StoredBatch
from workers.local_time import moment

DAYS = 7


class CallSums(QWidget):
    """A line below the hooks, and the way to the calls; there while there were any."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._words = label("", "muted", wrap=True)
        line = row(self, margins=(8, 6, 8, 0), spacing=8)
        line.addWidget(self._words, 1)
        line.addWidget(OfferButton(context, offer(SHOW_CALLS), look="link", plain=True))
        self.hide()

    def show_calls(self, others: Iterable[StoredBatch]) -> None:
        """Sum up the calls that are in the list; their batches are one for each hook and day."""
        delivered, failed = sums(others, time.time())
        self._words.setText(text.calls_of_late(delivered, failed, DAYS))
        self.setVisible(delivered + failed > 0)


def sums(batches: Iterable[StoredBatch], now: float) -> tuple[int, int]:
    """How many calls of the last days, today included, were delivered, and how many failed; `now` in seconds since 1970."""
    since = moment(date.fromtimestamp(now) - timedelta(days=DAYS - 1), time_of_day(0, 0))
    late = [batch.counts for batch in batches if batch.purpose is BatchPurpose.HOOKS and batch.created >= since]
    return sum(counts.done for counts in late), sum(counts.failed for counts in late)
