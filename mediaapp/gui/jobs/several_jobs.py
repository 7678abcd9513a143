"""The details of several selected jobs: how many, their sums, and what can be done with them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.jobs import facts
from mediaapp.gui.widgets import ICON_GAP, ElidedLabel, FactRows, SidebarPage, button, label
from workers.jobs.batch import Counts
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.service.commands import Retry

if TYPE_CHECKING:
    from mediaapp.gui.bridge import Bridge


class SeveralJobs(SidebarPage):
    """Counts and sums of what is selected."""

    cancel_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, bridge: "Bridge") -> None:
        super().__init__()
        self._bridge = bridge
        self._ids: tuple[JobId, ...] = ()
        self._title = ElidedLabel(look="title")
        self._subtitle = ElidedLabel(look="muted")
        self._sums = FactRows()
        self._retry = button("", "retry")
        self._cancel = button("", "x")
        self._remove = button(self.tr("Remove from list"), "list")
        self.body.addWidget(self._title)
        self.body.addSpacing(8)
        self.body.addWidget(self._subtitle)
        self.body.addSpacing(16)
        self.body.addWidget(self._sums)
        self.body.addStretch(1)
        for made in (self._retry, self._cancel, self._remove):
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.footer.addWidget(made)
        self._retry.clicked.connect(self._on_retry)
        self._cancel.clicked.connect(self._on_cancel)
        self._remove.clicked.connect(self._on_remove)

    def show_counts(self, ids: tuple[JobId, ...], counts: Counts) -> None:
        """Show the sums of these jobs."""
        self._ids = ids
        self._title.show_text(self.tr("{0} selected").format(text.count(len(ids))))
        self._subtitle.show_text(facts.counts_words(counts))
        self._sums.show_rows(sums(counts))
        unfinished = counts.waiting + counts.running
        for made, words, n in (
            (self._retry, self.tr("Retry {0}"), counts.failed + counts.cancelled),
            (self._cancel, self.tr("Cancel {0}"), unfinished),
        ):
            made.setText(ICON_GAP + words.format(text.count(n)))
            made.setAccessibleName(words.format(text.count(n)))
            made.setVisible(bool(n))

    def _on_retry(self) -> None:
        self._bridge.do(Retry(Selection(ids=self._ids)))

    def _on_cancel(self) -> None:
        self.cancel_wanted.emit(Selection(ids=self._ids))

    def _on_remove(self) -> None:
        self.remove_wanted.emit(Selection(ids=self._ids))


def sums(counts: Counts) -> list[tuple[str, str]]:
    """Bytes before and after of what is ready, and what that saved."""
    translate = QCoreApplication.translate
    if not counts.bytes_out:
        return []
    return [
        (translate("details", "Before"), text.size(counts.bytes_in)),
        (translate("details", "After"), text.size(counts.bytes_out)),
        (translate("details", "Saved"), text.smaller(counts.bytes_in, counts.bytes_out)),
    ]


def nothing_selected() -> QWidget:
    """What stands there while nothing is selected."""
    page = SidebarPage()
    title = ElidedLabel(QCoreApplication.translate("details", "Nothing selected"), "title")
    words = QCoreApplication.translate("details", "Click a picture in the list to see all about it.")
    page.body.addWidget(title)
    page.body.addSpacing(8)
    page.body.addWidget(label(words, "muted", wrap=True))
    page.body.addStretch(1)
    return page
