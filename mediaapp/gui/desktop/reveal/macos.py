"""Files shown by the Finder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess


class FinderRevealer:
    """Lets `open -R` select them."""

    def reveal(self, paths: Sequence[Path]) -> None:
        """Select all of them."""
        QProcess.startDetached("/usr/bin/open", ["-R", *(str(path) for path in paths)])
