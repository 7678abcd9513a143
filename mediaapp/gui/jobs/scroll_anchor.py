"""What the mouse points at stays where it is on the screen, although the list begins lower or higher now."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from mediaapp.gui.jobs.view import JobsView

REST_MS = 5_000
"""A mouse that has rested for so long is about to press nothing."""
_STIRS = frozenset((QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease))


class ScrollAnchor(QObject):
    """Scrolls by as much as the list's beginning moves.

    Where there is nothing to scroll, the first rows lie above what is shown until `let_go`.
    """

    rested = Signal()
    """The mouse has rested for a while: what was kept for it need not be kept any longer."""

    def __init__(self, view: JobsView) -> None:
        super().__init__(view)
        self._view = view
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.rested)
        view.viewport().installEventFilter(self)

    def begins_lower(self, by: int) -> None:
        """The list begins so many pixels further down now."""
        self._view.hidden_px += by
        self._view.updateGeometries()
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + by)
        self.watch()

    def begins_higher(self, by: int) -> int:
        """The list may begin so many pixels further up; returns by how many it can without moving what is pointed at."""
        bar = self._view.verticalScrollBar()
        moved = min(by, bar.value())
        self._view.hidden_px = max(0, self._view.hidden_px - moved)
        bar.setValue(bar.value() - moved)
        return moved

    def watch(self) -> None:
        """Something is kept as it is for the mouse: tell when that has rested."""
        if not self._rest.isActive():
            self._rest.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A mouse that is moved or pressed rests no more."""
        if event.type() in _STIRS and self._rest.isActive():
            self._rest.start()
        return super().eventFilter(watched, event)

    def let_go(self) -> None:
        """Nothing is pointed at any longer: the list begins where it does."""
        self._rest.stop()
        bar = self._view.verticalScrollBar()
        if self._view.hidden_px and bar.value() <= self._view.hidden_px:
            bar.setValue(0)
        self._view.hidden_px = 0
        self._view.updateGeometries()
