"""What shows files in a file manager, and what opens them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

Refused = Callable[[Path], object]
"""Told the path that nothing on this desktop opens."""


class Revealer(Protocol):
    """One way to open a folder with files selected in it."""

    def reveal(self, paths: Sequence[Path], refused: Refused) -> None:
        """Show these files, all of one folder; they may be gone, then only the folder is shown."""


class FolderRevealer:
    """Opens the folder and selects nothing: what every desktop can do."""

    def reveal(self, paths: Sequence[Path], refused: Refused) -> None:
        """Open the folder of the first one."""
        open_path(paths[0].parent, refused)


def open_path(path: Path, refused: Refused) -> None:
    """Open a file or a folder with what the desktop opens it with."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        refused(path)
