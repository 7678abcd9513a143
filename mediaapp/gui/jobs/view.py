"""The table widget of the list: what is on screen, what is hovered, what is pressed."""

import time
from array import array
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from mediaapp.gui.actions.action import Offer
from mediaapp.gui.actions.navigation import SHOW_DETAILS
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.jobs.delegate import COMFORTABLE, COMPACT, JobsDelegate, Spot
from mediaapp.gui.jobs.dragging import drag_out
from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.jobs.thumbnails import Thumbnails
from mediaapp.gui.list_diff import ListChange
from mediaapp.gui.row_keys import batch_of, cause_of
from mediaapp.gui.signals import signal_of
from mediaapp.gui.snapshot import Listing
from mediaapp.text import tr
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState

SETTLE_MS = 16
MORE_PX = 3
"""So far above and below what is drawn a press still counts, so that everything can be hit within 32 pixels."""
STEP_ROWS = 50_000
STEP_S = 0.008
"""Rows come in steps of so many and so long, so that a million of them hold nothing up."""

_DRAGGABLE = Qt.ItemFlag.ItemIsDragEnabled
_BY_KEYBOARD = frozenset(
    (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
)


@dataclass(frozen=True, slots=True)
class Toggled:
    """A heading is to stand open or closed."""

    key: int
    opened: bool


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The rows on screen, both ends included."""

    first: int
    last: int


class JobsView(QTableView):
    """Rows of one height in one column; scroll and selection stay put while rows come and go above."""

    triggered = signal_of(Offer)
    """An Offer of a row: its button was pressed, or its key."""

    toggled = signal_of(Toggled)
    scrolled = signal_of(OnScreen)
    listed = Signal()
    came_above = signal_of(int)
    selected = Signal()
    left = Signal()
    """The mouse is no longer over a row."""

    _hidden_px = 0

    def __init__(self, model: JobsModel, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._delegate = JobsDelegate(model, thumbnails, self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._tell_scrolled)
        self._coming: deque[ListChange] = deque()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._apply)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self.selectionModel().selectionChanged.connect(self.selected)
        self.selectionModel().currentChanged.connect(self._drop_focus)

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setWordWrap(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(tr("Pictures"))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(COMPACT.row)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.row_px)
        columns.hide()
        columns.setStretchLastSection(True)
        self.verticalScrollBar().setSingleStep(self.row_px // 2)

    @property
    def buttons_px(self) -> int:
        """How wide the strip at the right end is, in pixels, in which the buttons of rows stand."""
        return self._delegate.buttons_px

    @property
    def row_px(self) -> int:
        """The height of every row in pixels."""
        return self._delegate.measures.row

    def set_compact(self, *, compact: bool) -> None:
        """Rows of one line or of two; the row at the top stays there."""
        top = self.verticalScrollBar().value() // self.row_px
        self._delegate.measures = COMPACT if compact else COMFORTABLE
        self.verticalHeader().setDefaultSectionSize(self.row_px)
        self.verticalScrollBar().setSingleStep(self.row_px // 2)
        self.updateGeometries()
        self.verticalScrollBar().setValue(top * self.row_px)
        self.viewport().update()

    # --- rows

    def take_listing(self, listing: Listing) -> None:
        """Let rows come and go without moving what is looked at; very many come in steps, with other work between."""
        self._model.take_view(listing.view, listing.opened)
        for splice in listing.splices:
            self._coming.extend(splice.pieces(STEP_ROWS))
        self._apply()

    def _apply(self) -> None:
        until = time.perf_counter() + STEP_S
        while self._coming and time.perf_counter() < until:
            self._apply_one(self._coming.popleft())
        self._settle.start()
        if self._coming:
            self._later.start()
        else:
            self.listed.emit()

    def _apply_one(self, splice: ListChange) -> None:
        bar = self.verticalScrollBar()
        before = bar.value()
        row, offset = divmod(before, self.row_px)
        self._model.splice(splice)
        self.updateGeometries()
        if before > 0 and splice.start <= row:
            gone = min(splice.removed, row - splice.start)
            bar.setValue((row + len(splice.inserted) - gone) * self.row_px + offset)
            self.came_above.emit(len(splice.inserted))

    # --- where the list begins

    @property
    def is_pointed_at(self) -> bool:
        """Whether the mouse is over a row, which should stay where it is."""
        return self._delegate.hovered_row >= 0

    def begins_lower(self, by: int) -> None:
        """The list begins so many pixels further down now: what the mouse points at stays where it is on the screen.

        The first rows then lie above what is shown until the mouse has left, also where there is nothing to scroll.
        """
        if not self.is_pointed_at:
            return
        self._hidden_px += by
        self.updateGeometries()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by)

    def _come_back(self) -> None:
        if self.verticalScrollBar().value() <= self._hidden_px:
            self.verticalScrollBar().setValue(0)
        self._hidden_px = 0
        self.updateGeometries()

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        value = bar.value()
        super().updateGeometries()
        if self._hidden_px:
            bar.setMaximum(bar.maximum() + self._hidden_px)
            bar.setValue(value)

    def on_screen(self) -> OnScreen:
        """The rows on screen."""
        top = self.verticalScrollBar().value() // self.row_px
        return OnScreen(top, top + self.viewport().height() // self.row_px + 1)

    def refresh(self) -> None:
        """Draw again what is on screen."""
        rows = self.on_screen()
        self._model.tell_changed(rows.first, rows.last)

    # --- what is selected

    def selected_keys(self) -> "array[int]":
        """The keys of the selected rows, from the top."""
        ranges = sorted((one.top(), one.bottom()) for one in self.selectionModel().selection().toList())
        keys = array("q")
        for top, bottom in ranges:
            keys.extend(self._model.keys(top, bottom))
        return keys

    def selections(self) -> list[Selection]:
        """The selected jobs: single rows, and all of a heading that is selected."""
        keys = self.selected_keys()
        view = self._model.view
        if len(keys) == self._model.rowCount() > 1:
            return [Selection(states=view.states, search=view.search, watch=view.watch)]
        headings = {key for key in keys if key < 0}
        ids = tuple(JobId(key) for key in keys if key > 0 and not self._is_below(key, headings))
        found = [Selection(ids=ids)] if ids else []
        return found + [self.selection_of(key) for key in headings]

    def selection_of(self, key: int) -> Selection:
        """The jobs that a row stands for."""
        batch, cause = batch_of(key), cause_of(key)
        if cause is not None:
            return Selection(states=frozenset((JobState.FAILED,)), cause=cause)
        if batch is not None:
            return Selection(states=self._model.view.states, batch=batch)
        return Selection(ids=(JobId(key),))

    def _is_below(self, key: int, headings: set[int]) -> bool:
        job = self._model.job(key) if headings else None
        return job is not None and -job.batch in headings

    def select_key(self, key: int) -> bool:
        """Select a row and bring it on screen; False when it is not in the list."""
        row = self._model.row_of(key)
        if row is None:
            return False
        index = self._model.index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        return True

    # --- mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self._hover(at)
        self._delegate.by_keyboard = False
        if event.button() is Qt.MouseButton.LeftButton:
            if self._delegate.hovered is not None:
                self._delegate.pressed = self._delegate.hovered
                self.viewport().update()
                return
            row = self.rowAt(at.y())
            if row >= 0 and at.x() < 44 and self._model.key(row) < 0:
                self._toggle(row)
                return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._delegate.pressed = self._delegate.pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().update()
        if pressed == self._delegate.hovered:
            self._trigger(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        if row < 0 or self._delegate.hovered is not None:
            return
        if self._model.key(row) < 0:
            self._toggle(row)
        else:
            self._trigger(Spot(row, OPEN))

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's own signature
        keys = [self._model.key(one.row()) for one in self.selectedIndexes() if one.flags() & _DRAGGABLE]
        job = self._model.job(keys[0]) if keys else None
        if job is not None:
            drag_out(self, self._model.mimeData(self.selectedIndexes()), self._thumbnails.get(job))

    def _hover(self, at: QPoint) -> None:
        row = self.rowAt(at.y()) if self.viewport().rect().contains(at) else -1
        spot = None
        for offered, place in self._spots(row):
            if place.adjusted(0, -MORE_PX, 0, MORE_PX).contains(at):
                spot = Spot(row, offered.action)
        if row < 0 <= self._delegate.hovered_row:
            self._delegate.hovered_row = -1
            self._come_back()
            self.left.emit()
        if (row, spot) != (self._delegate.hovered_row, self._delegate.hovered):
            self._delegate.hovered_row, self._delegate.hovered = row, spot
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _spots(self, row: int) -> list[tuple[Offer, QRect]]:
        if row < 0:
            return []
        index = self._model.index(row, 0)
        return self._delegate.spots(row, self.visualRect(index), chosen=True)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        focused = self._delegate.focused
        self._delegate.by_keyboard = True
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if row >= 0 and self._model.key(row) < 0:
                self._open(row, opened=event.key() == Qt.Key.Key_Right)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if focused is not None:
                self._trigger(focused)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if row >= 0 and self._model.key(row) < 0:
                self._toggle(row)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if row >= 0:
                in_folder = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._trigger(Spot(row, SHOW_IN_FOLDER if in_folder else OPEN))
            case Qt.Key.Key_Space if row >= 0:
                self._trigger(Spot(row, SHOW_DETAILS))
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        if event.reason() in _BY_KEYBOARD:
            self._delegate.by_keyboard = True
            if not self.currentIndex().isValid() and self._model.rowCount():
                self.selectionModel().setCurrentIndex(
                    self._model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        return self._step(forward=forward) or super().focusNextPrevChild(forward)

    def _step(self, *, forward: bool) -> bool:
        """Move the focus to the next button of the current row; False when there is none left."""
        row = self.currentIndex().row()
        actions = [offered.action for offered, _ in self._spots(row)]
        focused = self._delegate.focused
        at = actions.index(focused.action) if focused is not None and focused.action in actions else None
        if at is None:
            at = 0 if forward else None
        else:
            at += 1 if forward else -1
        moved = at is not None and 0 <= at < len(actions)
        self._delegate.focused = Spot(row, actions[at]) if moved and at is not None else None
        self.viewport().update()
        return moved or (focused is not None and not forward)

    def _drop_focus(self) -> None:
        self._delegate.focused = None

    # --- telling

    def _toggle(self, row: int) -> None:
        self._open(row, opened=not self._model.is_open(self._model.key(row)))

    def _open(self, row: int, *, opened: bool) -> None:
        self.toggled.emit(Toggled(self._model.key(row), opened))

    def _trigger(self, spot: Spot) -> None:
        offered = self._model.offer(spot.row, spot.action)
        if offered is not None:
            self.triggered.emit(offered)

    def _on_scroll(self) -> None:
        self._settle.start()  # connected itself, it would take the bar's value for its interval

    def _tell_scrolled(self) -> None:
        self.scrolled.emit(self.on_screen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._delegate.beside = self.width() - self.viewport().width()
        self.viewport().update()
        self._settle.start()
