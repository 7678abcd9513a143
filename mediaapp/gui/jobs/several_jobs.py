"""The details of several selected jobs: how many, their sums, and what can be done with them."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import counted_offer, offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.removing import CANCEL, REMOVE
from mediaapp.gui.actions.target import Target
from mediaapp.gui.jobs import facts
from mediaapp.gui.widgets import ElidedLabel, FactRows, SidebarPage, label
from mediaapp.text import tr, tr_n
from workers.jobs.batch import Counts
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState


class SeveralJobs(SidebarPage):
    """Counts and sums of what is selected."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._title = ElidedLabel(look="title")
        self._subtitle = ElidedLabel(look="muted")
        self._sums = FactRows()
        self._retry, self._cancel, self._remove = (OfferButton(context) for _ in range(3))
        self.body.addWidget(self._title)
        self.body.addSpacing(8)
        self.body.addWidget(self._subtitle)
        self.body.addSpacing(16)
        self.body.addWidget(self._sums)
        self.body.addStretch(1)
        self._retry.hide()
        for made in (self._retry, self._cancel, self._remove):
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.footer.addWidget(made)

    def show_counts(self, ids: tuple[JobId, ...], counts: Counts) -> None:
        """Show the sums of these jobs."""
        self._title.show_text(tr_n("1 selected", "{n} selected", len(ids)))
        self._subtitle.show_text(facts.counts_words(counts))
        self._sums.show_rows(sums(counts))
        target, left = Target(selections=(Selection(ids=ids),), counts=counts), counts.waiting + counts.running
        self._cancel.show_offer(counted_offer(CANCEL, target, left))
        self._cancel.setVisible(left > 0)
        self._remove.show_offer(offer(REMOVE, target))

    def show_retry(self, ids: tuple[JobId, ...], again: Counts) -> None:
        """Offer to try these of them again: what failed, or what was cancelled where nothing did."""
        state = JobState.FAILED if again.failed else JobState.CANCELLED
        selection = Selection(ids=ids, states=frozenset((state,)))
        n = again.in_state(state)
        self._retry.show_offer(counted_offer(RETRY, Target(selections=(selection,), counts=again), n))
        self._retry.setVisible(n > 0)


def sums(counts: Counts) -> list[tuple[str, str]]:
    """Bytes before and after of what is ready, and what that saved."""
    if not counts.bytes_out:
        return []
    return [
        (tr("Before"), text.size(counts.bytes_in)),
        (tr("After"), text.size(counts.bytes_out)),
        (tr("Saved"), text.smaller(counts.bytes_in, counts.bytes_out)),
    ]


def nothing_selected() -> QWidget:
    """What stands there while nothing is selected."""
    page = SidebarPage()
    title = ElidedLabel(tr("Nothing selected"), "title")
    words = tr("Click a picture in the list to see all about it.")
    page.body.addWidget(title)
    page.body.addSpacing(8)
    page.body.addWidget(label(words, "muted", wrap=True))
    page.body.addStretch(1)
    return page
