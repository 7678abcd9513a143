"""Says above the list to what it is narrowed, and leads back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.automatic import AUTOMATIC
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import SHOW_ALL_ROWS
from mediaapp.gui.snapshot import RowsOf
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import ElidedLabel, IconView, row
from mediaapp.text import tr
from workers.jobs.watch import Watch

_HEIGHT_PX = 44


class NarrowedStrip(QFrame):
    """There only while the list shows the rows of one watched folder, or those of hooks."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self.setProperty("look", "strip")
        self.setFixedHeight(_HEIGHT_PX)
        self._words = ElidedLabel(elide=Qt.TextElideMode.ElideMiddle)
        line = row(self, margins=(16, 0, 16, 1), spacing=12)
        self._icon = IconView("folder", Role.ACCENT)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(OfferButton(context, offer(AUTOMATIC), look="link", plain=True))
        line.addWidget(OfferButton(context, offer(SHOW_ALL_ROWS), look="small"))
        self.hide()

    def show_what(self, only: RowsOf | None) -> None:
        """Name it; None when all rows are shown."""
        if isinstance(only, Watch):
            self._icon.show_icon("folder", Role.ACCENT)
            self._words.show_text(tr("Only what came from “{name}”", name=only.rules.title))
        elif only is not None:
            self._icon.show_icon("globe", Role.ACCENT)
            self._words.show_text(tr("Only calls of hooks"))
        self.setVisible(only is not None)
