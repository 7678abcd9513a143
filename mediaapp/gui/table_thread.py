"""The thread in which the window's commands are carried out: it owns the service and follows the job table."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from mediaapp.gui.live_query import LiveQuery
from mediaapp.gui.signals import signal_of
from mediaapp.gui.snapshot import Update, View
from mediaapp.session import Session
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId, JobId
from workers.recipe import Recipe
from workers.service import DatabaseDamaged, JobService, StoreError
from workers.service.submit import accept, fill, interrupted

_log = logging.getLogger(__name__)

POLL_MS = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Added:
    """A batch was accepted; `found` grows until it is complete."""

    found: Found
    recipe: Recipe


class Mailbox(QObject):
    """Runs what is posted to it in the thread it lives in, in order; anybody may post, from any thread."""

    _posted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting = deque[Callable[[], object]]()
        self._is_closed = False
        self._posted.connect(self._on_posted)

    def post(self, work: Callable[[], object]) -> None:
        """Have this run."""
        self._waiting.append(work)
        self._posted.emit()

    def close(self) -> None:
        """Run nothing any more, neither what waits nor what is posted from now on."""
        self._is_closed = True

    @Slot()
    def _on_posted(self) -> None:
        work = self._waiting.popleft()
        if not self._is_closed:
            work()


class TableThread(Mailbox):
    """Lives in a thread of its own, which `open` and `end` begin and end; answers are posted to the `window`."""

    updated = signal_of(Update)
    added = signal_of(Added)
    troubled = signal_of(Exception)

    def __init__(self, session: Session, window: Mailbox) -> None:
        super().__init__()
        self._session = session
        self._window = window
        self._service: JobService | None = None
        self._live: LiveQuery | None = None
        self._fills: deque[tuple[Iterator[Found], Recipe]] = deque()
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._next_step = QTimer(self, interval=0)
        self._next_step.timeout.connect(self._fill)

    @Slot()
    def open(self) -> None:
        """Open the table in this thread and begin to poll."""
        self._service = self._session.service()
        self._live = LiveQuery(self._service.reader)
        self._timer.start()
        self._poll()
        for batch in interrupted(self._service):
            self._begin(self._service, batch)

    def run(self, work: Callable[[JobService], T], then: Callable[[T], object] | None = None) -> None:
        """Carry a command out and tell at once what it changed, and then the answer: it meets a window that shows it."""
        if self._service is None:
            return
        try:
            answer = work(self._service)
        except Exception as error:  # noqa: BLE001 - it costs this one command, and is told
            self._tell_trouble(error)
            return
        self._session.wake()
        self._poll()
        if then is not None:
            self._window.post(partial(then, answer))

    def show(self, view: View) -> None:
        """Change the list."""
        if self._live is not None:
            self.updated.emit(self._live.show(view))

    def watch(self, wanted: Sequence[JobId], missing: Sequence[JobId]) -> None:
        """Change which rows are kept fresh."""
        if self._live is not None:
            self.updated.emit(self._live.watch(wanted, missing))

    def add(self, service: JobService, paths: bytes, recipe: Recipe, *, hold: bool) -> BatchId | None:
        """Accept, and walk the folders in steps between other work."""
        if not paths:
            return None
        batch = accept(service, paths, recipe, submitter="window", hold=hold)
        self._begin(service, batch)
        return batch

    def end(self) -> None:
        """Let go of the table and end the thread; what is not filled yet is filled at the next start."""
        self._fills.clear()
        self._timer.stop()
        self._next_step.stop()
        if self._service is not None:
            self._service.close()
        self._live = self._service = None
        QThread.currentThread().quit()

    def _begin(self, service: JobService, batch: BatchId) -> None:
        stored = service.reader.batch(batch)
        if stored is not None:
            self._fills.append((fill(service, batch, hold_if_full=True), stored.recipe))
            self._next_step.start()

    @Slot()
    def _fill(self) -> None:
        """One step of the oldest unfinished batch."""
        steps, recipe = self._fills[0]
        try:
            found = next(steps, None)
        except Exception as error:  # noqa: BLE001 - it costs the rest of this batch, and is told
            self._tell_trouble(error)  # the next start fills what is missing
            found = None
        if found is not None:
            self.added.emit(Added(found, recipe))
        if found is not None and not found.complete:
            return
        self._fills.popleft()
        self._session.wake()
        if not self._fills:
            self._next_step.stop()
        self._poll()

    @Slot()
    def _poll(self) -> None:
        if self._live is None:
            return
        try:
            update = self._live.poll()
        except DatabaseDamaged as error:
            self._timer.stop()  # it does not heal, and is told once
            self._tell_trouble(error)
            return
        except StoreError:
            _log.warning("the job table could not be read; it is tried again at once", exc_info=True)
            return
        if update is not None:
            self.updated.emit(update)

    def _tell_trouble(self, error: Exception) -> None:
        _log.warning("a command could not be carried out", exc_info=error)
        self.troubled.emit(error)
