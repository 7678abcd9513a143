"""The list as Qt sees it: an array of keys, and only the rows near the screen decoded."""

import time
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl

from mediaapp import text
from mediaapp.gui.actions.action import Action, Offer, offer
from mediaapp.gui.actions.target import Target, of_job
from mediaapp.gui.jobs.headings import batch_line, cause_line
from mediaapp.gui.jobs.lines import RowLine, Turn, job_line, pending_line
from mediaapp.gui.jobs.names import Names
from mediaapp.gui.list_diff import ListChange
from mediaapp.gui.row_keys import batch_of, cause_of
from mediaapp.gui.snapshot import Snapshot, View
from mediaapp.gui.widgets import plain_tip
from workers.errors import ErrorCode
from workers.jobs.batch import StoredBatch
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.manners.manners import Hold, kinds_of

DECODED_MAX = 5_000
"""So many decoded rows are kept at most, the ones used last."""

Index = QModelIndex | QPersistentModelIndex


class JobsModel(QAbstractTableModel):
    """Headings and jobs by key: a job's id, or the negative number that `feed` gives a heading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = array("q")
        self._jobs: OrderedDict[int, Job] = OrderedDict()
        self._names = Names()
        self._batches: dict[BatchId, StoredBatch] = {}
        self._causes: dict[ErrorCode, Cause] = {}
        self._opened: frozenset[int] = frozenset()
        self._paused = False
        self._holds: tuple[Hold, ...] = ()
        self._following: JobId | None = None
        self.view = View()

    # --- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.line(index.row()).name
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.line(index.row()).spoken()
            case Qt.ItemDataRole.ToolTipRole:
                job = self.job(self._keys[index.row()])
                return None if job is None else plain_tip(job.source)
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        job = self.job(self.key(index.row()))
        if job is not None and job.state is JobState.DONE:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        found = (self.job(self.key(index.row())) for index in indexes)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(job.output) for job in found if job is not None and job.output is not None])
        return data

    # --- what the list asks

    def key(self, row: int) -> int:
        """The key of a row."""
        return self._keys[row]

    def keys(self, first: int, last: int) -> "array[int]":
        """The keys of the rows from `first` to `last`, both included; rows that do not exist are left out."""
        return self._keys[max(first, 0) : last + 1]

    def row_of(self, key: int, near: int = 0) -> int | None:
        """Where a key is now; looks near a row first."""
        around = self._keys[max(near - 200, 0) : near + 200]
        if key in around:
            return max(near - 200, 0) + around.index(key)
        try:
            return self._keys.index(key)
        except ValueError:
            return None

    def job(self, key: int) -> Job | None:
        """The job behind a key, if it is a job and decoded."""
        job = self._jobs.get(key)
        if job is not None:
            self._jobs.move_to_end(key)
        return job

    def batch(self, batch: BatchId) -> StoredBatch | None:
        """A batch by its id."""
        return self._batches.get(batch)

    def is_open(self, key: int) -> bool:
        """Whether a heading stands open."""
        return key in self._opened

    def target(self, keys: "array[int]", selections: Iterable[Selection]) -> Target:
        """What is known of the rows with these keys, whose jobs are the `selections`."""
        single, headings = [key for key in keys if key > 0], [key for key in keys if key < 0]
        jobs = [self._jobs[key] for key in single[:DECODED_MAX] if key in self._jobs]
        batches = [self._batches[batch] for key in headings if (batch := batch_of(key)) in self._batches]
        causes = [self._causes[code] for key in headings if (code := cause_of(key)) in self._causes]
        return Target(
            selections=tuple(selections),
            jobs=tuple(jobs),
            batches=tuple(batches),
            causes=tuple(causes),
            states=self.view.states,
            unread=len(jobs) + len(batches) + len(causes) < len(keys),
        )

    def missing(self, first: int, last: int) -> list[JobId]:
        """The jobs in these rows that are not decoded yet."""
        return [JobId(key) for key in self.keys(first, last) if key > 0 and key not in self._jobs]

    def line(self, row: int) -> RowLine:
        """What a row shows."""
        key = self._keys[row]
        if key > 0:
            job = self.job(key)
            if job is None:
                return pending_line()
            line = job_line(
                job, self._batches.get(job.batch), view=self.view, turn=self._turn(job), held=self._held(job)
            )
            folder = self._names.folder(job)
            return replace(line, aside=folder) if folder else line
        code = cause_of(key)
        if code is not None:
            cause = self._causes.get(code)
            return pending_line() if cause is None else cause_line(cause, is_open=self.is_open(key))
        batch_id = batch_of(key)
        batch = None if batch_id is None else self._batches.get(batch_id)
        if batch is None:
            return pending_line()
        return batch_line(batch, is_open=self.is_open(key), others=self._batches.values())

    def offer(self, row: int, action: Action) -> Offer | None:
        """What the row offers by this action, else the action for the row's job; None where it cannot be done."""
        job = self.job(self._keys[row])
        offers = list(self.line(row).offers())
        if job is not None and action.enabled(of_job(job)):
            offers.append(offer(action, of_job(job)))
        return next((one for one in offers if one.action is action), None)

    def _turn(self, job: Job) -> Turn:
        if self._paused:
            return Turn.PAUSED
        return Turn.NEXT if job.id == self._following else Turn.LATER

    def _held(self, job: Job) -> str:
        return text.held_back([hold for hold in self._holds if job.kind in kinds_of(hold)], time.time())

    # --- what the bridge tells

    def take_snapshot(self, snapshot: Snapshot) -> None:
        """Take the headings' figures."""
        self._batches = {batch.id: batch for batch in snapshot.every_batch}
        self._causes = {cause.code: cause for cause in snapshot.causes if cause.state is JobState.FAILED}
        self._paused = snapshot.paused
        self._holds = snapshot.holds
        self._following = snapshot.following

    def take_view(self, view: View, opened: frozenset[int]) -> None:
        """Take what the rows that come next are of, and which headings stand open."""
        self.view = view
        self._opened = opened

    def splice(self, splice: ListChange) -> None:
        """Let rows go and come."""
        if splice.removed:
            self.beginRemoveRows(QModelIndex(), splice.start, splice.start + splice.removed - 1)
            del self._keys[splice.start : splice.start + splice.removed]
            self.endRemoveRows()
        if splice.inserted:
            self.beginInsertRows(QModelIndex(), splice.start, splice.start + len(splice.inserted) - 1)
            self._keys[splice.start : splice.start] = splice.inserted
            self.endInsertRows()

    def take_rows(self, jobs: Iterable[Job]) -> None:
        """Keep decoded rows; the ones used longest ago go."""
        for job in jobs:
            known = self._jobs.get(job.id)
            if known is None or known.source != job.source:
                self._names.take(job, instead_of=known)
            self._jobs[job.id] = job
            self._jobs.move_to_end(job.id)
        while len(self._jobs) > DECODED_MAX:
            self._names.forget(self._jobs.popitem(last=False)[1])

    def tell_changed(self, first: int, last: int) -> None:
        """Say that the rows on screen may look different now."""
        last = min(last, len(self._keys) - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
