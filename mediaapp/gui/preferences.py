"""The settings while the window is open: changed at once, written by the table's thread; the pool follows the file."""

from pathlib import Path

from PySide6.QtCore import QObject

from mediaapp import settings
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.signals import signal_of
from mediaapp.settings import Settings


class Preferences(QObject):
    """The one copy of the settings in the window."""

    changed = signal_of(Settings)

    def __init__(self, current: Settings, file: Path, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.current = current
        self._file = file
        self._bridge = bridge

    def change(self, wanted: Settings) -> None:
        """Use these from now on, and write them; nothing happens where they are the same."""
        before, self.current = self.current, wanted
        if wanted == before:
            return
        self._bridge.in_background(lambda: settings.change(self._file, before, wanted))
        self.changed.emit(wanted)
