"""Which rows are selected, and which jobs they stand for."""

from array import array

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.row_keys import batch_of, cause_of
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState


class ChosenRows:
    """The selection of the list, by the keys of its rows."""

    def __init__(self, view: QTableView, model: JobsModel) -> None:
        self._view = view
        self._model = model

    def keys(self) -> "array[int]":
        """The keys of the selected rows, from the top."""
        ranges = sorted((one.top(), one.bottom()) for one in self._view.selectionModel().selection().toList())
        keys = array("q")
        for top, bottom in ranges:
            keys.extend(self._model.keys(top, bottom))
        return keys

    def selections(self) -> list[Selection]:
        """The selected jobs: single rows, and all of a heading that is selected."""
        keys = self.keys()
        view = self._model.view
        if len(keys) == self._model.rowCount() > 1:
            return [Selection(states=view.states, search=view.search, watch=view.watch, purpose=view.purpose)]
        headings = {key for key in keys if key < 0}
        ids = tuple(JobId(key) for key in keys if key > 0 and not self._is_below(key, headings))
        found = [Selection(ids=ids)] if ids else []
        return found + [self._of_row(key) for key in headings]

    def select(self, key: int) -> bool:
        """Select a row and bring it on screen; False when it is not in the list."""
        row = self._model.row_of(key)
        if row is None:
            return False
        index = self._model.index(row, 0)
        self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._view.scrollTo(index)
        return True

    def _of_row(self, key: int) -> Selection:
        """The jobs that a row stands for."""
        batch, cause = batch_of(key), cause_of(key)
        if cause is not None:
            return Selection(states=frozenset((JobState.FAILED,)), cause=cause)
        if batch is not None:
            return Selection(states=self._model.view.states, batch=batch)
        return Selection(ids=(JobId(key),))

    def _is_below(self, key: int, headings: set[int]) -> bool:
        job = self._model.job(key) if headings else None
        return job is not None and -job.batch in headings
