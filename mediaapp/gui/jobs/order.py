"""The choice whether the newest or the oldest rows come first."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, icon
from mediaapp.gui.widgets import Button
from mediaapp.text import tr


class OrderButton(Button):
    """Says the order, and offers both in a menu."""

    chosen = signal_of(bool)
    """Whether the newest are to come first."""

    def __init__(self, *, newest_first: bool) -> None:
        super().__init__("link")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIcon(icon("chevron-down", Role.ACCENT))
        self.setIconSize(QSize(12, 12))
        menu = QMenu(self)
        group = QActionGroup(menu)
        for newest in (True, False):
            entry = menu.addAction(_words(newest_first=newest))
            entry.setCheckable(True)
            entry.setChecked(newest is newest_first)
            entry.setActionGroup(group)
            entry.triggered.connect(partial(self._on_chosen, newest))
        self.setMenu(menu)
        self.show_words(_words(newest_first=newest_first))

    def _on_chosen(self, newest_first: bool) -> None:  # noqa: FBT001 - a slot
        self.show_words(_words(newest_first=newest_first))
        self.chosen.emit(newest_first)


def _words(*, newest_first: bool) -> str:
    return tr("Newest first") if newest_first else tr("Oldest first")
