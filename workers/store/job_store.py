"""The job table behind one door."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from workers.store.alerts import Alerts
from workers.store.claims import Claims
from workers.store.database import connect, connect_reading
from workers.store.editor import Editor
from workers.store.figures import FiguresReader
from workers.store.finishing import Finishing
from workers.store.hooks import Hooks
from workers.store.intake import JobIntake
from workers.store.known_files import KnownFiles
from workers.store.paging import Paging
from workers.store.reader import Reader
from workers.store.requests import Requests
from workers.store.retention import Retention
from workers.store.schedules import Schedules
from workers.store.stream import Stream
from workers.store.subscribers import Subscribers
from workers.store.supervision import Supervision
from workers.store.timetable import Timetable
from workers.store.watched_files import WatchedFiles
from workers.store.watches import Watches

__all__ = ["JobStore", "Reader"]


class JobStore:
    """All that is written to and read from the job table, for the thread that opened it; closed by it.

    The conformance suite in the tests says what is expected of each part. Every call may raise a StoreError.
    """

    def __init__(self, database: Path, *, clock: Callable[[], float] = time.time) -> None:
        writing = connect(database)
        reading = connect_reading(database)
        self._connections = (writing, reading)
        self.intake = JobIntake(writing, clock)
        self.claims = Claims(writing, clock)
        self.finishing = Finishing(writing, clock)
        self.supervision = Supervision(writing, clock)
        self.editor = Editor(writing, clock)
        self.timetable = Timetable(writing, clock)
        self.retention = Retention(writing, clock)
        self.requests = Requests(writing, clock)
        self.hooks = Hooks(writing, clock)
        self.watches = Watches(writing, clock)
        self.schedules = Schedules(writing, clock)
        self.alerts = Alerts(writing, clock)
        self.subscribers = Subscribers(writing, clock)
        self.watched_files = WatchedFiles(writing, clock)
        self.reader = Reader(reading)
        self.paging = Paging(reading)
        self.stream = Stream(reading)
        self.figures = FiguresReader(reading)
        self.known_files = KnownFiles(reading)

    def close(self) -> None:
        """Give the connections up."""
        for connection in self._connections:
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
