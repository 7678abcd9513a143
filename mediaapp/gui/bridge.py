"""The only hop between the window's thread and the job table: commands go down, frozen values come up."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QThread, Slot

from mediaapp.addresses import Located
from mediaapp.gui.signals import signal_of
from mediaapp.gui.snapshot import Listing, Snapshot, Update, View
from mediaapp.gui.table_thread import Added, Mailbox, TableThread
from mediaapp.session import Session
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.peek import Answer, Ask
from workers.recipe import Recipe
from workers.service import JobService
from workers.service.commands import Command

SWITCH_S = 0.0005
"""How long the table's thread may keep the interpreter while the window wants it: a tenth of Python's own figure."""

T = TypeVar("T")


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
        self._here = Mailbox()
        self._thread = QThread()
        self._thread.setObjectName("bridge")
        self._table = TableThread(session, self._here)
        self._table.moveToThread(self._thread)
        self._thread.started.connect(self._table.open)
        self._table.updated.connect(self._on_updated)
        self._table.added.connect(self.batch_added)
        self._table.troubled.connect(self.troubled)

    def start(self) -> None:
        """Begin to follow the table."""
        sys.setswitchinterval(SWITCH_S)
        self._thread.start()

    def stop(self) -> None:
        """Stop following; commands given so far are carried out first, and nobody is told any more: widgets may be gone."""
        if self._thread.isRunning():
            self._table.post(self._table.end)
            self._thread.wait()
        self._here.close()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature

    def do(self, command: Command[T], then: Callable[[T], object] | None = None) -> None:
        """Carry a command out; `then` gets its answer."""
        self._table.post(lambda: self._table.run(command.run, then))

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
            return found, self._table.add(service, found.paths, recipe, hold=hold)

        def tell(added: tuple[Located, BatchId | None]) -> None:
            if then is not None:
                then(*added)

        self._table.post(lambda: self._table.run(add, tell))

    def in_background(self, work: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Have something done that waits for the disk, in order with the commands; `work` must not touch a widget."""
        self._table.post(lambda: self._table.run(lambda _service: work(), then))

    def show(self, view: View) -> None:
        """Turn the list into what `view` asks for."""
        self._table.post(lambda: self._table.run(lambda _service: self._table.show(view)))

    def watch(self, wanted: Sequence[JobId], missing: Sequence[JobId]) -> None:
        """Keep these rows fresh from now on; send those that are `missing` at once."""
        self._table.post(lambda: self._table.run(lambda _service: self._table.watch(wanted, missing)))

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
