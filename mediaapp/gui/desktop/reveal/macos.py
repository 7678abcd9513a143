"""Files shown by the Finder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess

from mediaapp.gui.desktop.reveal.handler import Refused


class FinderRevealer:
    """Lets `open -R` select them."""

    def reveal(self, paths: Sequence[Path], refused: Refused) -> None:
        """Select all of them."""
        started, _pid = QProcess.startDetached("/usr/bin/open", ["-R", *(str(path) for path in paths)])
        if not started:
            refused(paths[0].parent)
