"""One watched folder, looked after by a thread of its own: a dead network drive holds up nobody else."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from threading import Event, Thread

from msgspec import Struct

from workers.jobs.ids import JobId
from workers.jobs.watch import FileState, Watch, WatchTrouble
from workers.service import JobService, StoreError
from workers.volumes import is_away, is_network
from workers.watching.hints import Hints
from workers.watching.putting_away import put_away
from workers.watching.scope import Scope
from workers.watching.stillness import STEP, Unsettled
from workers.watching.taking import finish_taken, take

_log = logging.getLogger(__name__)

_CHUNK = 500


class WatchTimes(Struct, frozen=True, kw_only=True):
    """Seconds. `still_s` is how long a file has to be the same, `still_network_s` that on network drives.

    Their servers and clients keep sizes and times for a while: 3 s with NFS (nfs(5), acregmin). The folder is looked through
    every `sweep_s`, where the system tells nothing every `sweep_blind_s`, and after a hint when `rest` times what the last
    sweep took has gone by. `look_s` is between two looks at what is not at rest, `seen_s` between two notes that the folder
    is there.
    """

    still_s: float = 2.0
    still_network_s: float = 10.0
    sweep_s: float = 180.0
    sweep_blind_s: float = 30.0
    rest: float = 10.0
    look_s: float = 1.0
    seen_s: float = 60.0


class FolderWatcher:
    """Takes what appears in a folder until it is stopped."""

    def __init__(
        self, watch: Watch, open_service: Callable[[], JobService], *, times: WatchTimes, accepted: Callable[[], None]
    ) -> None:
        self.watch = watch
        self._open_service = open_service
        self._times = times
        self._accepted = accepted
        self._scope = Scope(watch.rules)
        self._network = is_network(watch.rules.folder)
        self._unsettled = Unsettled(
            watch.rules.folder, still_s=times.still_network_s if self._network else times.still_s, clock=time.monotonic
        )
        self._stopping = False
        self._woken = Event()
        self._hints: Hints | None = None
        self._folder: tuple[int, int] | None = None
        self._sweep: Iterator[FileState] | None = None
        self._sweep_began = 0.0
        self._next_sweep = 0.0
        self._hurried_not_before = 0.0
        self._not_moved = set[JobId]()
        self._told = watch.trouble
        self._seen = self._noted = watch.seen or 0.0
        self._thread = Thread(target=self._run, name=f"watch {watch.id}", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; does not wait."""
        self._stopping = True
        self._woken.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended, but not longer: a dead drive may hold it."""
        self._thread.join(seconds)

    def _goes_on(self) -> bool:
        return not self._stopping

    def _run(self) -> None:
        while self._goes_on():
            try:
                with self._open_service() as service:
                    while self._goes_on():
                        if not self._turn(service):
                            self._woken.wait(self._times.look_s)
                        self._woken.clear()
            except StoreError:
                _log.warning("a watched folder waits for the job table", exc_info=True)
                self._woken.wait(self._times.look_s)
            except Exception:  # noqa: BLE001 - it must not end the watching for good
                _log.exception("a watched folder could not be looked after")
                self._woken.wait(self._times.look_s)
        self._close_hints()

    def _turn(self, service: JobService) -> bool:
        """Do what can be done now; returns whether there is more to do at once."""
        if not self._is_there(service):
            return False
        if finish_taken(service, self.watch):
            self._accepted()
        self._take_hints()
        self._sweep_on(service)
        settled = self._unsettled.settled()
        if settled:
            again = take(service, self.watch, settled, self._goes_on)
            self._accepted()
            for rel in again:
                self._unsettled.offer(rel)
        done_folder = self.watch.rules.done_folder
        if done_folder is not None:
            self._not_moved |= put_away(service, self.watch, done_folder, self._not_moved)
        return len(settled) == STEP

    def _is_there(self, service: JobService) -> bool:
        folder = self._found_folder()
        trouble = folder if isinstance(folder, WatchTrouble) else None
        self._note_seen(service, there=trouble is None)
        if trouble is not self._told:
            service.store.watches.note_trouble(self.watch.id, trouble)
            self._told = trouble
        if isinstance(folder, WatchTrouble):
            self._folder = self._sweep = None
            self._unsettled.forget_all()
            self._close_hints()
            return False
        if folder != self._folder or (self._hints is not None and self._hints.has_ended()):
            # At the start, and where another folder stands in the place of the one before.
            self._close_hints()
            self._folder = folder
            if not self._network:
                rules = self.watch.rules
                self._hints = Hints(rules.folder, subfolders=rules.subfolders, woken=self._woken)
            self._begin_sweep()
        return True

    def _note_seen(self, service: JobService, *, there: bool) -> None:
        """Note now and then that the folder is there, and at once when it was there last."""
        if there:
            self._seen = time.time()
        if self._seen > self._noted and (not there or self._seen - self._noted >= self._times.seen_s):
            service.store.watches.note_seen(self.watch.id, self._seen)
            self._noted = self._seen

    def _found_folder(self) -> tuple[int, int] | WatchTrouble:
        """What tells the folder from another one in its place, or why it cannot be looked into."""
        if is_away(self.watch.root.path, self.watch.root.volume):
            return WatchTrouble.AWAY
        folder = os.path.join(self.watch.rules.folder, "")  # noqa: PTH118 - a folder, and nothing else of its name
        try:
            found = os.stat(folder)  # noqa: PTH116
        except PermissionError:
            return WatchTrouble.FORBIDDEN
        except OSError:
            return WatchTrouble.AWAY
        return (found.st_dev, found.st_ino) if os.access(folder, os.R_OK | os.X_OK) else WatchTrouble.FORBIDDEN

    def _take_hints(self) -> None:
        now = time.monotonic()
        if self._hints is not None:
            files, sweep = self._hints.taken()
            for path in files:
                if self._unsettled.is_full:
                    sweep = True
                    break
                if self._scope.holds(path):
                    self._unsettled.offer(os.path.relpath(path, self.watch.rules.folder))
            if sweep:
                self._next_sweep = min(self._next_sweep, max(now, self._hurried_not_before))
        if self._sweep is None and now >= self._next_sweep:
            self._begin_sweep()

    def _begin_sweep(self) -> None:
        self._sweep = self._scope.files()
        self._sweep_began = time.monotonic()
        self._not_moved.clear()
        is_told = self._hints is not None and self._hints.is_told
        self._next_sweep = self._sweep_began + (self._times.sweep_s if is_told else self._times.sweep_blind_s)

    def _sweep_on(self, service: JobService) -> None:
        """Look through the folder until there is no room for more that is not at rest."""
        while self._sweep is not None and not self._unsettled.is_full and self._goes_on():
            files = list(islice(self._sweep, _CHUNK))
            for file in service.store.watched_files.unknown(self.watch.id, files):
                if file.size:
                    self._unsettled.offer(file.rel)
            if len(files) < _CHUNK:
                self._sweep = None
                took = time.monotonic() - self._sweep_began
                self._hurried_not_before = time.monotonic() + self._times.rest * took

    def _close_hints(self) -> None:
        if self._hints is not None:
            self._hints.close()
            self._hints = None
