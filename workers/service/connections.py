"""What every part of the service works with."""

from pathlib import Path
from types import TracebackType
from typing import Self

from workers.jobs.ids import WorkerId
from workers.processes import this_process
from workers.store.job_store import JobStore


class Connections:
    """The connections of one thread. `fallback` is the folder for outputs that cannot stand beside their sources."""

    def __init__(self, database: Path, *, fallback: Path) -> None:
        self._fallback = fallback
        self._me: WorkerId = this_process()
        self._store = JobStore(database)
        self._intake = self._store.intake
        self._editor = self._store.editor
        self._reader = self._store.reader

    def close(self) -> None:
        """Give the connections up."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
