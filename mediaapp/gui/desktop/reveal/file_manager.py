"""Files shown by org.freedesktop.FileManager1, which Nautilus, Dolphin, Thunar, Nemo and PCManFM answer."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

SERVICE = "org.freedesktop.FileManager1"
PATH = "/org/freedesktop/FileManager1"


class FileManagerRevealer(QObject):
    """Asks the file manager; where none answers, the fallback is asked."""

    def __init__(self, bus: QDBusConnection, *, fallback: Callable[[Sequence[Path]], None]) -> None:
        super().__init__()
        self._bus = bus
        self._fallback = fallback

    def reveal(self, paths: Sequence[Path]) -> None:
        """Select all of them."""
        if not self._bus.isConnected():
            self._fallback(paths)
            return
        message = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "ShowItems")
        message.setArguments(
            [
                [QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded) for path in paths],
                "",
            ]
        )
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        watcher.finished.connect(lambda: self._on_finished(tuple(paths), watcher))

    def _on_finished(self, paths: tuple[Path, ...], watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            self._fallback(paths)
        watcher.deleteLater()
