"""The menu of the selected rows: only what can act can be chosen, and each entry does what it says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.locations import SAVE_ELSEWHERE
from mediaapp.gui.actions.queueing import DO_FIRST, DO_LAST, PAUSE, RESUME, RETRY, RETRY_WITH
from mediaapp.gui.actions.removing import CANCEL, REMOVE
from mediaapp.gui.actions.reporting import SAVE_REPORT
from mediaapp.gui.actions.results import BRING_BACK, OPEN, SHOW_IN_FOLDER
from mediaapp.gui.actions.table import OF_ROWS
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.timing import BEGIN_NOW, LATER
from mediaapp.gui.window_state import ListTab
from tests.support.histories import batch, job
from tests.support.menus import Menus, label, leaves
from tests.support.person import Person
from tests.support.store import OUTCOME, Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Counts
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.recipe import Recipe, ReplaceOriginals

pytestmark = pytest.mark.gui

ALWAYS = {SHOW_IN_FOLDER, REMOVE}
AGAIN = {RETRY, RETRY_WITH, SAVE_ELSEWHERE}
ORDER = {DO_FIRST, DO_LAST, CANCEL, LATER}
WAITING = ORDER | {PAUSE, SAVE_ELSEWHERE}


def possible(target: Target) -> set[Action]:
    """What the menu lets one choose for it."""
    return {action for group in OF_ROWS for action in group if action.enabled(target)}


@pytest.mark.parametrize(
    ("fields", "able"),
    [
        ({"state": JobState.QUEUED}, WAITING),
        ({"state": JobState.PAUSED}, ORDER | {RESUME, SAVE_ELSEWHERE}),
        ({"state": JobState.PAUSED, "not_before": 1e9}, ORDER | {RESUME, SAVE_ELSEWHERE, BEGIN_NOW}),
        ({"state": JobState.DELAYED}, ORDER | AGAIN),
        ({"state": JobState.RUNNING}, {CANCEL}),
        ({"state": JobState.RUNNING, "cancel": True}, set()),
        ({"state": JobState.FAILED}, AGAIN),
        ({"state": JobState.CANCELLED}, AGAIN),
        ({"state": JobState.DONE, "output": "/a"}, {OPEN}),
        ({"state": JobState.DONE, "output": "/a", "original": "/b"}, {OPEN, BRING_BACK}),
        ({"state": JobState.SKIPPED, "output": None}, set()),
        ({"state": JobState.CANCELLED, "skipped": SkipReason.BROUGHT_BACK}, AGAIN),
    ],
)
def test_one_job_can_have_done_to_it_what_its_state_allows(fields: dict[str, Any], able: set[Action]) -> None:
    assert possible(Target(jobs=(job(**fields),))) == able | ALWAYS


@pytest.mark.parametrize(
    ("counts", "able"),
    [
        (Counts(done=3), {SHOW_IN_FOLDER, REMOVE}),
        (Counts(queued=3), WAITING | {REMOVE}),
        (Counts(cancelled=2), AGAIN | {REMOVE}),
        (Counts(cancelled=2, brought_back=2), {REMOVE}),
        (Counts(done=2, replaced=2), {SHOW_IN_FOLDER, REMOVE, BRING_BACK}),
        (Counts(), set()),
    ],
)
def test_a_heading_can_what_one_of_its_jobs_can(counts: Counts, able: set[Action]) -> None:
    assert possible(Target(batches=(batch(counts=counts),))) == able | {SAVE_REPORT}


def test_only_what_the_tab_shows_counts() -> None:
    both = batch(counts=Counts(done=3, queued=2))
    able = possible(Target(batches=(both,), states=frozenset((JobState.DONE,))))
    assert able == {SHOW_IN_FOLDER, SAVE_REPORT, REMOVE}


def test_what_replaces_its_original_goes_nowhere_else() -> None:
    replacing = batch(recipe=Recipe(destination=ReplaceOriginals()), counts=Counts(paused=2))
    assert SAVE_ELSEWHERE not in possible(Target(batches=(replacing,)))


def test_the_heading_of_a_cause_can_be_tried_again() -> None:
    cause = Cause(code=ErrorCode.DAMAGED, state=JobState.FAILED, jobs=2, failure=FailureFacts())
    assert possible(Target(causes=(cause,))) == AGAIN | {REMOVE, SAVE_REPORT}
    waiting = replace(cause, state=JobState.DELAYED)
    assert SAVE_REPORT not in possible(Target(causes=(waiting,)))


def test_several_are_not_opened() -> None:
    jobs = tuple(job(n, state=JobState.DONE, output="/a") for n in (1, 2))
    assert OPEN not in possible(Target(jobs=jobs))


# --- the real menu


def menu_at(opened: Opened, menus: Menus, name: str) -> QMenu:
    """The menu of the row of this name, opened by the right button."""
    view = opened.window.panel.view

    def place() -> QPoint:
        row = view.visualRect(view.model().index(opened.rows().index(name), 0))
        at = QPoint(300, row.center().y())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return at

    return menus.context(view.viewport(), place)


Case = tuple[str, Callable[[Table], object], Callable[[Opened, Table], bool]]


def one_failed(table: Table) -> None:
    table.add(2)
    table.fail(ErrorCode.DAMAGED)


def one_paused(table: Table) -> None:
    table.editor.pause(table.add(2)[:1])


def states(*wanted: JobState) -> Callable[[Opened, Table], bool]:
    return lambda _opened, table: [each.state for each in table.reader.jobs(table.reader.ids(ALL))] == list(wanted)


def next_is(n: int) -> Callable[[Opened, Table], bool]:
    return lambda _opened, table: table.reader.following() == n


def asks_for_a_folder(opened: Opened, table: Table) -> bool:
    dialog = opened.window.findChild(QFileDialog)
    return dialog is not None and dialog.isVisible()


ALL = Selection()
QUEUED, PAUSED, CANCELLED = JobState.QUEUED, JobState.PAUSED, JobState.CANCELLED
CASES: dict[str, Case] = {
    "Retry": ("a0.jpg", one_failed, states(QUEUED, QUEUED)),
    "Save elsewhere…": ("a0.jpg", one_failed, asks_for_a_folder),
    "Do first": ("a1.jpg", lambda table: table.add(2), next_is(2)),
    "Do last": ("a0.jpg", lambda table: table.add(2), next_is(2)),
    "Pause": ("a0.jpg", lambda table: table.add(2), states(PAUSED, QUEUED)),
    "Resume": ("a0.jpg", one_paused, states(QUEUED, QUEUED)),
    "Later tonight": ("a0.jpg", lambda table: table.add(2), states(PAUSED, QUEUED)),
    "Begin now": ("a0.jpg", lambda table: table.add(1, begins_at=4e9), states(QUEUED)),
    "Cancel": ("a0.jpg", lambda table: table.add(2), states(CANCELLED, QUEUED)),
    "Remove from list": ("a0.jpg", lambda table: table.add(2), states(QUEUED)),
}


@pytest.mark.parametrize("words", CASES)
def test_each_entry_does_what_it_says(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus, words: str) -> None:
    name, prepare, seen = CASES[words]
    prepare(table)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees(name))
        menus.click(menu_at(opened, menus, name), words)
        person.waits(lambda: seen(opened, table))
        dialog = opened.window.findChild(QFileDialog)
        if dialog is not None:
            dialog.reject()


def test_retry_means_the_same_in_heading_details_and_menu(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus
) -> None:
    jobs = table.add(4)
    for code in (ErrorCode.DAMAGED, ErrorCode.DAMAGED, ErrorCode.NOT_A_PICTURE):
        table.fail(code)
    table.editor.cancel(jobs[3:])
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("June"))
        assert person.labels_in_row("June") == ["Retry 2"]
        person.selects("June")
        person.waits(lambda: bool(person.sees_buttons("Retry 2", inside=opened.details)))
        menus.click(menu_at(opened, menus, "June"), "Retry")
        person.waits(lambda: states(QUEUED, QUEUED, JobState.FAILED, CANCELLED)(opened, table))


def test_retry_with_uses_that_recipe(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    one_failed(table)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg") and opened.recipe_box.count() > 1)
        menus.click(menu_at(opened, menus, "a0.jpg"), "Retry with", "Web")
        person.waits(lambda: opened.bridge.snapshot.batches[0].recipe.name == "Web")


def finished(table: Table, folder: Path) -> Path:
    """A job that is done, with its output in this folder."""
    table.add(1, folder=str(folder).lstrip("/"))
    made = folder / "Smaller" / "a.jpg"
    made.parent.mkdir(parents=True)
    made.touch()
    claim = table.claim().claim
    table.finishing.fence(claim, str(made).lstrip("/"), OUTCOME)
    table.finishing.finish(claim, OUTCOME, "content")
    return made


@pytest.mark.parametrize(
    ("row", "words", "opens"),
    [("a0.jpg", "Open", "a.jpg"), ("a0.jpg", "Show in folder", "Smaller"), ("June", "Show in folder", "Smaller")],
)
def test_results_are_opened_and_shown(
    qtbot: QtBot,
    tmp_path: Path,
    table: Table,
    menus: Menus,
    desktop_opens: list[Path],
    row: str,
    words: str,
    opens: str,
) -> None:
    finished(table, tmp_path / "June")
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        opened.window.panel.show_tab(ListTab.DONE)
        person.waits(lambda: opened.rows() == ["June"])
        if row != "June":
            view = opened.window.panel.view
            QTest.mouseClick(
                view.viewport(),
                Qt.MouseButton.LeftButton,
                pos=QPoint(25, view.visualRect(view.model().index(0, 0)).center().y()),
            )
            person.waits(lambda: person.sees(row))
        menus.click(menu_at(opened, menus, row), words)
        person.waits(lambda: [path.name for path in desktop_opens] == [opens])


def test_no_entry_is_left_out_here(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg") and opened.recipe_box.count() > 1)
        menu = menu_at(opened, menus, "a0.jpg")
        known = set(CASES) | {"Open", "Show in folder", "Retry with", "Save a report…", "Bring originals back"}
        assert {path[0] for path in leaves(menu)} == known
        able = {label(action) for action in menu.actions() if action.isEnabled() and not action.isSeparator()}
        assert able == {action.label for action in WAITING | ALWAYS}
        menu.close()


def test_a_batch_of_what_was_made_before_says_so(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    for _ in range(2):
        table.finishing.skip(table.claim().claim, SkipReason.ALREADY_MADE, None)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("2 already made"))
        assert not person.sees("2 ready")


def test_two_of_one_name_show_their_folders(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2, folder="2019/June/beach")
    table.add(1, folder="2020/June/beach")
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg, 2019/June/beach") and person.sees("a0.jpg, 2020/June/beach"))
        assert not person.sees("a1.jpg, 2019")
