"""Which file manager shows the files, chosen by the system."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


class Revealer(Protocol):
    """One way to open a folder with files selected in it."""

    def reveal(self, paths: Sequence[Path]) -> None:
        """Show these files, all of one folder; they may be gone, then only the folder is shown."""


class FolderRevealer:
    """Opens the folder and selects nothing: what every desktop can do."""

    def reveal(self, paths: Sequence[Path]) -> None:
        """Open the folder of the first one."""
        open_path(paths[0].parent)


def revealer() -> Revealer:
    """The best one for this system."""
    if sys.platform == "win32":
        from mediaapp.gui.desktop.reveal.windows import ExplorerRevealer  # noqa: PLC0415 - imports on Windows only

        return ExplorerRevealer()
    if sys.platform == "darwin":
        from mediaapp.gui.desktop.reveal.macos import FinderRevealer  # noqa: PLC0415 - beside the one above

        return FinderRevealer()
    from mediaapp.gui.desktop.bus import session_address  # noqa: PLC0415 - needs jeepney, which is for Linux
    from mediaapp.gui.desktop.reveal.file_manager import FileManagerRevealer  # noqa: PLC0415 - likewise

    folders, address = FolderRevealer(), session_address()
    return folders if address is None else FileManagerRevealer(address, fallback=folders.reveal)


def open_path(path: Path) -> None:
    """Open a file or a folder with what the desktop opens it with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
