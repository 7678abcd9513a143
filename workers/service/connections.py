"""What every part of the service works with."""

from pathlib import Path
from types import TracebackType
from typing import Self

from workers.jobs.ids import WorkerId
from workers.processes import this_process
from workers.store.editor import Editor
from workers.store.intake import JobIntake
from workers.store.reader import Reader


class Connections:
    """The connections of one thread. `fallback` is the folder for outputs that cannot stand beside their sources."""

    def __init__(self, database: Path, *, fallback: Path) -> None:
        self._database = database
        self._fallback = fallback
        self._me: WorkerId = this_process()
        self._intake = JobIntake(database)
        self._editor = Editor(database)
        self._reader = Reader(database)

    def close(self) -> None:
        """Give the connections up."""
        for connection in (self._intake, self._editor, self._reader):
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
