"""Every button of the toolbar, the list and the details that no other test clicks on, through the real widget."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.queueing import RESUME, RETRY
from mediaapp.gui.actions.results import OPEN, OPEN_FOLDER, SHOW_IN_FOLDER
from mediaapp.gui.jobs.filters import FILTERS
from mediaapp.gui.jobs.sections import Steps
from mediaapp.gui.window_state import ListTab
from tests.support.clicks import FAILED, LEFT, QUEUED, choose_in_dialog, click, delay, shown, states
from tests.support.find import find, find_all, only
from tests.support.menus import Menus, label
from tests.support.person import Person
from tests.support.store import OUTCOME, Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Shortage
from workers.jobs.queries import Selection
from workers.recipe import Recipe, ReplaceOriginals

pytestmark = pytest.mark.gui


# --- the toolbar


@pytest.mark.parametrize("name", ["Add files", "Add folder"])
def test_adding_asks_and_adds(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    june = tmp_path / "June"
    june.mkdir()
    Image.new("RGB", (8, 8)).save(june / "a.png")
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        person.clicks_on(name, inside=opened.window.toolbar)
        choose_in_dialog(qtbot, opened, june / "a.png" if name == "Add files" else june)
        person.waits(lambda: person.counts.queued == 1)


def test_pause_and_resume(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        person.clicks_on("Pause", inside=opened.window.toolbar)
        person.waits(table.reader.paused)
        person.clicks_on("Resume", inside=opened.window.toolbar)
        person.waits(lambda: not table.reader.paused())


def test_the_recipe_for_new_files_is_chosen_by_key(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        box = opened.recipe_box
        qtbot.waitUntil(lambda: box.count() > 1)
        click(box)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        view = box.view()
        at = view.visualRect(view.model().index(box.findText("Web"), 0)).center()
        QTest.mouseMove(view.viewport(), at)
        QTest.mouseClick(view.viewport(), LEFT, pos=at)
        qtbot.waitUntil(lambda: opened.recipe.current().name == "Web")


def test_the_search_is_cleared(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        search = opened.window.toolbar.search
        ways: tuple[Callable[[], None], ...] = (
            lambda: click(find(QPushButton, "Clear search", inside=search)),
            lambda: person.clicks_on("Clear search", opened.window.panel),
        )
        for clear in ways:
            QTest.keyClicks(opened.search_field, "no such file")
            person.waits(lambda: bool(find_all(QLabel, "No file is named*", inside=opened.window.panel)))
            clear()
            person.waits(lambda: len(opened.rows()) == 4)


# --- the list's head


def test_every_tab_is_shown_by_a_click(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(4)
    table.fail(ErrorCode.DAMAGED)
    table.finish()
    table.claim()
    table.editor.cancel(table.reader.ids(Selection(states=frozenset((QUEUED,)))))
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        for tab in ListTab:
            click(opened.tab(FILTERS[tab].label()))
            assert opened.window.panel.state.tab is tab
            person.waits(lambda: bool(opened.rows()))
            assert opened.window.panel.view.isVisible()


def order(opened: Opened) -> QPushButton:
    """The button that tells the order of the list and changes it."""
    return find(QPushButton, "* first", inside=opened.window.panel)


def is_first(opened: Opened, key: int) -> bool:
    return opened.window.panel.model.key(0) == key


def has_rows(opened: Opened, count: int) -> bool:
    return len(opened.rows()) == count


def test_the_order_is_turned(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    table.add(1, folder="May")
    table.add(2, folder="June")
    with opened_window(qtbot, tmp_path) as opened:
        shown(qtbot, opened, "a1.jpg")
        for words, first in (("Oldest first", 1), ("Newest first", 2)):
            menus.choose(order(opened), words)
            qtbot.waitUntil(partial(is_first, opened, -first))
            ticked = [label(one) for one in order(opened).menu().actions() if one.isChecked()]
            assert ticked == [words]


def test_all_that_failed_is_tried_again(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    for _ in range(2):
        table.fail(ErrorCode.BUG)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.failed == 2)
        click(opened.tab("Failed"))
        person.clicks_on("Retry all 2")
        person.waits(lambda: states(table) == [QUEUED] * 2)


def test_what_is_paused_goes_on_from_an_empty_tab(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(1)
    table.editor.pause_all(paused=True)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        click(opened.tab("Running"))
        person.clicks_on("Resume", inside=opened.window.panel)
        person.waits(lambda: not table.reader.paused())


# --- headings and rows


def test_the_buttons_of_a_heading(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(1)
    table.fail(ErrorCode.BUG)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: opened.rows()[:1] == ["June"] and RETRY in person.buttons_in_row("June"))
        person.clicks_in_row("June", RETRY)
        person.waits(lambda: states(table) == [QUEUED])
        table.editor.pause(table.reader.ids(Selection()))
        person.waits(lambda: RESUME in person.buttons_in_row("June"))
        person.clicks_in_row("June", RESUME)
        person.waits(lambda: states(table) == [QUEUED])


def test_a_heading_tries_again_only_what_can_end_otherwise(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    jobs = table.add(3)
    for code in (ErrorCode.NOT_A_PICTURE, ErrorCode.BUG, ErrorCode.ENDS_EARLY):
        table.fail(code)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: opened.rows()[:1] == ["June"] and RETRY in person.buttons_in_row("June"))
        person.clicks_in_row("June", RETRY)
        person.waits(lambda: table.states(jobs) == [FAILED, QUEUED, QUEUED])


def test_all_that_failed_is_tried_again_but_what_cannot_end_otherwise(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    jobs = table.add(2)
    for code in (ErrorCode.NOT_A_PICTURE, ErrorCode.BUG):
        table.fail(code)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.goes_to(ListTab.FAILED)
        person.clicks_on("Retry all 1")
        person.waits(lambda: table.states(jobs) == [FAILED, QUEUED])


def test_a_heading_opens_and_closes(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        for rows in (1, 3):
            QTest.mouseClick(opened.window.panel.view.viewport(), LEFT, pos=QPoint(25, 20))
            person.waits(partial(has_rows, opened, rows))


def done_in(table: Table, folder: Path) -> None:
    """A job that is done, whose output is there."""
    table.add(1, folder=str(folder).lstrip("/"))
    made = folder / "Smaller" / "a.jpg"
    made.parent.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(made)
    claim = table.claim().claim
    table.finishing.fence(claim, str(made).lstrip("/"), OUTCOME)
    table.finishing.finish(claim, OUTCOME, "content")


def test_results_are_opened_from_their_rows_their_heading_and_their_details(
    qtbot: QtBot, tmp_path: Path, table: Table, desktop_opens: list[Path]
) -> None:
    done_in(table, tmp_path / "June")
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: opened.rows() == ["June"])
        person.waits(lambda: OPEN_FOLDER in person.buttons_in_row("June"))
        person.clicks_in_row("June", OPEN_FOLDER)
        QTest.mouseClick(opened.window.panel.view.viewport(), LEFT, pos=QPoint(25, 20))
        person.waits(lambda: person.sees("a0.jpg"))
        person.clicks_in_row("a0.jpg", OPEN)
        person.waits(lambda: len(desktop_opens) == 2)
        person.clicks_in_row("a0.jpg", SHOW_IN_FOLDER)
        person.waits(lambda: len(desktop_opens) == 3)
        person.selects("a0.jpg")
        details = opened.details
        person.clicks_on("Open", inside=details)
        person.waits(lambda: len(desktop_opens) == 4)
        person.clicks_on("Show in folder", inside=details)
        person.waits(lambda: len(desktop_opens) == 5)
    made = tmp_path / "June" / "Smaller"
    assert desktop_opens == [made, made / "a.jpg", made, made / "a.jpg", made]


# --- details


def in_details(qtbot: QtBot, opened: Opened, name: str) -> tuple[Person, QWidget]:
    person = shown(qtbot, opened, name)
    person.selects(name)
    details = opened.details
    person.waits(lambda: bool(person.sees_buttons("Copy details", inside=details)) or details.isVisible())
    return person, details


def test_a_failed_job_is_removed_and_copied_from_its_details(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    table.fail(ErrorCode.BUG, FailureFacts(detail="a trace"))
    with opened_window(qtbot, tmp_path) as opened:
        person, details = in_details(qtbot, opened, "a0.jpg")
        QGuiApplication.clipboard().clear()
        person.clicks_on("Copy details", inside=details)
        assert "a0.jpg" in QGuiApplication.clipboard().text()
        person.clicks_on("Remove from list", inside=details)
        person.waits(lambda: len(states(table)) == 1)
        person.clicks_on("Undo")
        person.waits(lambda: len(states(table)) == 2)


def test_another_recipe_is_chosen_from_the_details(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    table.add(2)
    table.fail(ErrorCode.BUG)
    with opened_window(qtbot, tmp_path) as opened:
        person, _details = in_details(qtbot, opened, "a0.jpg")
        person.waits(lambda: opened.recipe_box.count() > 1)
        other = only(Steps, inside=opened.details).other_recipe
        person.waits(other.isVisible)
        QTest.mouseMove(other)
        click(other)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menus.click(menu, "Web")
        person.waits(lambda: opened.bridge.snapshot.batches[0].recipe.name == "Web")


def test_several_are_tried_again_and_removed(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    for _ in range(2):
        table.fail(ErrorCode.BUG)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        details = opened.details
        QTest.keyClick(opened.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        person.clicks_on("Retry 2", inside=details)
        person.waits(lambda: states(table) == [QUEUED] * 3)
        person.clicks_on("Remove from list", inside=details)
        person.waits(lambda: states(table) == [])
        person.clicks_on("Undo")
        person.waits(lambda: states(table) == [QUEUED] * 3)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (ErrorCode.ENDS_EARLY, "Choose a copy…"),
        (ErrorCode.SOURCE_GONE, "Locate…"),
        (ErrorCode.OUTPUT_FORBIDDEN, "Save elsewhere…"),
    ],
)
def test_the_way_out_of_a_failure_asks(qtbot: QtBot, tmp_path: Path, table: Table, code: ErrorCode, words: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "elsewhere" / "a0.jpg")
    table.add(2)
    table.fail(code)
    with opened_window(qtbot, tmp_path) as opened:
        person, details = in_details(qtbot, opened, "a0.jpg")
        person.clicks_on(words, inside=details)
        target = tmp_path / "elsewhere"
        choose_in_dialog(qtbot, opened, target / "a0.jpg" if "copy" in words else target)
        if "Locate" in words:  # no file of that size is there, which is told
            person.waits(lambda: "elsewhere" in person.reads(details) or "elsewhere" in person.toasts())
        else:
            person.waits(lambda: states(table) == [QUEUED] * 2)


# --- banners


def test_what_waits_for_a_drive_is_shown_and_saved_elsewhere(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (tmp_path / "elsewhere").mkdir()
    table.add(1)
    delay(table, ErrorCode.OUTPUT_AWAY, drive="Archive")
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        banners = opened.window.panel.banners
        person.clicks_on("Show 1", inside=banners)
        assert opened.window.panel.state.tab is ListTab.WAITING
        person.clicks_on("Save elsewhere…", inside=banners)
        choose_in_dialog(qtbot, opened, tmp_path / "elsewhere")
        person.waits(lambda: states(table) == [QUEUED])
        (job,) = table.reader.jobs(table.reader.ids(Selection()))
        assert Path(job.folder) == tmp_path / "elsewhere"


def test_sources_that_are_away_are_looked_for(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "a0.jpg").write_bytes(b"x" * 100)
    table.add(1)
    delay(table, ErrorCode.SOURCE_AWAY, drive="Archive")
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.clicks_on("Locate…", inside=opened.window.panel.banners)
        choose_in_dialog(qtbot, opened, tmp_path / "moved")
        person.waits(lambda: states(table) == [QUEUED])


@pytest.mark.parametrize("words", ["Start", "Change recipe…", "Remove"])
def test_a_batch_that_waits_to_be_started(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus, words: str) -> None:
    table.add(2, on_hold=True, recipe=Recipe(name="In place", destination=ReplaceOriginals()))
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: opened.recipe_box.count() > 1)
        banners = opened.window.panel.banners
        person.waits(lambda: bool(person.sees_buttons(words, inside=banners)))
        QTest.mouseMove(opened.window.toolbar)
        person.clicks_on(words, inside=banners)
        if words == "Change recipe…":
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            menus.click(menu, "Web")
        person.waits(lambda: states(table) == ([] if words == "Remove" else [QUEUED] * 2))


def test_a_batch_that_does_not_fit_is_saved_elsewhere_or_started_anyway(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    (tmp_path / "elsewhere").mkdir()
    jobs = table.add(1)
    table.intake.hold_back(table.job(jobs[0]).batch, Shortage(bytes_needed=9_000_000_000, bytes_free=4_000_000_000))
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: bool(person.sees_buttons("Save elsewhere…", inside=opened.window.panel.banners)))
        person.clicks_on("Save elsewhere…", inside=opened.window.panel.banners)
        choose_in_dialog(qtbot, opened, tmp_path / "elsewhere")
        person.waits(lambda: Path(table.job(jobs[0]).folder) == tmp_path / "elsewhere")
