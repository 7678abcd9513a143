"""Closing the window while there is work: it goes on in the background, or the queue waits for the next start."""

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import QUIT, SHOW_WINDOW
from mediaapp.gui.actions.target import NOTHING
from mediaapp.gui.dialogs.boxes import ClosingQuestion
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.snapshot import Snapshot
from mediaapp.gui.theme import application_icon
from mediaapp.gui.window import MainWindow
from mediaapp.text import tally


class Closing(QObject):
    """Asks once what closing shall mean, when a person closes the window while jobs are to be done; then keeps to it."""

    def __init__(self, window: MainWindow, context: ActionContext, preferences: Preferences, *, has_tray: bool) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._bridge = context.bridge
        self._preferences = preferences
        self._has_tray = has_tray
        self._question: ClosingQuestion | None = None
        self._tray: QSystemTrayIcon | None = None
        window.installEventFilter(self)
        context.bridge.snapshot_changed.connect(self._on_snapshot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QCloseEvent) and event.spontaneous() and not self._may_close():
            event.ignore()
            return True
        if event.type() == QEvent.Type.Show:
            self._leave_background()
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Leave nothing behind on the desktop."""
        self._leave_background()

    def _may_close(self) -> bool:
        """Whether the application may end now; else it has gone to the background, or a person is being asked."""
        if not _to_do(self._bridge.snapshot):
            return True
        wanted = self._preferences.current.close_to_tray
        if wanted is None:
            self._ask()
            return False
        if wanted and self._has_tray:
            self._go_to_background()
            return False
        return True

    def _ask(self) -> None:
        if self._question is not None:
            return
        self._question = ClosingQuestion(
            self._window,
            _to_do(self._bridge.snapshot),
            quit_now=self._on_quit,
            go_on=self._on_background if self._has_tray else None,
        )
        self._question.finished.connect(self._on_answered)
        self._question.open()

    def _on_answered(self) -> None:
        self._question = None

    def _on_background(self) -> None:
        self._preferences.change(replace(self._preferences.current, close_to_tray=True))
        self._go_to_background()

    def _on_quit(self) -> None:
        self._preferences.change(replace(self._preferences.current, close_to_tray=False))
        self._window.close()

    def _go_to_background(self) -> None:
        QApplication.setQuitOnLastWindowClosed(False)
        self._tray = QSystemTrayIcon(application_icon(), self)
        menu = QMenu(self._window)
        for action in (SHOW_WINDOW, QUIT):
            menu.addAction(action.words()).triggered.connect(partial(action.trigger, self._context, NOTHING))
        self._tray.setContextMenu(menu)
        self._tray.activated.connect(lambda _reason: self._window.raise_window())
        self._on_snapshot(self._bridge.snapshot)
        self._tray.show()
        self._window.hide()

    def _leave_background(self) -> None:
        if self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None
            QApplication.setQuitOnLastWindowClosed(True)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self._question is not None:
            self._question.show_unfinished(_to_do(snapshot))
        if self._tray is not None:
            run = snapshot.run
            told = tally.so_far(run.ended, run.total)
            self._tray.setToolTip(f"mediaapp · {told}")


def _to_do(snapshot: Snapshot) -> int:
    """How many jobs would go on if the application did."""
    counts = snapshot.counts
    return counts.running + (0 if snapshot.paused else counts.queued)
