"""The thread that has a pool: it starts with what a dead one left, works until told to stop, and leaves nothing running."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from workers.pool.admission import Memory
from workers.pool.bell import Bell
from workers.pool.crew import Crew
from workers.pool.gate import Gate
from workers.pool.limits import Limits, processors
from workers.pool.orphans import take_back
from workers.pool.patrol import Patrol
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
        self._gate = Gate(memory, cores=processors())
        self._bell = Bell()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Begin to work, in its own thread."""
        self._thread.start()

    def wake(self) -> None:
        """Say that rows were added: a worker looks within a few milliseconds. From any thread, never waits."""
        self._bell.ring()

    def resize(self, *, workers: int, memory: Memory) -> None:
        """Work with so many workers and so much memory from now on; from any thread, never waits.

        Workers that are too many finish their jobs and end; what runs keeps the memory it has.
        """
        self._crew.slots = workers
        self._gate.memory = memory
        self._bell.ring()

    def stop(self) -> None:
        """Give the running jobs back and end all processes; returns when that is done, within 2 s."""
        self._stopping.set()
        self._bell.ring()
        self._thread.join()

    def _run(self) -> None:
        self._crew.hold_back_signals()
        patrol = Patrol(self._database, seconds=self._limits.away_s, woken=self.wake)
        try:
            with Writer(self._database) as writer, Reader(self._database) as reader:
                watch = Watch(
                    crew=self._crew,
                    gate=self._gate,
                    bell=self._bell,
                    patrol=patrol,
                    limits=self._limits,
                    writer=writer,
                    reader=reader,
                )
                self._until_done(lambda: self._take_back(writer, patrol))
                patrol.start()
                while not self._stopping.is_set():
                    self._until_done(watch.look)
                self._leave(watch)
        finally:
            patrol.stop()
            self._bell.close()

    def _take_back(self, writer: Writer, patrol: Patrol) -> None:
        for part in take_back(writer, self._limits.kill_s):
            patrol.sweep(part)

    def _until_done(self, work: Callable[[], None]) -> None:
        """Do it, again and again where the job table cannot be used; what is to be written there is not forgotten."""
        while not self._stopping.is_set():
            try:
                work()
            except StoreError:
                _log.warning("the job table cannot be used now", exc_info=True)
            except Exception:  # noqa: BLE001 - without this thread nothing would be worked off any more
                _log.exception("a bug in the supervisor")
            else:
                return
            self._stopping.wait(self._limits.due_s)

    def _leave(self, watch: Watch) -> None:
        try:
            watch.stop()
        except StoreError:
            _log.warning("running jobs are given back at the next start", exc_info=True)
