"""One list of the right column: a row for each hook, or for each schedule."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from mediaapp.gui.actions.action import Action, short_offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.automatic.entry_row import EntryRow
from mediaapp.gui.widgets import column, label, row

_ROWS_PX = 8

R = TypeVar("R", bound=EntryRow)


class Entries(QWidget, Generic[R]):
    """A row stays the same widget as long as its entry is there; where there is none, `nothing` says what one is good for."""

    def __init__(self, context: ActionContext, title: str, add: Action, nothing: str) -> None:
        super().__init__()
        self._rows: dict[int, R] = {}
        self._wanted: int | None = None
        self._add = OfferButton(context, short_offer(add), look="link", plain=True)
        self._nothing = label(nothing, "muted", wrap=True)
        self._nothing.setContentsMargins(8, 0, 8, 0)
        whole = column(self)
        head = row(top := QWidget(), margins=(8, 0, 8, 0))
        head.addWidget(label(title, "title"), 1)
        head.addWidget(self._add)
        whole.addWidget(top)
        whole.addSpacing(6)
        self._list = column(entries := QWidget(), spacing=_ROWS_PX)
        self._list.addWidget(self._nothing)
        whole.addWidget(entries)

    @property
    def rows(self) -> Sequence[R]:
        """The rows, from the top."""
        return tuple(self._rows.values())

    def show_entries(self, numbers: Sequence[int], made: Callable[[int], R]) -> None:
        """Show a row for each of these numbers; `made` makes one that is new."""
        for gone in [number for number in self._rows if number not in numbers]:
            self._take_away(gone)
        for number in numbers:
            if number not in self._rows:
                self._rows[number] = made(number)
                self._list.addWidget(self._rows[number])
                self._rows[number].show()  # at once, so that it can take the focus
        self._nothing.setVisible(not self._rows)
        if self._wanted is not None:
            self.focus_entry(self._wanted)

    def row_of(self, number: int) -> R:
        """The row of an entry that is shown."""
        return self._rows[number]

    def focus_entry(self, number: int) -> None:
        """Give the keys to an entry, as soon as it is shown."""
        self._wanted = number
        if number in self._rows:
            self._wanted = None
            self._rows[number].take_focus()

    def _take_away(self, number: int) -> None:
        """The keys of a row that goes are those of the next one, or of the button that adds one."""
        numbers = list(self._rows)
        at = numbers.index(number)
        gone = self._rows.pop(number)
        if gone.isAncestorOf(gone.window().focusWidget() or gone):
            after = numbers[at + 1 :] or numbers[:at][-1:]
            (self._rows[after[0]].take_focus if after else self._add.setFocus)()
        gone.hide()
        gone.deleteLater()
