"""What stands in place of a list without rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import CLEAR_SEARCH
from mediaapp.gui.actions.queueing import RESUME_ALL
from mediaapp.gui.snapshot import RowsOf, Snapshot
from mediaapp.text import tr, tr_n
from workers.jobs.watch import Watch


class NothingShown(QWidget):
    """One sentence where no row matches, and the way on."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._words = QLabel()
        self._words.setProperty("look", "muted")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._clear = OfferButton(context, offer(CLEAR_SEARCH), look="link")
        self._resume = OfferButton(context, offer(RESUME_ALL), look="link", plain=True)
        row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addStretch(1)
        for widget in (self._words, self._clear, self._resume):
            row.addWidget(widget)
        row.addStretch(1)

    def tell(self, words: str, *, search: str, only: RowsOf | None, snapshot: Snapshot) -> None:
        """Say why there is no row; `only` is what the list is narrowed to."""
        waiting = snapshot.listed.waiting
        paused = snapshot.paused and waiting > 0 and not search and only is None
        if search:
            words = tr("No file is named “{words}”.", words=search)
        elif isinstance(only, Watch):
            words = tr("Nothing of “{name}” is to be seen here.", name=only.rules.title)
        elif only is not None:
            words = tr("No call of a hook is to be seen here.")
        elif paused:
            words = tr_n("Paused. 1 waits.", "Paused. {n} wait.", waiting)
        self._words.setText(words)
        self._clear.setVisible(bool(search))
        self._resume.setVisible(paused)
