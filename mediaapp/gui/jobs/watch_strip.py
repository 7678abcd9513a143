"""Says above the list that only the rows of one watched folder are shown, and leads back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.automatic import AUTOMATIC
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import SHOW_ALL_ROWS
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import ElidedLabel, IconView, row
from mediaapp.text import tr
from workers.jobs.watch import Watch

_HEIGHT_PX = 44


class WatchStrip(QFrame):
    """There only while one folder's rows are."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self.setProperty("look", "strip")
        self.setFixedHeight(_HEIGHT_PX)
        self._words = ElidedLabel(elide=Qt.TextElideMode.ElideMiddle)
        line = row(self, margins=(16, 0, 16, 1), spacing=12)
        line.addWidget(IconView("folder", Role.ACCENT))
        line.addWidget(self._words, 1)
        line.addWidget(OfferButton(context, offer(AUTOMATIC), look="link", plain=True))
        line.addWidget(OfferButton(context, offer(SHOW_ALL_ROWS), look="small"))
        self.hide()

    def show_watch(self, watch: Watch | None) -> None:
        """Name this folder; None when the rows of all are shown."""
        self._words.show_text("" if watch is None else tr("Only what came from “{name}”", name=watch.rules.title))
        self.setVisible(watch is not None)
