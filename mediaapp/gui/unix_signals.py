"""Ends the application in good order when a terminal or the system asks its process to end."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

_WISHES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class UnixSignals(QObject):
    """Calls `leave` in the event loop on Ctrl+C, at logout, and when the terminal closes, unless that was to be ignored.

    Python runs a signal's handler between two of its own instructions, which may be in the middle of painting, and never
    while the loop waits; so the handler does nothing, and the byte that is written for each signal wakes the loop.
    """

    def __init__(self, leave: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._leave = leave
        self._ours, self._written = socket.socketpair()
        for end in (self._ours, self._written):
            end.settimeout(0)
        signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        for name in _WISHES:
            wish = getattr(signal, name, None)
            if wish is not None and signal.getsignal(wish) is not signal.SIG_IGN:
                signal.signal(wish, _nothing)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        self._ours.recv(4096)
        self._leave()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Only what has a handler writes its byte."""
