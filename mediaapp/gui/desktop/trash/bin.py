"""The trash of the desktop, as Qt reaches it on every system."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QFile


def move_to_trash(path: Path) -> Path | None:
    """Move a file to the trash; where it lies there, or None when it was refused. Touches the disk."""
    if sys.platform not in ("win32", "darwin"):
        # Qt fails with "Bad file descriptor" where the folder above the trash does not exist yet.
        data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        Path(data).mkdir(parents=True, exist_ok=True)
    file = QFile(str(path))
    return Path(file.fileName()) if file.moveToTrash() else None
