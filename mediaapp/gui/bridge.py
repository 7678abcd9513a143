"""The only hop between the window's thread and the job table: commands go down, frozen values come up."""

import logging
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from mediaapp.addresses import Located
from mediaapp.gui.live_query import Listing, LiveQuery, Snapshot, Update, View
from mediaapp.gui.signals import signal_of
from mediaapp.session import Session
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.peek import Answer, Ask
from workers.recipe import Recipe
from workers.service import DatabaseDamaged, JobService, StoreError
from workers.service.commands import Command
from workers.service.submit import accept, fill, interrupted

_log = logging.getLogger(__name__)

POLL_MS = 100
SWITCH_S = 0.0005
"""How long the table's thread may keep the interpreter while the window wants it: a tenth of Python's own figure."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Added:
    """A batch was accepted; `found` grows until it is complete."""

    found: Found
    recipe: Recipe


class _Mailbox(QObject):
    """Runs what is posted to it in the thread it lives in, in order; anybody may post, from any thread."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self._on_posted)

    def post(self, work: Callable[[], object]) -> None:
        """Have this run."""
        self._posted.emit(work)

    @Slot(object)
    def _on_posted(self, work: Callable[[], object]) -> None:
        work()


class Bridge(QObject):
    """Everything the window knows and everything it may ask for. Lives in the window's thread and never waits.

    Callbacks run in the window's thread, after the command is in the table.
    """

    snapshot_changed = signal_of(Snapshot)
    listing_changed = signal_of(Listing)
    rows_changed = signal_of(tuple[Job, ...])
    """Jobs as they stand now, for rows that are on screen."""
    jobs_ended = signal_of(tuple[Job, ...])
    """Jobs that ended since the last time, in order."""
    batch_added = signal_of(Added)
    troubled = signal_of(Exception)
    """A command could not be carried out."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.snapshot = Snapshot()
        self._here = _Mailbox()
        self._thread = QThread()
        self._thread.setObjectName("bridge")
        self._desk = _Desk(session, self._here)
        self._desk.moveToThread(self._thread)
        self._thread.started.connect(self._desk.open)
        self._desk.updated.connect(self._on_updated)
        self._desk.added.connect(self.batch_added)
        self._desk.troubled.connect(self.troubled)

    def start(self) -> None:
        """Begin to follow the table."""
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()

    def stop(self) -> None:
        """Stop following; commands given so far are carried out first."""
        if self._thread.isRunning():
            self._desk.post(self._desk.close)
            self._thread.wait()

    def do(self, command: Command[T], then: Callable[[T], None] | None = None) -> None:
        """Carry a command out; `then` gets its answer."""
        self._desk.post(lambda: self._desk.run(command.run, then))

    def add(
        self,
        find: Callable[[], Located],
        recipe: Recipe,
        *,
        hold: bool = False,
        then: Callable[[Located, BatchId | None], object] | None = None,
    ) -> None:
        """Accept the files and folders found; the batch is None when there are none.

        `find` is called in the table's thread, so it may parse and touch the disk.
        """

        def add(service: JobService) -> tuple[Located, BatchId | None]:
            found = find()
            return found, self._desk.add(service, found.paths, recipe, hold=hold)

        def tell(added: tuple[Located, BatchId | None]) -> None:
            if then is not None:
                then(*added)

        self._desk.post(lambda: self._desk.run(add, tell))

    def in_background(self, work: Callable[[], T], then: Callable[[T], None] | None = None) -> None:
        """Have something done that waits for the disk, in order with the commands; `work` must not touch a widget."""
        self._desk.post(lambda: self._desk.run(lambda _service: work(), then))

    def show(self, view: View) -> None:
        """Turn the list into what `view` asks for."""
        self._desk.post(lambda: self._desk.run(lambda _service: self._desk.show(view)))

    def watch(self, wanted: Sequence[JobId], missing: Sequence[JobId]) -> None:
        """Keep these rows fresh from now on; send those that are `missing` at once."""
        self._desk.post(lambda: self._desk.run(lambda _service: self._desk.watch(wanted, missing)))

    def ask(self, ask: Ask, then: Callable[[Answer], None]) -> None:
        """A question to the preview process; the newest is answered first."""
        self._session.preview.ask(ask, lambda answer: self._here.post(partial(then, answer)))

    @Slot(object)
    def _on_updated(self, update: Update) -> None:
        if update.snapshot is not None:
            self.snapshot = update.snapshot
            self.snapshot_changed.emit(update.snapshot)
        if update.listing is not None:
            self.listing_changed.emit(update.listing)
        if update.rows:
            self.rows_changed.emit(update.rows)
        if update.ended:
            self.jobs_ended.emit(update.ended)


class _Desk(_Mailbox):
    """The far side of the bridge: owns the service and its thread's timers. Answers are posted to the `window`."""

    updated = signal_of(Update)
    added = signal_of(Added)
    troubled = signal_of(Exception)

    def __init__(self, session: Session, window: _Mailbox) -> None:
        super().__init__()
        self._session = session
        self._window = window
        self._service: JobService | None = None
        self._live: LiveQuery | None = None
        self._fills: deque[tuple[Iterator[Found], Recipe]] = deque()
        self._timer: QTimer | None = None
        self._next_step: QTimer | None = None

    @Slot()
    def open(self) -> None:
        """Open the table in this thread and begin to poll."""
        self._service = self._session.service()
        self._live = LiveQuery(self._service.reader)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(POLL_MS)
        self._next_step = QTimer(self)
        self._next_step.setInterval(0)
        self._next_step.timeout.connect(self._fill)
        self._poll()
        for batch in interrupted(self._service):
            self._begin(self._service, batch)

    def run(self, work: Callable[[JobService], T], then: Callable[[T], None] | None = None) -> None:
        """Carry a command out and tell at once what it changed."""
        if self._service is None:
            return
        try:
            answer = work(self._service)
        except Exception as error:  # noqa: BLE001 - it costs this one command, and is told
            self._tell_trouble(error)
            return
        if then is not None:
            self._window.post(partial(then, answer))
        self._session.wake()
        self._poll()

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

    def close(self) -> None:
        """Let go of the table and end the thread; what is not filled yet is filled at the next start."""
        self._fills.clear()
        for timer in (self._timer, self._next_step):
            if timer is not None:
                timer.stop()
        if self._service is not None:
            self._service.close()
        self._live = self._service = None
        QThread.currentThread().quit()

    def _begin(self, service: JobService, batch: BatchId) -> None:
        stored = service.reader.batch(batch)
        if stored is None or self._next_step is None:
            return
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
        if not self._fills and self._next_step is not None:
            self._next_step.stop()
        self._poll()

    @Slot()
    def _poll(self) -> None:
        if self._live is None:
            return
        try:
            update = self._live.poll()
        except DatabaseDamaged as error:
            if self._timer is not None:
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
