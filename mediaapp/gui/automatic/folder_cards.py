"""The watched folders: their cards in one column or two, and what stands there while there is none."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.automatic import ADD_WATCH
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import NOTHING, Target
from mediaapp.gui.automatic.card import WatchCard
from mediaapp.gui.automatic.card_ground import CardGround
from mediaapp.gui.automatic.reading import Automation
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import IconView, column, label, row
from mediaapp.text import tr
from workers.jobs.ids import WatchId

GAP_PX = 16
_TWO_COLUMNS_PX = 800
_HEAD_PX = 36


class FolderCards(QWidget):
    """Follows what is watched; a card stays the same widget as long as its folder is watched."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._cards: dict[WatchId, WatchCard] = {}
        self._order: tuple[WatchId, ...] = ()
        self._columns = 2
        self._wanted: WatchId | None = None
        self._add = OfferButton(context, offer(ADD_WATCH), look="primary")
        self._nothing = _NothingWatched(context)
        self._cards_area = QWidget()
        self._grid = QGridLayout(self._cards_area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_PX)
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        line = row(head)
        line.addWidget(label(tr("Watched folders"), "title"), 1)
        line.addWidget(self._add)
        whole = column(self, spacing=GAP_PX - 2)
        whole.addWidget(head)
        whole.addWidget(self._cards_area)
        whole.addWidget(self._nothing)
        self._show_which()

    def show_automation(self, automation: Automation) -> None:
        """Show these folders as they stand now."""
        for folder in automation.folders:
            card = self._cards.get(folder.watch.id)
            if card is None:
                card = self._cards[folder.watch.id] = WatchCard(self._context, folder)
            card.show_folder(folder, on=automation.on)
        order = tuple(folder.watch.id for folder in automation.folders)
        if order != self._order:
            before, self._order = self._order, order
            gone = [watch for watch in self._cards if watch not in order]
            lost = next((watch for watch in gone if self.window().focusWidget() is self._cards[watch]), None)
            for watch in gone:
                self._drop(watch)
            self._place()
            self._show_which()
            if lost is not None:
                self._focus_at(before.index(lost))
        if self._wanted is not None:
            self.focus(self._wanted)

    def show_time(self) -> None:
        """Tell anew how long ago things were."""
        for card in self._cards.values():
            card.show_time()

    def focus(self, watch: WatchId) -> None:
        """Give a folder the focus, as soon as it is shown."""
        self._wanted = watch
        if watch in self._cards:
            self._cards[watch].setFocus(Qt.FocusReason.OtherFocusReason)
            self._wanted = None

    def focus_first(self) -> None:
        """Give the first folder the focus, or the button that adds one."""
        first = self._cards[self._order[0]] if self._order else self._nothing.add
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def failures(self) -> Target:
        """What failed of the folder that has the focus; nothing where none has it."""
        return next((card.failures() for card in self._cards.values() if card.hasFocus()), NOTHING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= _TWO_COLUMNS_PX else 1
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _show_which(self) -> None:
        # As the window keeps it: no widget has the focus while another window is active.
        had_keys = self.window().focusWidget() is self._nothing.add
        self._cards_area.setVisible(bool(self._cards))
        self._add.setVisible(bool(self._cards))
        self._nothing.setVisible(not self._cards)
        if had_keys and self._order:
            self.focus_first()

    def _focus_at(self, place: int) -> None:
        """The keys of a card that is gone go to the one in its place, to the last one, or to the button that adds one."""
        if self._order:
            self.focus(self._order[min(place, len(self._order) - 1)])
        else:
            self.focus_first()

    def _drop(self, watch: WatchId) -> None:
        card = self._cards.pop(watch)
        if self.window().focusWidget() is card:
            self.window().setFocus()  # so that the keys do not go to whatever comes next
        card.hide()
        card.deleteLater()

    def _place(self) -> None:
        while self._grid.takeAt(0) is not None:
            pass
        for at, watch in enumerate(self._order):
            self._grid.addWidget(self._cards[watch], at // self._columns, at % self._columns)
            self._cards[watch].show()  # at once, so that it can take the focus
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, self._columns - 1)


class _NothingWatched(CardGround):
    """What watching a folder is good for, and the button that begins it."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self.add = OfferButton(context, offer(ADD_WATCH), look="primary")
        words = label(tr("Put a file into a folder and find the result in another."), wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = Qt.AlignmentFlag.AlignHCenter
        whole = column(self, margins=(24, 36, 24, 36), spacing=14)
        whole.addWidget(IconView("folder", Role.ACCENT, 36), 0, middle)
        whole.addWidget(words)
        whole.addWidget(self.add, 0, middle)

    def sizeHint(self) -> QSize:
        return QSize(400, 196)
