"""The whole window: tabs, search, keys, pages, what it remembers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.window_state import ListTab, Page, WindowState
from tests.support.find import find, find_all
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import RECIPE, Opened, drop, opened_window, uris
from workers.errors import ErrorCode, FailureFacts
from workers.retry import Again

pytestmark = pytest.mark.gui


def rows(opened: Opened) -> int:
    return opened.window.panel.model.rowCount()


def press(opened: Opened, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(opened.window, key, modifiers)


def test_an_empty_window_offers_a_place_to_drop(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(opened.empty.isVisible)
        assert not opened.window.panel.view.isVisible()


def test_rows_follow_what_others_do_to_the_table(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        table.add(3)
        qtbot.waitUntil(lambda: rows(opened) == 4)
        table.finish()
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.done == 1)
        qtbot.waitUntil(lambda: "smaller" in opened.window.panel.model.line(1).detail)


def test_tabs_filter_and_arrow_keys_never_switch_them(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    table.fail(ErrorCode.DAMAGED)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 3)
        opened.window.panel.show_tab(ListTab.FAILED)
        qtbot.waitUntil(lambda: rows(opened) == 2)
        tab = opened.tab("Failed")
        tab.setFocus()
        QTest.keyClick(tab, Qt.Key.Key_Left)
        assert opened.window.panel.tabs.current == "failed"


def test_an_empty_tab_says_so(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 2)
        opened.window.panel.show_tab(ListTab.FAILED)
        qtbot.waitUntil(lambda: bool(find_all(QLabel, "Nothing failed.", inside=opened.window.panel)))


def test_search_finds_by_name_and_escape_ends_it(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(12)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 13)
        opened.window.panel.view.selectRow(3)
        selected = list(opened.window.panel.view.chosen.keys())
        press(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(find(QLineEdit, inside=opened.window.toolbar.search), "a11")
        qtbot.waitUntil(lambda: rows(opened) == 1)
        press(opened, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: rows(opened) == 13)
        assert opened.window.panel.view.hasFocus()
        qtbot.waitUntil(lambda: list(opened.window.panel.view.chosen.keys()) == selected)


def test_delete_removes_rows_and_undo_brings_them_back(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 4)
        opened.window.panel.view.selectRow(1)
        press(opened, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: rows(opened) == 3)
        press(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: rows(opened) == 4)


def test_retry_by_key_takes_the_failed_ones_of_the_selection(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    table.fail(ErrorCode.DAMAGED)
    table.finish()
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 4)
        press(opened, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        press(opened, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.queued == 2)
        assert opened.bridge.snapshot.counts.done == 1


def test_a_drop_can_be_undone(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with opened_window(qtbot, tmp_path / "home") as opened:
        drop(opened.window, uris([tmp_path / "a.jpg"]))
        qtbot.waitUntil(lambda: rows(opened) == 2)
        qtbot.waitUntil(lambda: bool(opened.toasts()))
        press(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: rows(opened) == 0)


def test_a_recipe_that_was_changed_and_not_saved_is_there_again(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        find(QCheckBox, "Never larger than the original", inside=opened.recipe).click()
        state = opened.window.state()
    with opened_window(qtbot, tmp_path, state=state) as opened:
        assert opened.recipe.current().name == "Web shop, edited"
        assert opened.recipe_box.currentText() == "Web shop, edited"


def test_rows_far_down_are_read_as_soon_as_they_are_on_screen(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    jobs = table.add(1200)
    with opened_window(qtbot, tmp_path) as opened:
        panel = opened.window.panel
        qtbot.waitUntil(lambda: rows(opened) == 1)
        opened.window.reveal(jobs[900])
        qtbot.waitUntil(lambda: list(panel.view.chosen.keys()) == [jobs[900]])
        on_screen = panel.view.on_screen()
        qtbot.waitUntil(lambda: not panel.model.missing(on_screen.first, on_screen.last), timeout=2_000)


def test_what_is_moved_to_the_front_is_next(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    with opened_window(qtbot, tmp_path) as opened:
        model = opened.window.panel.model
        qtbot.waitUntil(lambda: rows(opened) == 4 and model.line(1).detail == "Next")
        opened.window.panel.view.selectRow(3)
        Person(qtbot, opened).chooses("Do first")
        qtbot.waitUntil(lambda: model.line(3).detail == "Next" and model.line(1).detail == "In line")


def test_undo_in_a_message_takes_back_what_the_message_is_about(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    (tmp_path / "a.jpg").touch()
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 3)
        drop(opened.window, uris([tmp_path / "a.jpg"]))
        qtbot.waitUntil(lambda: "a.jpg" in opened.rows() and bool(opened.toasts()))
        dropped = opened.toasts()[0]
        opened.window.panel.view.selectRow(opened.rows().index("June") + 1)
        press(opened, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: rows(opened) == 4)
        find(QPushButton, "Undo", inside=dropped).click()
        qtbot.waitUntil(lambda: opened.rows().count("a.jpg") == 0)
        assert opened.bridge.snapshot.counts.total == 1
        press(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 2)


def test_a_drop_that_is_taken_back_keeps_its_results_unless_they_are_to_go(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    paths = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for path in paths:
        path.write_bytes(b"\xff\xd8\xff")
    with opened_window(qtbot, tmp_path) as opened:
        drop(opened.window, uris(paths))
        qtbot.waitUntil(lambda: rows(opened) == 3 and bool(opened.toasts()))
        table.finish()
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.done == 1)
        press(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        told = "The drop was taken back. 1 result stays."
        qtbot.waitUntil(lambda: told in [toast.message.title for toast in opened.toasts()])
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 1)


def test_a_click_on_a_row_shows_its_details(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 2)
        opened.window.panel.view.selectRow(1)
        assert opened.window.sidebar.tabs.current == "details"


def test_a_job_of_a_closed_batch_is_found_and_shown(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    job, _other = table.add(2)
    table.finish(2)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 1)
        opened.window.panel.show_tab(ListTab.FAILED)
        opened.window.reveal(job)
        qtbot.waitUntil(lambda: list(opened.window.panel.view.chosen.keys()) == [job])
        assert opened.window.panel.tabs.current == "all"


def test_what_comes_above_is_counted_and_one_click_away(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(100)
    with opened_window(qtbot, tmp_path) as opened:
        panel = opened.window.panel
        qtbot.waitUntil(lambda: rows(opened) == 101)
        panel.view.verticalScrollBar().setValue(2000)
        table.add(39)
        qtbot.waitUntil(lambda: bool(find_all(QPushButton, "40 new above", inside=panel)))
        find(QPushButton, "40 new above", inside=panel).click()
        qtbot.waitUntil(lambda: not find_all(QPushButton, "* new above", inside=panel))
        assert panel.view.rowAt(0) == 0


def test_the_context_menu_offers_what_fits(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    table.fail(ErrorCode.DAMAGED)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 3)
        opened.window.panel.view.selectRow(1)
        qtbot.waitUntil(lambda: opened.window.panel.model.line(1).name != "")
        menu = opened.window.panel.menu()
        assert menu is not None
        offered = {action.text() for action in menu.actions() if action.isEnabled() and action.text()}
        assert {"Retry", "Retry with", "Save elsewhere…", "Remove from list", "Show in folder"} <= offered
        assert not {"Open", "Pause", "Cancel"} & offered
        menu.deleteLater()


def test_what_waits_for_a_drive_stands_in_amber_above_the_list(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    claimed = table.claim()
    facts = FailureFacts(drive="Archive")
    table.finishing.fail(claimed.claim, ErrorCode.OUTPUT_AWAY, facts, Again(delay_s=600))
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(opened.window.panel.banners.isVisible)
        opened.window.panel.show_tab(ListTab.DONE)
        assert not opened.window.panel.banners.isVisible()


def test_pause_holds_and_says_so(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 2)
        find(QPushButton, "Pause", inside=opened.window.toolbar).click()
        qtbot.waitUntil(lambda: opened.bridge.snapshot.paused)
        qtbot.waitUntil(lambda: bool(find_all(QPushButton, "Resume", inside=opened.window.toolbar)))


def test_a_narrow_window_lays_the_panel_over_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path, size=(800, 560)) as opened:
        sidebar = opened.window.sidebar
        assert not sidebar.isVisible()
        opened.sidebar_switch.click()
        assert sidebar.isVisible()
        assert opened.window.panel.width() == 800
        opened.window.resize(1280, 800)
        qtbot.waitUntil(lambda: opened.window.panel.width() < 1000)
        assert sidebar.isVisible()


def test_the_window_comes_back_as_it_was_left(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 4)
        opened.window.panel.view.chosen.select(opened.window.panel.model.key(0))
        QTest.keyClick(opened.window.panel.view, Qt.Key.Key_Left)
        qtbot.waitUntil(lambda: rows(opened) == 1)
        opened.window.panel.show_tab(ListTab.WAITING)
        opened.window.sidebar.show_page(Page.ACTIVITY)
        opened.window.resize(1100, 700)
        state = opened.window.state()
    with opened_window(qtbot, tmp_path, state=state) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 1)
        assert opened.window.panel.tabs.current == "waiting"
        assert opened.window.sidebar.tabs.current == "activity"


def test_the_size_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path, size=(720, 640)) as opened:
        state = WindowState(geometry=opened.window.state().geometry)
    with opened_window(qtbot, tmp_path, state=state, size=None) as opened:
        assert (opened.window.width(), opened.window.height()) == (720, 640)


def test_new_files_get_the_recipe_that_the_toolbar_names(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        box = opened.recipe_box
        qtbot.waitUntil(lambda: box.count() > 1)
        assert box.currentText() == RECIPE.name or box.currentText().startswith(RECIPE.name)
        at = next(n for n in range(box.count()) if box.itemText(n) == "Web")
        box.setCurrentIndex(at)
        box.activated.emit(at)
        assert opened.recipe.current().name == "Web"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_smallest_window_can_be_painted_in_both_themes(
    qtbot: QtBot, tmp_path: Path, table: Table, theme: str
) -> None:
    table.add(30)
    with opened_window(qtbot, tmp_path, size=(800, 560), theme=theme) as opened:
        qtbot.waitUntil(lambda: rows(opened) == 31)
        assert not opened.window.grab().isNull()


def test_every_control_has_a_name_for_a_screen_reader(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    with opened_window(qtbot, tmp_path) as opened:
        for kind in (QAbstractButton, QComboBox, QLineEdit):
            for widget in opened.window.findChildren(kind):
                if widget.isVisible():
                    assert widget.accessibleName() or getattr(widget, "text", str)(), widget
