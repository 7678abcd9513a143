"""The thread that has a pool: it starts with what a dead one left, works until told to stop, and leaves nothing running."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from workers.kinds import Kinds
from workers.manners.manners import Manners
from workers.manners.watch import Look, SurroundingsWatch, look_around
from workers.pool import process_limits
from workers.pool.admission import MemoryBudget
from workers.pool.manners_gate import MannersGate
from workers.pool.memory_gate import MemoryGate
from workers.pool.process_pool import ProcessPool
from workers.pool.recovery import take_back
from workers.pool.supervisor_loop import SupervisorLoop
from workers.pool.timeouts import Timeouts
from workers.pool.volume_monitor import VolumeMonitor
from workers.pool.wakeup_pipe import WakeupPipe
from workers.store.errors import StoreError
from workers.store.job_store import JobStore

_log = logging.getLogger(__name__)


class Supervisor:
    """One pool at work. Whoever starts it holds the lock of the pool."""

    def __init__(
        self,
        *,
        database: Path,
        logs: Path,
        kinds: Kinds,
        workers: int,
        memory: MemoryBudget,
        timeouts: Timeouts | None = None,
        manners: Sequence[Manners] = (),
        look: Look = look_around,
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._timeouts = timeouts if timeouts is not None else Timeouts()
        self._process_pool = ProcessPool(
            database=database, logs=logs, kinds=kinds, slots=workers, timeouts=self._timeouts
        )
        self._memory_gate = MemoryGate(memory, cores=process_limits.processors())
        self._wakeup = WakeupPipe()
        self._manners = manners
        self._surroundings = SurroundingsWatch(look, self.wake)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Begin to work, in its own thread."""
        self._thread.start()

    def wake(self) -> None:
        """Say that rows were added: a worker looks within a few milliseconds. From any thread, never waits."""
        self._wakeup.ring()

    def resize(self, *, workers: int, memory: MemoryBudget, processors: int | None = None) -> None:
        """Work with so many workers, so much memory and so many processors, None for all, from now on.

        From any thread, never waits.

        Workers that are too many finish their jobs and end; what runs keeps the memory it has.
        """
        self._process_pool.slots = workers
        self._memory_gate.memory = memory
        self._memory_gate.cores = min(processors or process_limits.processors(), process_limits.processors())
        self._wakeup.ring()

    def use_manners(self, manners: Sequence[Manners]) -> None:
        """Begin jobs only when these allow it from now on; from any thread, never waits. What runs is finished."""
        self._manners = manners
        self._surroundings.want(manners)
        self._wakeup.ring()

    def stop(self) -> None:
        """Give the running jobs back and end all processes; returns when that is done, within 2 s."""
        self._stopping.set()
        self._wakeup.ring()
        self._thread.join()

    def _run(self) -> None:
        self._process_pool.hold_back_signals()
        volumes = VolumeMonitor(self._database, seconds=self._timeouts.away_s, woken=self.wake)
        try:
            with JobStore(self._database) as store:
                manners = MannersGate(store, manners=lambda: self._manners, around=lambda: self._surroundings.around)
                loop = SupervisorLoop(
                    process_pool=self._process_pool,
                    memory_gate=self._memory_gate,
                    manners_gate=manners,
                    wakeup=self._wakeup,
                    volumes=volumes,
                    timeouts=self._timeouts,
                    kinds=self._kinds,
                    store=store,
                )
                self._until_done(lambda: self._take_back(store, volumes))
                self._surroundings.start(self._manners)
                self._until_done(manners.look)
                volumes.start()
                while not self._stopping.is_set():
                    self._until_done(loop.look)
                self._leave(loop)
        finally:
            volumes.stop()
            self._surroundings.stop()
            self._wakeup.close()

    def _take_back(self, store: JobStore, volumes: VolumeMonitor) -> None:
        for part in take_back(store, self._timeouts.kill_s):
            volumes.sweep(part)

    def _until_done(self, work: Callable[[], object]) -> None:
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
            self._stopping.wait(self._timeouts.due_s)

    def _leave(self, loop: SupervisorLoop) -> None:
        try:
            loop.stop()
        except StoreError:
            _log.warning("running jobs are given back at the next start", exc_info=True)
