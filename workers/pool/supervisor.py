"""The thread that has a pool: it starts with what a dead one left, works until told to stop, and leaves nothing running."""

import logging
import threading
from pathlib import Path

from workers.pool.admission import Memory
from workers.pool.bell import Bell
from workers.pool.crew import Crew
from workers.pool.gate import Gate
from workers.pool.limits import Limits
from workers.pool.orphans import take_back
from workers.pool.waiting import Patrol
from workers.pool.watch import Watch
from workers.store.database import StoreError
from workers.store.reader import Reader
from workers.store.writer import Writer

_log = logging.getLogger(__name__)


class Supervisor:
    """One pool at work. Whoever starts it holds the lock of the pool."""

    def __init__(
        self, *, database: Path, logs: Path, engine: str, workers: int, memory: Memory, limits: Limits | None = None
    ) -> None:
        self._database = database
        self._limits = limits if limits is not None else Limits()
        self._crew = Crew(database=database, logs=logs, engine=engine, slots=workers, limits=self._limits)
        self._gate = Gate(memory)
        self._bell = Bell()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Begin to work, in its own thread."""
        self._thread.start()

    def wake(self) -> None:
        """Say that rows were added: a worker looks within a few milliseconds. From any thread, never waits."""
        self._bell.ring()

    def stop(self) -> None:
        """Give the running jobs back and end all processes; returns when that is done, within 2 s."""
        self._stopping.set()
        self._bell.ring()
        self._thread.join()

    def _run(self) -> None:
        patrol = Patrol(self._database, seconds=self._limits.away_s, woken=self.wake)
        with Writer(self._database) as writer, Reader(self._database) as reader:
            take_back(writer, self._limits.kill_s)
            patrol.start()
            watch = Watch(
                crew=self._crew, gate=self._gate, bell=self._bell, limits=self._limits, writer=writer, reader=reader
            )
            while not self._stopping.is_set():
                self._look(watch)
            watch.stop()
        patrol.stop()
        self._bell.close()

    def _look(self, watch: Watch) -> None:
        try:
            watch.look()
        except StoreError:
            # What could not be written is still known, and is written at one of the next looks.
            _log.warning("the job table cannot be used now", exc_info=True)
            self._stopping.wait(self._limits.due_s)
