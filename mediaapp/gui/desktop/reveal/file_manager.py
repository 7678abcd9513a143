"""Files shown by org.freedesktop.FileManager1, which Nautilus, Dolphin, Thunar, Nemo and PCManFM answer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from mediaapp.gui.desktop.reveal.handler import FolderRevealer

SERVICE = "org.freedesktop.FileManager1"
PATH = "/org/freedesktop/FileManager1"


class FileManagerRevealer(QObject):
    """Asks the file manager; where none answers, the fallback opens the folder."""

    def __init__(self, *, fallback: FolderRevealer) -> None:
        super().__init__()
        self._fallback = fallback

    def reveal(self, paths: Sequence[Path]) -> None:
        """Select all of them."""
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            self._fallback.reveal(paths)
            return
        message = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "ShowItems")
        message.setArguments(
            [
                [QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded) for path in paths],
                "",
            ]
        )
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        watcher.finished.connect(partial(self._on_finished, tuple(paths)))

    def _on_finished(self, paths: tuple[Path, ...], watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            self._fallback.reveal(paths)
        watcher.deleteLater()
