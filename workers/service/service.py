"""What the commands work with."""

from pathlib import Path
from types import TracebackType
from typing import Self

from workers.processes import this_process
from workers.store.job_store import JobStore


class JobService:
    """The jobs, for the thread that made this, which closes it; `fallback` is where outputs go that cannot go elsewhere.

    `data` is the folder of the job table. A command changes the jobs (`commands`); who only looks asks the `reader`, or for
    what happened the `stream`.
    """

    def __init__(self, database: Path, *, fallback: Path) -> None:
        self.fallback = fallback
        self.data = database.parent
        self.process = this_process()
        self.store = JobStore(database)
        self.reader = self.store.reader
        self.stream = self.store.stream

    def close(self) -> None:
        """Give the connections up."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
