"""The only hop between the window's thread and the job table: commands go down, frozen values come up."""

import logging
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from mediaapp.gui.live_query import Listing, LiveQuery, Snapshot, Update, View
from mediaapp.session import Session
from workers.jobs.batch import Found
from workers.jobs.history import History
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.peek import Answer, Ask
from workers.recipe import Recipe
from workers.service import DatabaseDamaged, Dropped, JobService, StoreError

_log = logging.getLogger(__name__)

POLL_MS = 100
SWITCH_S = 0.0005
"""How long the table's thread may keep the interpreter while the window wants it: a tenth of Python's own figure."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows:
    """Jobs as they stand now, for rows that are on screen."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class JobsEnded:
    """Jobs that ended since the last time, in order."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A batch was accepted; `found` grows until it is complete."""

    found: Found
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Trouble:
    """A command could not be carried out."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Call:
    """Work for the table's thread, and what to do with its value in the window's."""

    work: Callable[[JobService], Any]
    then: Callable[[Any], None] | None


@dataclass(frozen=True, slots=True)
class _Reply:
    then: Callable[[Any], None]
    value: Any


class Bridge(QObject):
    """Everything the window knows and everything it may ask for. Lives in the window's thread and never waits.

    Callbacks run in the window's thread, after the command is in the table.
    """

    snapshot_changed = Signal(object)
    listing_changed = Signal(object)
    rows_changed = Signal(object)
    jobs_ended = Signal(object)
    batch_added = Signal(object)
    troubled = Signal(object)
    _called = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.snapshot = Snapshot()
        self._thread = QThread()
        self._thread.setObjectName("bridge")
        self._desk = _Desk(session)
        self._desk.moveToThread(self._thread)
        self._thread.started.connect(self._desk.open)
        self._called.connect(self._desk.run)
        self._desk.updated.connect(self._on_updated)
        self._desk.replied.connect(self._on_replied)
        self._desk.added.connect(self.batch_added)
        self._desk.troubled.connect(self.troubled)

    def start(self) -> None:
        """Begin to follow the table."""
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()

    def stop(self) -> None:
        """Stop following; commands given so far are carried out first."""
        if self._thread.isRunning():
            self._tell(_Call(lambda _service: self._desk.close(), None))
            self._thread.wait()

    # --- the list

    def show(self, view: View) -> None:
        """Turn the list into what `view` asks for."""
        self._tell(_Call(lambda _service: self._desk.show(view), None))

    def watch(self, wanted: Sequence[JobId], missing: Sequence[JobId]) -> None:
        """Keep these rows fresh from now on; send those that are `missing` at once."""
        self._tell(_Call(lambda _service: self._desk.watch(wanted, missing), None))

    # --- adding

    def add(
        self,
        paths: Callable[[], Dropped],
        recipe: Recipe,
        *,
        hold: bool = False,
        then: Callable[[BatchId | None], None] | None = None,
    ) -> None:
        """Accept files and folders; the batch is None when there are none.

        `paths` is called in the table's thread, so it may parse and touch the disk.
        """
        self._tell(_Call(lambda service: self._desk.add(service, paths(), recipe, hold=hold), then))

    # --- commands

    def retry(
        self, selection: Selection, recipe: Recipe | None = None, then: Callable[[int], None] | None = None
    ) -> None:
        """Try these jobs again, with another recipe if there is one."""
        self._tell(_Call(lambda service: service.retry(selection, recipe), then))

    def restore(self, ids: Sequence[JobId], then: Callable[[int], None] | None = None) -> None:
        """Put removed rows back."""
        self._tell(_Call(lambda service: service.restore(ids), then))

    def set_paused(self, *, paused: bool) -> None:
        """Pause everything that waits, or go on."""
        self._tell(_Call(lambda service: service.pause() if paused else service.resume(), None))

    def pause_jobs(self, selection: Selection, then: Callable[[int], None] | None = None) -> None:
        """Hold these waiting jobs back."""
        self._tell(_Call(lambda service: service.pause_jobs(selection), then))

    def resume_jobs(self, selection: Selection, then: Callable[[int], None] | None = None) -> None:
        """Let held jobs wait for their turn again."""
        self._tell(_Call(lambda service: service.resume_jobs(selection), then))

    def first(self, selection: Selection) -> None:
        """Do these before all others."""
        self._tell(_Call(lambda service: service.first(selection), None))

    def last(self, selection: Selection) -> None:
        """Do these after all others."""
        self._tell(_Call(lambda service: service.last(selection), None))

    def use_recipe(self, batch: BatchId, recipe: Recipe, then: Callable[[int], None] | None = None) -> None:
        """Give the jobs of a batch that have not begun another recipe."""
        self._tell(_Call(lambda service: service.use_recipe(batch, recipe), then))

    def undo_drop(
        self, batch: BatchId, *, delete_results: bool = False, then: Callable[[int], None] | None = None
    ) -> None:
        """Take a whole batch back."""
        self._tell(_Call(lambda service: service.undo_drop(batch, delete_results=delete_results), then))

    def choose_copy(self, job: JobId, path: Path) -> None:
        """Take another file as the source of a failed job."""
        self._tell(_Call(lambda service: service.choose_copy(job, path), None))

    def locate(self, selection: Selection, folder: Path, then: Callable[[int], None] | None = None) -> None:
        """Look below this folder for sources that are not where they were."""
        self._tell(_Call(lambda service: service.locate(selection, folder), then))

    def save_elsewhere(self, selection: Selection, folder: Path, then: Callable[[int], None] | None = None) -> None:
        """Send the outputs of these jobs to another folder."""
        self._tell(_Call(lambda service: service.save_elsewhere(selection, folder), then))

    # --- questions

    def history(self, job: JobId, then: Callable[[History | None], None]) -> None:
        """All that is known of one job."""
        self._tell(_Call(lambda service: service.history(job), then))

    def jobs(self, ids: Sequence[JobId], then: Callable[[list[Job]], None]) -> None:
        """These jobs as they stand."""
        self._tell(_Call(lambda service: service.jobs(ids), then))

    def ids(self, selection: Selection, then: Callable[[list[JobId]], None]) -> None:
        """All jobs that match."""
        self._tell(_Call(lambda service: service.ids(selection), then))

    def ask_service(self, work: Callable[[JobService], T], then: Callable[[T], None]) -> None:
        """Any other question to the table; `work` runs in its thread and must not touch a widget."""
        self._tell(_Call(work, then))

    def ask(self, ask: Ask, then: Callable[[Answer], None]) -> None:
        """A question to the preview process; the newest is answered first."""
        self._session.preview.ask(ask, lambda answer: self._desk.reply(_Reply(then, answer)))

    # --- inside

    def _tell(self, call: _Call) -> None:
        self._called.emit(call)

    @Slot(object)
    def _on_updated(self, update: Update) -> None:
        if update.snapshot is not None:
            self._tell_snapshot(update.snapshot)
        if update.listing is not None:
            self._tell_listing(update.listing)
        if update.rows:
            self._tell_rows(Rows(update.rows))
        if update.ended:
            self._tell_ended(JobsEnded(update.ended))

    def _tell_snapshot(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.snapshot_changed.emit(snapshot)

    def _tell_listing(self, listing: Listing) -> None:
        self.listing_changed.emit(listing)

    def _tell_rows(self, rows: Rows) -> None:
        self.rows_changed.emit(rows)

    def _tell_ended(self, ended: JobsEnded) -> None:
        self.jobs_ended.emit(ended)

    @Slot(object)
    def _on_replied(self, reply: _Reply) -> None:
        reply.then(reply.value)


class _Desk(QObject):
    """The far side of the bridge: owns the service and its thread's timers."""

    updated = Signal(object)
    replied = Signal(object)
    added = Signal(object)
    troubled = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._service: JobService | None = None
        self._feed: LiveQuery | None = None
        self._fills: deque[tuple[Iterator[Found], Recipe]] = deque()
        self._timer: QTimer | None = None
        self._next_step: QTimer | None = None

    @Slot()
    def open(self) -> None:
        """Open the table in this thread and begin to poll."""
        self._service = self._session.service()
        self._feed = LiveQuery(self._service)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(POLL_MS)
        self._next_step = QTimer(self)
        self._next_step.setInterval(0)
        self._next_step.timeout.connect(self._fill)
        self._poll()
        for batch in self._service.interrupted():
            self._begin(self._service, batch)

    @Slot(object)
    def run(self, call: _Call) -> None:
        """Carry out a command and tell at once what it changed."""
        if self._service is None:
            return
        try:
            value = call.work(self._service)
        except Exception as error:  # noqa: BLE001 - it costs this one command, and is told
            self._tell_trouble(error)
            return
        if call.then is not None:
            self.reply(_Reply(call.then, value))
        self._session.wake()
        self._poll()

    def reply(self, reply: _Reply) -> None:
        """Hand a value to the window's thread; may be called from any thread."""
        self.replied.emit(reply)

    def show(self, view: View) -> None:
        """Change the list."""
        if self._feed is not None:
            self._send(self._feed.show(view))

    def watch(self, wanted: Sequence[JobId], missing: Sequence[JobId]) -> None:
        """Change which rows are kept fresh."""
        if self._feed is not None:
            self._send(self._feed.watch(wanted, missing))

    def add(self, service: JobService, paths: Dropped, recipe: Recipe, *, hold: bool) -> BatchId | None:
        """Accept, and walk the folders in steps between other work."""
        if not paths:
            return None
        batch = service.accept(paths, recipe, submitter="window", hold=hold)
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
        self._feed = self._service = None
        QThread.currentThread().quit()

    def _begin(self, service: JobService, batch: BatchId) -> None:
        stored = service.batch(batch)
        if stored is None or self._next_step is None:
            return
        self._fills.append((service.fill(batch, hold_if_full=True), stored.recipe))
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
        if self._feed is None:
            return
        try:
            update = self._feed.poll()
        except DatabaseDamaged as error:
            if self._timer is not None:
                self._timer.stop()  # it does not heal, and is told once
            self._tell_trouble(error)
            return
        except StoreError:
            _log.warning("the job table could not be read; it is tried again at once", exc_info=True)
            return
        if update is not None:
            self._send(update)

    def _tell_trouble(self, error: Exception) -> None:
        _log.warning("a command could not be carried out", exc_info=error)
        self.troubled.emit(Trouble(error))

    def _send(self, update: Update) -> None:
        self.updated.emit(update)
