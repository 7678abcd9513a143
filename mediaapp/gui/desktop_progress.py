"""What the desktop shows of the work: progress on the taskbar, and no sleep while there is some."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mediaapp.gui.desktop.awake.lock import Awake
from mediaapp.gui.desktop.taskbar.handler import Taskbar
from mediaapp.gui.preferences import Preferences

if TYPE_CHECKING:
    from mediaapp.gui.bridge import Bridge
    from mediaapp.gui.snapshot import Snapshot

STEPS = 100
"""The taskbar's bar is moved in hundredths: nobody sees less, and each move is a message to the desktop."""


class DesktopProgress(QObject):
    """Follows the bridge for the taskbar and the computer's sleep."""

    def __init__(self, bridge: "Bridge", preferences: Preferences, taskbar: Taskbar, awake: Awake) -> None:
        super().__init__(bridge)
        self._preferences = preferences
        self._taskbar = taskbar
        self._awake = awake
        self._shown: int | None = None
        bridge.snapshot_changed.connect(self._on_snapshot)

    def close(self) -> None:
        """Leave nothing behind on the desktop."""
        self._show(None)
        self._awake.release()

    def _on_snapshot(self, snapshot: "Snapshot") -> None:
        counts, run = snapshot.counts, snapshot.run
        works = bool(counts.running or (counts.queued and not snapshot.paused))
        unfinished = run.total - run.ended
        self._show(round(STEPS * run.ended / run.total) if works and unfinished else None)
        if works and self._preferences.current.keep_awake:
            self._awake.hold()
        else:
            self._awake.release()

    def _show(self, hundredths: int | None) -> None:
        if hundredths != self._shown:
            self._shown = hundredths
            self._taskbar.show_progress(None if hundredths is None else hundredths / STEPS)
