"""The bar that a terminal shows while jobs run."""

import sys

from tqdm import tqdm


class TerminalProgress(tqdm):  # type: ignore[misc] # it has no types
    """How many pictures have ended, on standard error; lines can be written above it."""

    monitor_interval = 0  # no thread that wakes a bar: it is moved ten times a second

    def __init__(self) -> None:
        super().__init__(total=0, unit=" pictures", file=sys.stderr, leave=False, dynamic_ncols=True, mininterval=0.2)

    def move(self, ended: int, total: int) -> None:
        """Show that so many of all have ended."""
        self.total = total
        self.update(ended - self.n)
