"""What the taskbar can show, and who shows it on this system."""

import sys
from typing import Protocol

from PySide6.QtGui import QGuiApplication, QWindow


class Taskbar(Protocol):
    """One way to show progress outside the window."""

    def show_progress(self, fraction: float | None) -> None:
        """Show a bar of 0 to 1, or none."""


class NoTaskbar:
    """A system without public progress."""

    def show_progress(self, fraction: float | None) -> None:
        """Draw nothing."""


def taskbar(window: QWindow) -> Taskbar:
    """The one of this system; `window` is the one whose button shows it."""
    if sys.platform == "win32":
        from mediaapp.gui.desktop.taskbar.windows import WindowsTaskbar  # noqa: PLC0415 - imports on Windows only

        return WindowsTaskbar(window)
    if sys.platform == "darwin":
        return NoTaskbar()
    from mediaapp.gui.desktop.bus import session_address  # noqa: PLC0415 - needs jeepney, which is for Linux
    from mediaapp.gui.desktop.taskbar.launcher_entry import LauncherEntry  # noqa: PLC0415 - likewise

    address = session_address()
    return NoTaskbar() if address is None else LauncherEntry(address, QGuiApplication.desktopFileName())
