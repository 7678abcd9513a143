"""Schedules on the page: what their rows tell, and how they are added, changed, switched and removed."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.schedule_editor import ScheduleEditor
from mediaapp.gui.automatic.schedule_row import ScheduleRow
from mediaapp.gui.automatic.switch import Switch
from mediaapp.gui.time_box import TimeBox
from tests.mediaapp.gui.automatic.test_editor import picks
from tests.mediaapp.gui.automatic.test_page import goes_there, page_of, watched
from tests.support.clicks import click
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport, ScheduleRules
from workers.local_time import EVERY_DAY, Weekday
from workers.requests import OfFailures, OfWatch, ReportFormat
from workers.service.schedule_commands import AddSchedule, FindSchedules

pytestmark = pytest.mark.gui

WEEKLY = ScheduleRules(name="Tidy", work=ScheduledForgetting(90), at=time(8, 0), days=frozenset((Weekday.MONDAY,)))


def schedules(opened: Opened) -> list[Schedule]:
    with opened.session.service() as service:
        return FindSchedules().run(service)


def sees_one(qtbot: QtBot, opened: Opened, rules: ScheduleRules, cards: int = 0) -> Person:
    """A person on the page, where this schedule is."""
    with opened.session.service() as service:
        AddSchedule(rules).run(service)
    person = goes_there(qtbot, opened, cards)
    person.waits(lambda: bool(find_all(ScheduleRow, inside=opened.window)))
    return person


def opens_editor(opened: Opened, menus: Menus, name: str) -> ScheduleEditor:
    menus.choose(find(QPushButton, f"More about “{name}”", inside=opened.window), "Edit…")
    return find(ScheduleEditor, inside=opened.window)


def test_a_schedule_is_switched_removed_and_brought_back_as_it_was(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = sees_one(qtbot, opened, WEEKLY)
        row = find(ScheduleRow, inside=opened.window)
        assert "Mondays at 08:00" in person.reads(row)
        assert "Next: " in person.reads(row)
        click(find(Switch, "Tidy", inside=row))
        person.waits(lambda: "Off" in person.reads(row))
        assert not schedules(opened)[0].on
        menus.choose(find(QPushButton, "More about “Tidy”", inside=opened.window), "Remove")
        person.waits(lambda: "The schedule “Tidy” is removed." in person.toasts())
        assert schedules(opened) == []
        person.clicks_on("Undo", inside=page_of(opened))
        person.waits(lambda: [(one.rules, one.on) for one in schedules(opened)] == [(WEEKLY, False)])


def test_a_schedule_is_added(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 0)
        click(find_all(QPushButton, "Add…", inside=page_of(opened))[1])
        editor = find(ScheduleEditor, inside=opened.window)
        picks(find(QComboBox, "Does", inside=editor), "Report what failed")
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
            click(find(QCheckBox, day, inside=editor))
        assert not find(QPushButton, "Add", inside=editor).isEnabled()  # on no day at all
        click(find(QCheckBox, "Mon", inside=editor))
        click(find(QCheckBox, "Fri", inside=editor))
        person.clicks_on("Add", inside=editor)
        person.waits(lambda: len(schedules(opened)) == 1)
        rules = schedules(opened)[0].rules
        days = frozenset((Weekday.MONDAY, Weekday.FRIDAY))
        assert (rules.name, rules.at, rules.days) == ("Report what failed", time(8, 0), days)
        assert isinstance(rules.work, ScheduledReport)
        assert (rules.work.about, rules.work.format) == (OfFailures(), ReportFormat.HTML)


def test_a_schedule_is_edited_and_keeps_what_is_not_changed(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus
) -> None:
    inbox = watched(table, "/Inbox")
    work = ScheduledReport(OfWatch(inbox.id), ReportFormat.CSV, str(tmp_path / "told"))
    days = frozenset((Weekday.MONDAY, Weekday.FRIDAY))
    with opened_window(qtbot, tmp_path) as opened:
        person = sees_one(qtbot, opened, ScheduleRules(name="Scans", work=work, at=time(6, 30), days=days), cards=1)
        click(find(Switch, "Scans", inside=opened.window))
        person.waits(lambda: not schedules(opened)[0].on)
        before = schedules(opened)[0]
        editor = opens_editor(opened, menus, "Scans")
        assert editor.rules() == before.rules
        assert "Report of “Inbox”" in find(QComboBox, "Does", inside=editor).currentText()
        QTest.keyClick(find(TimeBox, "At", inside=editor), Qt.Key.Key_Up)
        click(find(QCheckBox, "Fri", inside=editor))
        person.clicks_on("Save", inside=editor)
        person.waits(lambda: "Mondays at 07:30" in person.reads(page_of(opened)))
        (after,) = schedules(opened)
        assert (after.id, after.on, after.rules.name, after.rules.work) == (before.id, False, "Scans", work)
        assert after.served <= date.today() + timedelta(days=1)


def test_an_editor_for_a_new_schedule_knows_nothing_of_one_that_was_edited(
    qtbot: QtBot, tmp_path: Path, menus: Menus
) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = sees_one(qtbot, opened, WEEKLY)
        editor = opens_editor(opened, menus, "Tidy")
        person.clicks_on("Cancel", inside=editor)
        click(find_all(QPushButton, "Add…", inside=page_of(opened))[1])
        rules = editor.rules()
        assert (rules.name, rules.at, rules.days) == ("Write a report", time(8, 0), EVERY_DAY)
