"""Files shown by org.freedesktop.FileManager1, which Nautilus, Dolphin, Thunar, Nemo and PCManFM answer."""

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from jeepney import DBusAddress, Message, MessageType, new_method_call
from PySide6.QtCore import QObject, QUrl

from mediaapp.gui.desktop.bus import Bus
from mediaapp.gui.desktop.reveal.handler import Refused, Revealer

SERVICE = "org.freedesktop.FileManager1"
PATH = "/org/freedesktop/FileManager1"
ANSWER_MS = 5_000
"""How long a file manager may take: the first call starts it."""
_FILE_MANAGER = DBusAddress(PATH, bus_name=SERVICE, interface=SERVICE)


class FileManagerRevealer(QObject):
    """Asks the file manager; where none answers, the fallback is asked."""

    def __init__(self, address: str, *, fallback: Revealer) -> None:
        super().__init__()
        self._fallback = fallback
        self._numbers = count()
        self._asked: dict[int, tuple[tuple[Path, ...], Refused]] = {}
        self._bus = Bus(address, parent=self)

    def reveal(self, paths: Sequence[Path], refused: Refused) -> None:
        """Select all of them."""
        files = tuple(paths)
        links = [QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded) for path in files]
        number = next(self._numbers)
        self._asked[number] = files, refused
        message = new_method_call(_FILE_MANAGER, "ShowItems", "ass", (links, ""))
        self._bus.call(
            message,
            partial(self._on_answer, number),
            on_silence=partial(self._fall_back, number),
            patience_ms=ANSWER_MS,
        )

    def _on_answer(self, number: int, answer: Message) -> None:
        if answer.header.message_type is MessageType.method_return:
            self._asked.pop(number, None)
        else:
            self._fall_back(number)

    def _fall_back(self, number: int) -> None:
        asked = self._asked.pop(number, None)
        if asked is not None:
            self._fallback.reveal(*asked)
