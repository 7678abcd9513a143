"""Files shown by org.freedesktop.FileManager1, which Nautilus, Dolphin, Thunar, Nemo and PCManFM answer."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from jeepney import DBusAddress, Message, MessageType, new_method_call
from PySide6.QtCore import QObject, QUrl

from mediaapp.gui.desktop.bus import Bus

SERVICE = "org.freedesktop.FileManager1"
PATH = "/org/freedesktop/FileManager1"
_FILE_MANAGER = DBusAddress(PATH, bus_name=SERVICE, interface=SERVICE)


class FileManagerRevealer(QObject):
    """Asks the file manager; where none answers, the fallback is asked."""

    def __init__(self, address: str, *, fallback: Callable[[Sequence[Path]], None]) -> None:
        super().__init__()
        self._fallback = fallback
        self._asked: list[tuple[Path, ...]] = []
        self._bus = Bus(address, parent=self)
        self._bus.lost.connect(self._on_lost)

    def reveal(self, paths: Sequence[Path]) -> None:
        """Select all of them."""
        files = tuple(paths)
        links = [QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded) for path in files]
        self._asked.append(files)
        message = new_method_call(_FILE_MANAGER, "ShowItems", "ass", (links, ""))
        self._bus.call(message, partial(self._on_answer, files))

    def _on_answer(self, files: tuple[Path, ...], answer: Message) -> None:
        self._asked.remove(files)
        if answer.header.message_type is not MessageType.method_return:
            self._fallback(files)

    def _on_lost(self) -> None:
        asked, self._asked = self._asked, []
        for files in asked:
            self._fallback(files)
