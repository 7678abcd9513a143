"""The settings while the window is open: changed at once, written by the table's thread."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from mediaapp import settings
from mediaapp.gui.bridge import Bridge
from mediaapp.settings import Settings


class Preferences(QObject):
    """The one copy of the settings in the window."""

    changed = Signal(object)
    pool_changed = Signal(object)
    """The settings, when what the pool works with is among what changed."""

    def __init__(self, current: Settings, file: Path, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.current = current
        self._file = file
        self._bridge = bridge

    def change(self, **fields: Any) -> None:  # noqa: ANN401 - the fields of Settings
        """Change some fields, keep the rest, and write them all; nothing happens where they have these values already."""
        wanted = replace(self.current, **fields)
        if wanted == self.current:
            return
        self.current = wanted
        self._bridge.in_background(lambda: settings.save(self._file, wanted))
        self._tell(wanted)
        if not fields.keys().isdisjoint(("workers", "memory")):
            self.pool_changed.emit(wanted)

    def _tell(self, wanted: Settings) -> None:
        self.changed.emit(wanted)
