"""The table widget of the list: what is on screen, what is hovered, what is pressed."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from mediaapp.gui.actions.action import Offer
from mediaapp.gui.actions.navigation import SHOW_DETAILS
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.jobs.chosen import ChosenRows
from mediaapp.gui.jobs.delegate import COMFORTABLE, COMPACT, JobsDelegate, Spot
from mediaapp.gui.jobs.dragging import drag_out
from mediaapp.gui.jobs.incoming import IncomingRows
from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.jobs.thumbnails import Thumbnails
from mediaapp.gui.signals import signal_of
from mediaapp.text import tr

SETTLE_MS = 16
MORE_PX = 3
"""So far above and below what is drawn a press still counts, so that everything can be hit within 32 pixels."""
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
    selected = Signal()
    left = Signal()
    """The mouse is no longer over a row."""

    hidden_px = 0
    """So many pixels of the list's beginning lie above what is shown, also where there is nothing to scroll."""

    def __init__(self, model: JobsModel, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._delegate = JobsDelegate(model, thumbnails, self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._tell_scrolled)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self.incoming = IncomingRows(self, model)
        self.chosen = ChosenRows(self, model)
        self.incoming.applied.connect(self._settle.start)
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

    # --- what is on screen

    @property
    def is_pointed_at(self) -> bool:
        """Whether the mouse is over a row, which should stay where it is."""
        return self._delegate.hovered_row >= 0

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        value = bar.value()
        super().updateGeometries()
        if self.hidden_px:
            bar.setMaximum(bar.maximum() + self.hidden_px)
            bar.setValue(value)

    def on_screen(self) -> OnScreen:
        """The rows on screen."""
        top = self.verticalScrollBar().value() // self.row_px
        return OnScreen(top, top + self.viewport().height() // self.row_px + 1)

    def refresh(self) -> None:
        """Draw again what is on screen."""
        rows = self.on_screen()
        self._model.tell_changed(rows.first, rows.last)

    # --- mouse

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hover(QPoint(-1, -1))

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
