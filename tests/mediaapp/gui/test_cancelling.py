"""Cancelling by every way there is, taking that back, and finding what was cancelled."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.removing import CANCEL
from tests.support.find import find_all
from tests.support.menus import Menus
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode
from workers.jobs.state import JobState
from workers.recipe import Recipe, ReplaceOriginals

pytestmark = pytest.mark.gui


def in_details(person: Person, menus: Menus) -> None:
    person.selects("a1.jpg")
    person.clicks_on("Cancel", inside=person.opened.details)


def in_details_of_several(person: Person, menus: Menus) -> None:
    person.opened.window.panel.view.setFocus()
    QTest.keyClick(person.opened.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.clicks_on("Cancel 3", inside=person.opened.details)


def in_the_context_menu(person: Person, menus: Menus) -> None:
    view = person.opened.window.panel.view
    at = view.visualRect(view.model().index(person.row_of("a1.jpg"), 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menus.click(menus.context(view.viewport(), lambda: at), "Cancel")


WAYS: dict[str, tuple[Callable[[Person, Menus], None], int]] = {
    "details": (in_details, 1),
    "details of several": (in_details_of_several, 3),
    "context menu": (in_the_context_menu, 1),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_cancelled_waits_again_after_undo(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus, way: str
) -> None:
    do, n = WAYS[way]
    table.add(3)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: opened.window.panel.model.rowCount() == 4 and person.sees("a1.jpg"))
        do(person, menus)
        person.waits(lambda: person.counts.cancelled == n)
        person.waits(lambda: "cancelled." in person.toasts())
        person.clicks_on("Undo")
        person.waits(lambda: person.counts.queued == 3)
        told = "1 picture is in the queue again." if n == 1 else f"{n} pictures are in the queue again."
        person.waits(lambda: person.toasts() == told)


def test_the_cross_of_a_running_row_is_taken_back_by_the_key(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (job,) = table.add(1)
    claim = table.claim().claim
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg"))
        person.clicks_in_row("a0.jpg", CANCEL)
        person.waits(lambda: table.job(job).cancel)
        person.waits(lambda: person.sees("Stopping"))
        assert person.buttons_in_row("a0.jpg") == {}
        person.waits(lambda: "1 picture cancelled." in person.toasts())
        QTest.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        person.waits(lambda: not table.job(job).cancel)
        person.waits(lambda: person.toasts() == "1 picture is in the queue again.")
        table.finishing.cancelled(claim)
        person.waits(lambda: person.counts.queued == 1)


def test_rows_that_were_removed_and_come_back_are_not_told_as_work(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(5)
    table.finish(5)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.done == 5)
        table.add(1)
        table.finish()
        person.waits(lambda: "All done · 1 picture ready" in person.reads(opened.window.status))
        view = opened.window.panel.view
        QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(view, Qt.Key.Key_Delete)
        person.waits(lambda: person.counts.total == 0)
        QTest.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        person.waits(lambda: person.counts.done == 6)
        assert "All done · 1 picture ready" in person.reads(opened.window.status)


def test_originals_that_waited_to_be_replaced_still_wait_for_it_after_undo(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    jobs = table.add(2, on_hold=True, recipe=Recipe(destination=ReplaceOriginals()))
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg"))
        person.selects("a0.jpg")
        person.clicks_on("Cancel", inside=opened.details)
        person.waits(lambda: person.counts.cancelled == 1)
        person.clicks_on("Undo")
        person.waits(lambda: table.states(jobs) == [JobState.PAUSED] * 2)


def cancelled_tab(opened: Opened) -> bool:
    return bool(opened.tabs("Cancelled"))


def test_what_was_cancelled_has_a_tab_while_there_is_some_and_a_retry(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    table.add(3)
    table.finish()
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a1.jpg"))
        assert not cancelled_tab(opened)
        person.selects("June")
        person.clicks_on("Cancel 2", inside=opened.details)
        person.waits(lambda: person.counts.cancelled == 2)
        assert opened.window.panel.model.line(0).status == "1 ready, 2 cancelled"
        assert person.labels_in_row("June") == ["Retry 2"]
        assert "2 cancelled" in person.reads(opened.window.status)
        QTest.mouseClick(opened.tab("Cancelled"), Qt.MouseButton.LeftButton)
        person.waits(lambda: opened.rows() in (["June"], ["June", "a1.jpg", "a2.jpg"]))
        person.clicks_in_row("June", RETRY)
        person.waits(lambda: person.counts.queued == 2)
        assert cancelled_tab(opened)
        QTest.mouseClick(opened.tab("All"), Qt.MouseButton.LeftButton)
        assert not cancelled_tab(opened)


def test_a_retry_of_what_failed_leaves_what_was_cancelled(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    jobs = table.add(2)
    table.fail(ErrorCode.DAMAGED)
    table.editor.cancel(jobs)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: opened.rows() == ["June"] and person.labels_in_row("June") == ["Retry 1"])
        person.clicks_in_row("June", RETRY)
        person.waits(lambda: table.states(jobs) == [JobState.QUEUED, JobState.CANCELLED])


def test_the_line_at_the_bottom_speaks_of_this_run(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(4)
    table.finish(4)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.done == 4)
        told = person.reads(opened.window.status)  # and how much room the disk has, in any figures
        assert "4 of" not in told
        assert "4 pictures" not in told
        table.add(2)
        person.waits(lambda: "0 of 2" in person.reads(opened.window.status))
        table.finish()
        person.waits(lambda: "1 of 2" in person.reads(opened.window.status))
        table.finish()
        person.waits(lambda: "All done · 2 pictures ready" in person.reads(opened.window.status))
        assert "200 bytes became 80 bytes" in person.reads(opened.window.status)


def test_in_a_narrow_window_the_tabs_do_not_overlap(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    jobs = table.add(1_300)
    table.editor.cancel(jobs[:1_250])
    with opened_window(qtbot, tmp_path, size=(800, 560)) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.cancelled == 1_250)
        tabs = opened.window.panel.tabs
        for name in ("running", "waiting", "done", "failed"):
            tabs.count(name, "8,412")
        person.waits(lambda: tabs.minimumSizeHint().width() <= 800)
        assert tabs.width() == opened.window.width() == 800
        shown = find_all(QAbstractButton, inside=tabs)
        places = [tab.geometry() for tab in shown]
        assert all(one.right() < other.left() for one, other in itertools.pairwise(places))
        assert all(tab.width() >= tab.minimumSizeHint().width() for tab in shown)


def test_a_batch_that_is_partly_cancelled_says_so_while_the_rest_goes_on(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    jobs = table.add(3)
    table.editor.cancel(jobs[2:])
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("0 of 3 · 1 cancelled"))
