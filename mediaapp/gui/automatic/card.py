"""One watched folder as a card: what it is, how it stands, what came of it, what can be done."""

import time

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import Action, counted_offer, offer
from mediaapp.gui.actions.automatic import PAUSE_WATCH, REMOVE_WATCH, RESUME_WATCH, SHOW_ROWS, of_watches
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.context_menu import context_menu
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.target import Target, failed_of_watch, of_watch
from mediaapp.gui.automatic.card_ground import CardGround
from mediaapp.gui.automatic.card_words import figures, last_seen, standing, told_whole, where
from mediaapp.gui.automatic.figure_line import FigureLine
from mediaapp.gui.automatic.pill import Pill
from mediaapp.gui.automatic.reading import WatchedFolder
from mediaapp.gui.theme import Role, current, icon
from mediaapp.gui.widgets import ElidedLabel, IconView, button, column, row
from mediaapp.text import tr
from workers.jobs.ids import WatchId

HEIGHT_PX = 164
_SIDE_PX = 19
_ICON_PX = 18
_TEXT_PX = 13
"""Between the folder's icon and the words."""


class WatchCard(CardGround):
    """Takes the focus as a whole: Space pauses and resumes, Enter shows its rows, the menu key offers all there is."""

    def __init__(self, context: ActionContext, folder: WatchedFolder) -> None:
        super().__init__()
        self._context = context
        self._folder = folder
        self._on = True
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = IconView("folder", Role.ACCENT, _ICON_PX)
        self._name = ElidedLabel(look="heading")
        self._pill = Pill()
        self._where = ElidedLabel(look="muted")
        self._recipe, self._place = ElidedLabel(), ElidedLabel()
        self._figures = FigureLine()
        self._seen = ElidedLabel(look="muted", elide=Qt.TextElideMode.ElideRight)
        self._retry = OfferButton(context, look="small", plain=True)
        self._pause = OfferButton(context, look="small")
        self._more = button("", look="flat")
        self._more.setIcon(icon("more-horizontal"))
        for made in (self._retry, self._pause, self._more):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the card itself has the keys
        self._more.clicked.connect(self._on_more)
        self._lay_out()
        self.show_folder(folder, on=True)

    @property
    def watch(self) -> WatchId:
        """The number of the watch that is shown."""
        return self._folder.watch.id

    def target(self) -> Target:
        """The watched folder, as actions take it."""
        return of_watch(self._folder.watch)

    def failures(self) -> Target:
        """What failed of it and can be tried again, as actions take it."""
        return failed_of_watch(self._folder.watch, self._folder.retryable)

    def show_folder(self, folder: WatchedFolder, *, on: bool) -> None:
        """Show how the folder stands now; `on` is the switch for everything."""
        self._folder, self._on = folder, on
        rules, told = folder.watch.rules, standing(folder, on=on)
        self._icon.show_icon("folder", Role.ACCENT if told.role is Role.OK else Role.MUTED)
        self._name.show_text(rules.title)
        self._pill.show_standing(told)
        self._where.show_text(where(rules))
        self._recipe.show_text(rules.recipe.name)
        self._place.show_text(text.results_place(rules))
        self._figures.show_figures(figures(folder))
        self._retry.show_offer(counted_offer(RETRY, self.failures(), folder.retryable))
        self._retry.setVisible(folder.retryable > 0)
        self._pause.show_offer(offer(self._toggle(), self.target()))
        for made in (self._retry, self._pause):
            made.setAccessibleDescription(rules.title)
        self._more.setAccessibleName(tr("More about “{name}”", name=rules.title))
        self.show_time()

    def show_time(self) -> None:
        """Tell anew how long ago things were."""
        now = time.time()
        self._seen.show_text(last_seen(self._folder.watch, now, on=self._on))
        self.setAccessibleName(told_whole(self._folder, now, on=self._on))

    def menu(self) -> QMenu:
        """All that can be done with the folder. Deletes itself when it closes."""
        return context_menu(self, self._context, self.target(), of_watches(self._toggle()))

    # --- what a person does

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Delete)
        ):
            event.accept()  # else the window's own key would remove rows of the list
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._do(SHOW_ROWS)
            case Qt.Key.Key_Space:
                self._do(self._toggle())
            case Qt.Key.Key_Delete:
                self._do(REMOVE_WATCH)
            case _:
                super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._do(SHOW_ROWS)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.menu().popup(self._below_more() if by_key else event.globalPos())

    def _toggle(self) -> Action:
        return RESUME_WATCH if self._folder.watch.paused else PAUSE_WATCH

    def _do(self, action: Action) -> None:
        action.trigger(self._context, self.target())

    def _on_more(self) -> None:
        self.menu().popup(self._below_more())

    def _below_more(self) -> QPoint:
        return self._more.mapToGlobal(QPoint(0, self._more.height()))

    # --- how it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(_SIDE_PX, self._lower.y() - 1, self.width() - 2 * _SIDE_PX, 1, current().color(Role.LINE))

    def _lay_out(self) -> None:
        inset = _ICON_PX + _TEXT_PX
        whole = column(self, margins=(_SIDE_PX, 15, _SIDE_PX, 12))
        head = QHBoxLayout()
        head.setSpacing(_TEXT_PX)
        head.addWidget(self._icon)
        head.addWidget(self._name, 1)
        head.addWidget(self._pill)
        whole.addLayout(head)
        about = QVBoxLayout()
        about.setContentsMargins(inset, 2, 0, 0)
        about.setSpacing(9)
        about.addWidget(self._where)
        about.addWidget(self._way())
        whole.addLayout(about)
        whole.addStretch(1)
        self._lower = QWidget()
        lower = row(self._lower, margins=(0, 9, 0, 0), spacing=8)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._figures)
        told.addWidget(self._seen)
        lower.addLayout(told, 1)
        for made in (self._retry, self._pause, self._more):
            lower.addWidget(made)
        whole.addWidget(self._lower)

    def _way(self) -> QWidget:
        """The recipe, an arrow, and where results go."""
        way = QWidget()
        line = row(way, spacing=9)
        for part in (self._recipe, self._place):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            part.setMinimumWidth(1)  # else a card is as wide as its longest words
        line.addWidget(self._recipe)
        line.addWidget(IconView("arrow-right", Role.MUTED, 13))
        line.addWidget(self._place)
        line.addStretch(1)
        return way
