"""The composition root: opens the job table, makes services for its threads, has the pool and all that goes with it."""

import logging
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

from mediaapp.paths import Folders
from mediaapp.settings import FollowedSettings
from mediaapp.version import VERSION
from workers.errors import NoWorker
from workers.events.delivery import Delivery
from workers.events.hook_calls import hook_calls
from workers.events.log import event_log
from workers.events.subscriber import Subscriber
from workers.kinds import KINDS, Kinds
from workers.lock import Lock
from workers.monitoring.monitor import Monitor
from workers.monitoring.publisher import Publisher
from workers.pool.admission import MemoryBudget, bounded, machine_memory
from workers.pool.preview import PreviewClient
from workers.pool.process_limits import cores, physical_memory
from workers.pool.supervisor import Supervisor
from workers.pool.timeouts import Timeouts
from workers.pool.trial import try_start
from workers.schedules.scheduler import Scheduler
from workers.service import JobService
from workers.service.tidying import tidy
from workers.store.database import prepare
from workers.store.errors import StoreError
from workers.watching.watcher import Watcher

_log = logging.getLogger(__name__)

MOST_WORKERS = 60
"""Windows waits for 63 pipes at most."""

_TRY_AGAIN_S = 1.0
_LOOK_AT_SETTINGS_S = 1.0
_FIRST_TIDY_S = 60.0
_TIDY_EVERY_S = 24 * 3600.0
_BETWEEN_STEPS_S = 0.05


class Session:
    """All that one process of the application has open; used by any thread, closed once."""

    def __init__(
        self,
        folders: Folders,
        *,
        kinds: Kinds = KINDS,
        workers: int | None = None,
        timeouts: Timeouts | None = None,
        damaged: Path | None = None,
    ) -> None:
        self.folders = folders
        self._settings = FollowedSettings(folders.settings)
        self._workers = workers
        self.damaged = damaged
        """Where a job table was set aside that could not be read, None when it is as it was left."""
        self.preview = PreviewClient(kinds=kinds, logs=folders.logs, timeouts=timeouts)
        self._supervisor = Supervisor(
            database=folders.database,
            logs=folders.logs,
            kinds=kinds,
            workers=_workers(workers),
            memory=_memory(None),
            timeouts=timeouts,
        )
        self._monitor = Monitor(self.service, kinds=kinds)
        self._publisher = Publisher(self.service, version=VERSION, token_file=folders.metrics_token)
        self._lock = Lock(folders.pool_lock)
        self._closing = threading.Event()
        self._owner = threading.Event()
        self._thread: threading.Thread | None = None

    @classmethod
    def open(
        cls,
        folders: Folders,
        *,
        kinds: Kinds = KINDS,
        workers: int | None = None,
        timeouts: Timeouts | None = None,
    ) -> Self:
        """Make the job table usable and return the session; no process is started yet.

        The pool works as the settings file says, also when that changes; with `workers` so many files at a time whatever it
        says. Raises StoreError when the job table cannot be used.
        """
        damaged = prepare(folders.database, pool=Lock(folders.pool_lock))
        return cls(folders, kinds=kinds, workers=workers, timeouts=timeouts, damaged=damaged)

    def service(self) -> JobService:
        """A new service for the calling thread, which closes it."""
        pictures = platformdirs.user_pictures_path() / "mediaapp"
        return JobService(self.folders.database, fallback=pictures)

    def start_pool(self) -> None:
        """Have the pool of this data folder, and look after watched folders, schedules and events, as soon as nobody else does.

        Returns at once.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._own_pool, name="pool", daemon=True)
            self._thread.start()

    def owns_pool(self) -> bool:
        """Whether jobs are worked off by this process."""
        return self._owner.is_set()

    def wake(self) -> None:
        """Say that rows were added, so that this process's pool looks at once; without it, it looks ten times a second."""
        if self._owner.is_set():
            self._supervisor.wake()

    def close(self) -> None:
        """Give running jobs back and end all processes, within 2 s."""
        self._closing.set()
        self.preview.close()
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _own_pool(self) -> None:
        while not self._take_lock():
            if self._closing.wait(_TRY_AGAIN_S):
                return
        try:
            self._follow_settings()
            self._supervisor.start()
            self._owner.set()
            threading.Thread(target=self._tidy, name="tidy", daemon=True).start()
            watcher = Watcher(self.service, accepted=self.wake)
            watcher.start()
            scheduler = Scheduler(self.service, accepted=self.wake)
            scheduler.start()
            delivery = Delivery(self.service, self._subscribers())
            delivery.start()
            self._monitor.start()
            while not self._closing.wait(_LOOK_AT_SETTINGS_S):
                self._follow_settings()
            watcher.stop()
            scheduler.stop()
            self._monitor.stop()
            self._owner.clear()
            self._supervisor.stop()
            self._publisher.stop()
            delivery.stop()
        finally:
            self._lock.release()

    def _follow_settings(self) -> None:
        """Work as the settings file says from now on, without ending a job."""
        settings = self._settings.changed()
        if settings is None:
            return
        self._supervisor.resize(
            workers=_workers(self._workers or settings.workers, settings.processors),
            memory=_memory(settings.memory),
            processors=settings.processors,
        )
        self._supervisor.use_manners(settings.manners)
        self._monitor.use_limits(settings.alerts)
        places = settings.metrics
        file = Path(places.file) if places.file else None
        self._publisher.use(file=file, every_s=places.every_s, port=places.port)

    def _subscribers(self) -> tuple[Subscriber, ...]:
        """Those that are given every event of their kinds, with a window and without."""
        return (event_log(self.folders.logs), hook_calls())

    def _tidy(self) -> None:
        """Forget what is old, in steps and now and then; a dead drive with a kept original can hang only this thread."""
        pause = _FIRST_TIDY_S
        while not self._closing.wait(pause):
            try:
                with self.service() as service:
                    while tidy(service) and not self._closing.wait(_BETWEEN_STEPS_S):
                        pass
            except StoreError:
                _log.warning("what is old cannot be forgotten now", exc_info=True)
            pause = _TIDY_EVERY_S

    def _take_lock(self) -> bool:
        try:
            return self._lock.acquire()
        except OSError:
            _log.warning("the lock of the pool cannot be opened", exc_info=True)
            return False


def pool_is_owned(folders: Folders) -> bool:
    """Whether some process works the jobs of these folders off. Raises OSError when its lock cannot be opened."""
    lock = Lock(folders.pool_lock)
    if not lock.acquire():
        return True
    lock.release()
    return False


def worker_trouble() -> NoWorker | None:
    """Why no worker starts in this installation, None when one did that was started to see; within 5 s."""
    return try_start(KINDS)


def _workers(asked: int | None, processors: int | None = None) -> int:
    return min(asked or cores(), processors or MOST_WORKERS, MOST_WORKERS)


def _memory(asked: int | None) -> MemoryBudget:
    return machine_memory(bounded(physical_memory()), asked=asked)
