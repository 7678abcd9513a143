"""All watched folders, beside the pool that works their files off."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from workers.jobs.ids import WatchId
from workers.jobs.watch import Watch
from workers.service import JobService, StoreError

if TYPE_CHECKING:
    from workers.watching.folder_watcher import FolderWatcher, WatchTimes

_log = logging.getLogger(__name__)

_LOOK_AGAIN_S = 1.0
_END_WITHIN_S = 0.5


class Watcher:
    """Has one `FolderWatcher` for each watch that is not paused, none while all are off; follows what becomes of them.

    Only one may run for a job table: whoever has its pool. `accepted` is called, in any thread, when there are new jobs.
    """

    def __init__(
        self, open_service: Callable[[], JobService], *, accepted: Callable[[], None], times: "WatchTimes | None" = None
    ) -> None:
        self._open_service = open_service
        self._accepted = accepted
        self._times = times
        self._closing = Event()
        self._watchers: dict[WatchId, FolderWatcher] = {}
        self._thread = Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End within a second; what a dead drive holds ends with the process."""
        self._closing.set()
        self._thread.join()
        for watcher in self._watchers.values():
            watcher.stop()
        until = time.monotonic() + _END_WITHIN_S
        for watcher in self._watchers.values():
            watcher.join(max(until - time.monotonic(), 0.0))

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                with self._open_service() as service:
                    version = None
                    while not self._closing.is_set():
                        newest = service.reader.data_version()
                        if newest != version:
                            self._follow(service)
                            version = newest
                        self._closing.wait(_LOOK_AGAIN_S)
            except StoreError:
                _log.warning("the watched folders cannot be read", exc_info=True)
                self._closing.wait(_LOOK_AGAIN_S)

    def _follow(self, service: JobService) -> None:
        """Start and end watchers so that they are those of the table."""
        watches = service.store.watches
        wanted = {watch.id: watch for watch in watches.all() if not watch.paused} if watches.is_on() else {}
        for number, watcher in list(self._watchers.items()):
            watch = wanted.get(number)
            if watch is None or watch.rules != watcher.watch.rules:
                watcher.stop()
                watcher.join(_END_WITHIN_S)
                del self._watchers[number]
        for number, watch in wanted.items():
            if number not in self._watchers:
                self._watchers[number] = self._watch(watch)

    def _watch(self, watch: Watch) -> "FolderWatcher":
        from workers.watching.folder_watcher import FolderWatcher, WatchTimes  # noqa: PLC0415 - most people watch nothing

        watcher = FolderWatcher(watch, self._open_service, times=self._times or WatchTimes(), accepted=self._accepted)
        watcher.start()
        return watcher
