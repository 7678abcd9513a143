"""The details page of the right panel: one job with all that is known of it, or several in sum."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.queueing import worth_retrying
from mediaapp.gui.jobs.one_job import OneJob
from mediaapp.gui.jobs.several_jobs import SeveralJobs, nothing_selected
from workers.jobs.batch import Counts
from workers.jobs.history import History
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service.commands import CountJobs, ReadHistory


class DetailPanel(QStackedWidget):
    """Follows the selection, and the selected jobs as they change."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._bridge = context.bridge
        self._ids: tuple[JobId, ...] = ()
        self._history: History | None = None
        self._nothing = nothing_selected()
        self._one = OneJob(context)
        self._several = SeveralJobs(context)
        for page in (self._nothing, self._one, self._several):
            self.addWidget(page)
        context.bridge.snapshot_changed.connect(self._on_snapshot)

    def show_jobs(self, ids: Sequence[JobId]) -> None:
        """Show these jobs from now on."""
        self._ids = tuple(ids)
        self._history = None
        if not self._ids:
            self.setCurrentWidget(self._nothing)
        self._ask()

    def _ask(self) -> None:
        ids = self._ids
        if len(ids) == 1:
            self._bridge.do(ReadHistory(ids[0]), self._on_history)
        elif ids:
            self._bridge.do(CountJobs(Selection(ids=ids)), partial(self._on_counts, ids))
            again = worth_retrying(Selection(ids=ids, states=frozenset((JobState.FAILED, JobState.CANCELLED))))
            self._bridge.do(CountJobs(again), partial(self._on_again, ids))

    def _on_history(self, history: History | None) -> None:
        if history is None or self._ids != (history.job.id,) or history == self._history:
            return
        self._history = history
        batches = self._bridge.snapshot.every_batch
        batch = next((one for one in batches if one.id == history.job.batch), None)
        self._one.show_history(history, batch)
        self.setCurrentWidget(self._one)

    def _on_counts(self, ids: tuple[JobId, ...], counts: Counts) -> None:
        if ids == self._ids:
            self._several.show_counts(ids, counts)
            self.setCurrentWidget(self._several)

    def _on_again(self, ids: tuple[JobId, ...], again: Counts) -> None:
        if ids == self._ids:
            self._several.show_retry(ids, again)

    def _on_snapshot(self) -> None:
        if self.isVisible():
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        self._ask()
