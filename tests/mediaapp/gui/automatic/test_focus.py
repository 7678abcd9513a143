"""Who has the keys on the page: what was added or changed, what was left, and what stands beside something removed."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.entry_row import EntryRow
from mediaapp.gui.automatic.hook_editor import HookEditor
from mediaapp.gui.automatic.schedule_editor import ScheduleEditor
from mediaapp.gui.automatic.switch import Switch
from tests.mediaapp.gui.automatic.test_editor import picks
from tests.mediaapp.gui.automatic.test_page import card, goes_there, has_keys, page_of, watched
from tests.support.clicks import click
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.jobs.hook import HookRules, Occasion, Webhook
from workers.jobs.schedule import ScheduledForgetting, ScheduleRules
from workers.service.hook_commands import AddHook
from workers.service.schedule_commands import AddSchedule

pytestmark = pytest.mark.gui


def add_entries(opened: Opened, *names: str) -> None:
    """A hook and a schedule of each name, with " hook" and " schedule" behind it."""
    with opened.session.service() as service:
        for name in names:
            deed = Webhook(url="https://shop.example/api")
            AddHook(HookRules(name=f"{name} hook", occasions=frozenset((Occasion.ALERT,)), deed=deed)).run(service)
            AddSchedule(ScheduleRules(name=f"{name} schedule", work=ScheduledForgetting(9), at=time(8))).run(service)


def more(opened: Opened, name: str) -> QPushButton:
    return find(QPushButton, f"More about “{name}”", inside=opened.window)


def keys_at(opened: Opened, name: str) -> Callable[[], bool]:
    """Whether the switch of this hook or schedule has them."""

    def at_switch() -> bool:
        focused = opened.window.focusWidget()
        return isinstance(focused, Switch) and focused.accessibleName() == name

    return at_switch


def keys_of(entry: EntryRow, name: str) -> bool:
    """Whether this is the row of that hook or schedule."""
    return any(switch.accessibleName() == name for switch in entry.findChildren(Switch))


def on_screen(widget: QWidget, page: QWidget) -> bool:
    """Whether all of it can be seen in the page."""
    return widget.visibleRegion().boundingRect() == widget.rect() and page.isAncestorOf(widget)


@pytest.mark.parametrize("width", [1440, 800])
def test_a_hook_that_is_added_or_changed_has_the_keys(qtbot: QtBot, tmp_path: Path, menus: Menus, width: int) -> None:
    with opened_window(qtbot, tmp_path, size=(width, 560)) as opened:
        add_entries(opened, "Other")
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: len(opened.window.findChildren(EntryRow)) == 2)
        person.waits(lambda: bool(find_all(QPushButton, "Add…", inside=page_of(opened))))
        click(find_all(QPushButton, "Add…", inside=page_of(opened))[0])
        editor = find(HookEditor, inside=opened.window)
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor), "Script")
        picks(find(QComboBox, "Does", inside=editor), "Start a program")
        QTest.keyClicks(find(QLineEdit, "Command", inside=editor), "/bin/true")
        person.clicks_on("Add", inside=editor)
        person.waits(keys_at(opened, "Script"))
        assert on_screen(find(Switch, "Script", inside=opened.window), page_of(opened))
        menus.choose(more(opened, "Other hook"), "Edit…")
        person.clicks_on("Save", inside=editor)
        person.waits(keys_at(opened, "Other hook"))


def test_the_whole_row_of_what_has_the_keys_is_on_screen(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path, size=(800, 560)) as opened:
        add_entries(opened, "First", "Second", "Third")
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: len(opened.window.findChildren(EntryRow)) == 6)
        for name in (f"{one} {kind}" for kind in ("hook", "schedule") for one in ("First", "Second", "Third")):

            def is_whole(name: str = name) -> bool:
                row = next(one for one in opened.window.findChildren(EntryRow) if keys_of(one, name))
                return on_screen(row, page_of(opened))

            def steps_on(name: str = name) -> bool:
                QTest.keyClick(opened.window, Qt.Key.Key_Tab)
                return keys_at(opened, name)()

            person.waits(steps_on)
            person.waits(is_whole)


def test_a_schedule_that_is_added_or_changed_has_the_keys(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        add_entries(opened, "Other")
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: len(find_all(EntryRow, inside=opened.window)) == 2)
        click(find_all(QPushButton, "Add…", inside=page_of(opened))[1])
        editor = find(ScheduleEditor, inside=opened.window)
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor), "Daily")
        QTest.keyClick(find(QLineEdit, "Name", inside=editor), Qt.Key.Key_Return)
        person.waits(keys_at(opened, "Daily"))
        menus.choose(more(opened, "Other schedule"), "Edit…")
        person.clicks_on("Save", inside=editor)
        person.waits(keys_at(opened, "Other schedule"))


def test_an_editor_that_is_left_gives_the_keys_back(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    for name in ("Inbox", "Scans"):
        watched(table, f"/{name}")
    with opened_window(qtbot, tmp_path) as opened:
        add_entries(opened, "Other")
        person = goes_there(qtbot, opened, 2)
        person.waits(lambda: len(find_all(EntryRow, inside=opened.window)) == 2)
        QTest.keyClick(opened.window, Qt.Key.Key_Tab)
        assert has_keys(opened, "Scans")()
        menus.choose(find(QPushButton, "More about “Scans”", inside=card(opened, "Scans")), "Edit…")
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        assert has_keys(opened, "Scans")()
        add = find_all(QPushButton, "Add…", inside=page_of(opened))[1]
        add.setFocus()
        QTest.keyClick(add, Qt.Key.Key_Space)
        person.clicks_on("Cancel", inside=find(ScheduleEditor, inside=opened.window))
        assert opened.window.focusWidget() is add


def test_what_stands_beside_something_removed_has_the_keys(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus
) -> None:
    for name in ("Inbox", "Scans", "Phone"):
        watched(table, f"/{name}")
    with opened_window(qtbot, tmp_path) as opened:
        add_entries(opened, "First", "Last")
        person = goes_there(qtbot, opened, 3)
        person.waits(lambda: len(find_all(EntryRow, inside=opened.window)) == 4)
        QTest.keyClick(opened.window, Qt.Key.Key_Tab)
        QTest.keyClick(card(opened, "Scans"), Qt.Key.Key_Delete)
        person.waits(has_keys(opened, "Phone"))
        QTest.keyClick(card(opened, "Phone"), Qt.Key.Key_Delete)
        person.waits(has_keys(opened, "Inbox"))
        QTest.keyClick(card(opened, "Inbox"), Qt.Key.Key_Delete)
        person.waits(
            lambda: opened.window.focusWidget() in find_all(QPushButton, "Watch a folder…", inside=opened.window)
        )
        for name, then in (("First", keys_at(opened, "Last schedule")), ("Last", lambda: True)):
            row_of_it = more(opened, f"{name} schedule")
            row_of_it.setFocus()
            menus.choose(row_of_it, "Remove")
            person.waits(then)
        add = find_all(QPushButton, "Add…", inside=page_of(opened))[1]
        person.waits(lambda: opened.window.focusWidget() is add)
