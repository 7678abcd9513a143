"""The list under hands: scroll and selection stay put, buttons in rows, keys."""

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.action import Action, Offer
from mediaapp.gui.actions.navigation import SHOW_DETAILS
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.jobs.delegate import COMFORTABLE, COMPACT
from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.jobs.thumbnails import Thumbnails
from mediaapp.gui.jobs.view import JobsView, Toggled
from mediaapp.gui.list_diff import ListChange
from mediaapp.gui.snapshot import Listing, Snapshot, View
from tests.support import histories
from tests.support.scripted_bridge import ScriptedBridge
from tests.support.stalls import StallMeter
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState

pytestmark = pytest.mark.gui

ROW_PX = COMFORTABLE.row


class Shown:
    """A list on screen, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.model = JobsModel()
        self.bridge = ScriptedBridge()
        self.view = JobsView(self.model, Thumbnails(self.bridge))
        self.pressed: list[Offer] = []
        self.toggled: list[Toggled] = []
        self.above: list[int] = []
        self.view.triggered.connect(self.pressed.append)
        self.view.toggled.connect(self.toggled.append)
        self.view.incoming.came_above.connect(self.above.append)
        qtbot.addWidget(self.view)
        self.view.resize(928, ROW_PX * 10)
        with qtbot.waitExposed(self.view):
            self.view.show()

    def splice(self, start: int, removed: int, keys: Sequence[int], opened: Sequence[int] = ()) -> None:
        splices = (ListChange(start, removed, keys if isinstance(keys, array) else array("q", keys)),)
        self.view.incoming.take(Listing(view=View(), splices=splices, rows=0, opened=frozenset(opened)))

    def done(self) -> list[tuple[Action, int]]:
        """What was pressed, and in the row of which job."""
        return [(one.action, one.target.jobs[0].id) for one in self.pressed]

    def top(self) -> int:
        return self.model.key(self.view.rowAt(0))

    def click(self, row: int, x: int) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, row * ROW_PX + ROW_PX // 2))


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def test_rows_that_come_above_do_not_move_what_is_looked_at(shown: Shown) -> None:
    shown.splice(0, 0, range(1, 1001))
    shown.view.verticalScrollBar().setValue(500 * ROW_PX + 7)
    shown.splice(0, 0, range(2001, 2041))
    assert shown.above == [40]
    assert shown.top() == 501
    assert shown.view.verticalScrollBar().value() == 540 * ROW_PX + 7


def test_rows_that_go_above_do_not_move_what_is_looked_at(shown: Shown) -> None:
    shown.splice(0, 0, range(1, 1001))
    shown.view.verticalScrollBar().setValue(500 * ROW_PX)
    shown.splice(10, 40, [])
    assert shown.top() == 501


def test_compact_rows_begin_with_the_same_row(shown: Shown) -> None:
    shown.splice(0, 0, range(1, 1001))
    shown.view.verticalScrollBar().setValue(500 * ROW_PX)
    shown.view.set_compact(compact=True)
    assert shown.top() == 501
    assert shown.view.rowHeight(0) == COMPACT.row
    assert not shown.view.grab().isNull()


def test_at_the_top_new_rows_are_seen_at_once(shown: Shown) -> None:
    shown.splice(0, 0, range(1, 1001))
    shown.splice(0, 0, [2001])
    assert shown.above == []
    assert shown.top() == 2001


def test_a_million_rows_come_without_holding_the_window_up(shown: Shown, qtbot: QtBot) -> None:
    keys = array("q", range(1, 1_000_001))
    with StallMeter() as meter:
        shown.splice(0, 0, keys)
        qtbot.waitUntil(lambda: shown.model.rowCount() == 1_000_000)
        for at in range(20):
            shown.view.verticalScrollBar().setValue(at * 2_500_000)
            qtbot.wait(1)
    assert meter.worst < 0.050


def test_the_selection_stays_on_its_jobs(shown: Shown) -> None:
    shown.splice(0, 0, range(1, 101))
    shown.view.chosen.select(50)
    shown.splice(0, 0, [2001, 2002])
    shown.splice(60, 10, [])
    assert list(shown.view.chosen.keys()) == [50]
    assert shown.model.key(shown.view.currentIndex().row()) == 50


def test_a_heading_stands_for_its_batch(shown: Shown) -> None:
    shown.splice(0, 0, [-7, 1, 2])
    shown.view.selectRow(0)
    assert shown.view.chosen.selections() == [Selection(batch=BatchId(7))]


def test_jobs_below_a_selected_heading_are_not_selected_twice(shown: Shown) -> None:
    shown.splice(0, 0, [-1, 1, 2, -2, 3])
    shown.model.take_rows([histories.job(1), histories.job(2), histories.job(3, batch=BatchId(2))])
    for row in (0, 1, 4):
        shown.view.selectionModel().select(shown.model.index(row, 0), shown.view.selectionModel().SelectionFlag.Select)
    assert shown.view.chosen.selections() == [Selection(ids=(JobId(3),)), Selection(batch=BatchId(1))]


def test_everything_selected_is_one_selection(shown: Shown) -> None:
    shown.splice(0, 0, range(1, 1001))
    shown.view.selectAll()
    assert shown.view.chosen.selections() == [Selection()]


def test_retry_is_pressed_with_the_mouse(shown: Shown) -> None:
    shown.splice(0, 0, [1])
    shown.model.take_rows([histories.failed()])
    shown.click(0, 928 - 50)
    assert shown.done() == [(RETRY, 1)]


def test_a_press_that_is_dragged_off_the_button_does_nothing(shown: Shown) -> None:
    shown.splice(0, 0, [1])
    shown.model.take_rows([histories.failed()])
    area = shown.view.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(928 - 50, 28))
    QTest.mouseMove(area, QPoint(200, 28))
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(200, 28))
    assert shown.pressed == []


def test_the_buttons_of_a_row_are_reached_and_pressed_by_keys(shown: Shown) -> None:
    shown.splice(0, 0, [1])
    shown.model.take_rows([histories.done()])
    shown.view.setFocus()
    shown.view.chosen.select(1)
    for _ in range(2):
        QTest.keyClick(shown.view, Qt.Key.Key_Tab)
    QTest.keyClick(shown.view, Qt.Key.Key_Space)
    assert shown.done() == [(SHOW_IN_FOLDER, 1)]


def test_enter_opens_and_control_enter_shows_in_the_folder(shown: Shown) -> None:
    shown.splice(0, 0, [1])
    shown.model.take_rows([histories.done()])
    shown.view.chosen.select(1)
    QTest.keyClick(shown.view, Qt.Key.Key_Return)
    QTest.keyClick(shown.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.action for one in shown.pressed] == [OPEN, SHOW_IN_FOLDER]


def test_space_asks_for_a_look(shown: Shown) -> None:
    shown.splice(0, 0, [1])
    shown.model.take_rows([histories.done()])
    shown.view.chosen.select(1)
    QTest.keyClick(shown.view, Qt.Key.Key_Space)
    assert shown.done() == [(SHOW_DETAILS, 1)]


def test_a_heading_opens_by_its_sign_by_a_double_click_and_by_keys(shown: Shown) -> None:
    shown.model.take_snapshot(Snapshot(batches=(histories.batch(7),)))
    shown.splice(0, 0, [-7])
    shown.click(0, 25)
    QTest.mouseDClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 28))
    shown.view.chosen.select(-7)
    QTest.keyClick(shown.view, Qt.Key.Key_Right)
    QTest.keyClick(shown.view, Qt.Key.Key_Left)
    assert [(one.key, one.opened) for one in shown.toggled] == [(-7, True), (-7, True), (-7, True), (-7, False)]


def test_every_state_can_be_painted(shown: Shown, qtbot: QtBot) -> None:
    shown.splice(0, 0, range(1, len(JobState) + 1))
    shown.model.take_rows(histories.job(at, state=state) for at, state in enumerate(JobState, 1))
    assert not shown.view.grab().isNull()
