"""The list's model: right for Qt, small in memory."""

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mediaapp.gui.jobs.model import DECODED_MAX, JobsModel
from mediaapp.gui.list_diff import ListChange
from mediaapp.gui.snapshot import Snapshot, View
from tests.support import histories
from workers.jobs.state import JobState

pytestmark = pytest.mark.gui


def splice(start: int, removed: int, keys: Sequence[int]) -> ListChange:
    return ListChange(start, removed, array("q", keys))


@pytest.fixture
def model(qtbot: QtBot) -> JobsModel:
    made = JobsModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_rows_come_and_go_as_qt_expects(model: JobsModel) -> None:
    model.splice(splice(0, 0, [-2, 5, 6, 7, -1]))
    model.splice(splice(1, 1, [8, 9]))
    model.splice(splice(4, 2, []))
    assert list(model.keys(0, 99)) == [-2, 8, 9, 6]
    assert model.rowCount() == 4


def test_selected_rows_stay_selected_while_others_come_above(model: JobsModel, qtbot: QtBot) -> None:
    from PySide6.QtCore import QItemSelectionModel

    model.splice(splice(0, 0, [1, 2, 3]))
    chosen = QItemSelectionModel(model)
    chosen.select(model.index(1, 0), QItemSelectionModel.SelectionFlag.Select)
    model.splice(splice(0, 0, [8, 9]))
    assert [model.key(index.row()) for index in chosen.selectedRows()] == [2]


def test_only_so_many_decoded_rows_are_kept(model: JobsModel) -> None:
    model.take_rows(histories.job(at) for at in range(1, DECODED_MAX + 11))
    assert model.job(10) is None
    assert model.job(11) is not None


def test_rows_not_decoded_yet_are_missing_and_headings_never(model: JobsModel) -> None:
    model.splice(splice(0, 0, [-1, 1, 2, 3]))
    model.take_rows([histories.job(2)])
    assert model.missing(0, 9) == [1, 3]


def test_a_job_says_its_name_and_everything_else_to_a_screen_reader(model: JobsModel) -> None:
    model.splice(splice(0, 0, [1]))
    model.take_rows([histories.done()])
    index = model.index(0, 0)
    key = model.key(0)
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert key == histories.done().id
    assert str(model.data(index)) in str(spoken)
    assert "smaller" in str(spoken)


def test_a_batch_heads_its_jobs(model: JobsModel) -> None:
    batch = histories.batch()
    model.take_snapshot(Snapshot(batches=(batch,)))
    model.take_view(View(), frozenset((-batch.id,)))
    model.splice(splice(0, 0, [-batch.id]))
    assert model.data(model.index(0, 0)) == batch.name
    assert model.line(0).is_open


def test_results_can_be_dragged_out(model: JobsModel) -> None:
    job = histories.done()
    model.splice(splice(0, 0, [job.id]))
    model.take_rows([job])
    index = model.index(0, 0)
    assert job.state is JobState.DONE
    assert model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert [url.toLocalFile() for url in model.mimeData([index]).urls()] == [job.output]


def test_a_key_is_found_near_and_far(model: JobsModel) -> None:
    model.splice(splice(0, 0, range(1, 2001)))
    assert model.row_of(1500, near=1490) == 1499
    assert model.row_of(3, near=1500) == 2
    assert model.row_of(9999) is None
