"""The thread of a pool that touches drives: looks whether they are back, and sweeps. A dead drive can hang only it."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from typing import Self

from msgspec import Struct

from workers.errors import ErrorCode
from workers.jobs.event import EventKind
from workers.jobs.ids import RootId
from workers.jobs.job import Root
from workers.jobs.queries import VolumeTrouble
from workers.output.publish import discard
from workers.store.errors import StoreError
from workers.store.job_store import JobStore
from workers.volumes import is_away

_log = logging.getLogger(__name__)

_LEAVE_S = 0.5

_POSTPONE_S = 60.0
"""Seconds that jobs wait on whose drive is still away, or whose disk is still full."""

_FIRST_REST_S = 5.0

_FREED = 256 * 2**10
"""Bytes more than there were when the disk was full, for it to be worth another try."""

_AWAY = (ErrorCode.SOURCE_AWAY, ErrorCode.OUTPUT_AWAY)


class _Rest(Struct, frozen=True):
    until: float = 0.0
    pause_s: float = _FIRST_REST_S

    def longer(self, now: float) -> Self:
        return type(self)(now + self.pause_s, min(2 * self.pause_s, _POSTPONE_S))


class VolumeMonitor:
    """Wakes jobs when what they wait for has come, lets them wait on, without a try each, while it has not, and sweeps."""

    def __init__(self, database: Path, *, seconds: float, woken: Callable[[], None]) -> None:
        self._database = database
        self._seconds = seconds
        self._woken = woken
        self._rests: dict[tuple[ErrorCode, RootId], _Rest] = {}
        self._parts: Queue[str | None] = Queue()
        self._thread = threading.Thread(target=self._run, name="volumes", daemon=True)

    def start(self) -> None:
        """Begin, in its own thread."""
        self._thread.start()

    def sweep(self, part: str) -> None:
        """Remove this half-written output, a leftover in the table, soon; one that stays is tried at the next start.

        From any thread.
        """
        self._parts.put(part)

    def stop(self) -> None:
        """End once all is swept, unless a dead drive holds the thread; it ends with its process then."""
        self._parts.put(None)
        if self._thread.is_alive():
            self._thread.join(_LEAVE_S)

    def _run(self) -> None:
        with JobStore(self._database) as store:
            look_at = time.monotonic() + self._seconds
            while True:
                try:
                    part = self._parts.get(timeout=max(0.0, look_at - time.monotonic()))
                except Empty:
                    self._look_around(store)
                    look_at = time.monotonic() + self._seconds
                    continue
                if part is None:
                    return
                self._sweep(store, part)

    def _sweep(self, store: JobStore, part: str) -> None:
        try:
            discard(Path(part))
            store.retention.forget_leftover(part)
        except (StoreError, OSError):
            _log.warning("a part file stays behind until the next start", exc_info=True)

    def _look_around(self, store: JobStore) -> None:
        try:
            self._look(store)
        except (StoreError, OSError):
            _log.warning("what waits cannot be looked at", exc_info=True)

    def _look(self, store: JobStore) -> None:
        waited_for = set[tuple[EventKind, RootId]]()
        for waiting in store.supervision.waiting():
            match waiting.code:
                case ErrorCode.SOURCE_AWAY | ErrorCode.OUTPUT_AWAY if waiting.root is not None:
                    waited_for.add((EventKind.DRIVE_AWAY, waiting.root.id))
                    self._look_for_drive(store, waiting.code, waiting.root)
                case ErrorCode.DISK_FULL if waiting.root is not None:
                    waited_for.add((EventKind.DISK_FULL, waiting.root.id))
                    self._look_for_space(store, waiting.root, waiting.failure.bytes_free)
                case _:
                    pass  # nothing but trying tells
        for trouble in store.supervision.volume_troubles():
            if (trouble.kind, trouble.root.id) not in waited_for:
                self._look_after(store, trouble)

    def _look_for_drive(self, store: JobStore, code: ErrorCode, root: Root) -> None:
        place = (code, root.id)
        now = time.monotonic()
        if is_away(root.path, root.volume) or not _answers(root.path):
            self._rests.pop(place, None)
            # Well before they are due, and not at every look.
            soon = time.time() + _POSTPONE_S / 2
            store.supervision.postpone(code, root.id, due_before=soon, until=soon + _POSTPONE_S / 2)
        elif place not in self._rests or now >= self._rests[place].until:
            # It is there and jobs still find it away: those are woken less and less often.
            if place not in self._rests:
                store.supervision.volume_is_well(EventKind.DRIVE_AWAY, root)
            self._rests[place] = self._rests.get(place, _Rest()).longer(now)
            self._wake(store, code, root)

    def _look_for_space(self, store: JobStore, root: Root, free_then: int | None) -> None:
        if _has_room(root, free_then):
            store.supervision.volume_is_well(EventKind.DISK_FULL, root)
            self._wake(store, ErrorCode.DISK_FULL, root)

    def _look_after(self, store: JobStore, trouble: VolumeTrouble) -> None:
        """Of a volume that nobody waits for any more it is told too when it is well again."""
        root = trouble.root
        if trouble.kind is EventKind.DISK_FULL:
            is_well = _has_room(root, trouble.bytes_free)
        else:
            # Jobs that were woken a moment ago may still find it away.
            rests = (self._rests.get((code, root.id), _Rest()) for code in _AWAY)
            is_tried = all(rest.until < time.monotonic() for rest in rests)
            is_well = is_tried and not is_away(root.path, root.volume) and _answers(root.path)
        if is_well:
            store.supervision.volume_is_well(trouble.kind, root)

    def _wake(self, store: JobStore, code: ErrorCode, root: Root) -> None:
        if store.supervision.wake_waiting(code, root.id):
            self._woken()


def _has_room(root: Root, free_then: int | None) -> bool:
    """Whether there is more room than when the disk was full."""
    try:
        free = shutil.disk_usage(root.path).free
    except OSError:
        return False
    return free_then is not None and free > free_then + _FREED


def _answers(path: str) -> bool:
    """Whether a mounted drive can be asked; one whose server or daemon is dead cannot."""
    try:
        Path(path).stat()
    except OSError:
        return False
    return True
