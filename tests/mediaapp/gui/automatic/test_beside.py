"""Hooks on the page: what their rows tell, their switches and buttons, and how new ones are added."""

from datetime import time
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.call_sums import CallSums
from mediaapp.gui.automatic.entry_row import EntryRow
from mediaapp.gui.automatic.hook_editor import HookEditor
from mediaapp.gui.automatic.hook_row import HookRow
from mediaapp.gui.automatic.switch import Switch
from tests.mediaapp.gui.automatic.test_editor import picks
from tests.mediaapp.gui.automatic.test_page import goes_there, page_of, watched
from tests.support.clicks import click
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import BatchPurpose
from workers.jobs.claim import Claim
from workers.jobs.hook import Hook, HookKept, HookRules, Occasion, Program, Webhook
from workers.jobs.schedule import ScheduledReport, ScheduleRules
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.outcome import CallOutcome
from workers.requests import OfAll, ReportFormat
from workers.retry import Again, GiveUp
from workers.service.hook_commands import AddHook, FindHooks, TryHook
from workers.service.schedule_commands import AddSchedule
from workers.service.service import JobService

pytestmark = pytest.mark.gui

SHOP = HookRules(name="Shop", occasions=frozenset((Occasion.FILE_READY,)), deed=Webhook(url="https://shop.example/api"))


def hooks(opened: Opened) -> list[Hook]:
    with opened.session.service() as service:
        return FindHooks().run(service)


def with_hook(opened: Opened) -> Hook:
    with opened.session.service() as service:
        assert isinstance(AddHook(SHOP).run(service), HookKept)
        return FindHooks().run(service)[-1]


def called(hook: Hook, service: JobService) -> Claim:
    """A call of the hook that has begun."""
    TryHook(hook.id).run(service)
    claimed = service.store.claims.claim(service.process, Lane.CALLS)
    assert claimed is not None
    return claimed.claim


def test_a_hook_is_switched_and_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        hook = with_hook(opened)
        with opened.session.service() as service:
            service.store.finishing.fail(
                called(hook, service), ErrorCode.CALL_BUSY, FailureFacts(status=500), Again(delay_s=3600)
            )
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: bool(find_all(HookRow, inside=opened.window)))
        row = find(HookRow, inside=opened.window)
        assert "After each file that is ready" in person.reads(row)
        assert "Tried once, again in 60 min" in person.reads(row)
        person.clicks_on("Try now", inside=row)
        person.waits(lambda: hooks(opened)[0].state is JobState.QUEUED)
        person.waits(lambda: not person.sees_buttons("Try now", inside=row))
        switch = find(Switch, "Shop", inside=row)
        click(switch)
        person.waits(lambda: not hooks(opened)[0].on)
        QTest.keyClick(switch, Qt.Key.Key_Space)
        person.waits(lambda: hooks(opened)[0].on)


def test_a_program_is_named_with_how_it_ended_and_what_it_wrote_first(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        hook = with_hook(opened)
        long = "\n\x1b[31mno space on the backup drive " + "x" * 500 + "\nsecond line\n"
        person = goes_there(qtbot, opened, 0)
        with opened.session.service() as service:
            for wrote, told in (("", ""), (long, ": [31mno space on the backup drive ")):
                facts = FailureFacts(path="/home/me/backup.sh", exit_code=2, output=wrote or None)
                service.store.finishing.fail(called(hook, service), ErrorCode.PROGRAM_FAILED, facts, GiveUp())
                words = f"“backup.sh” ended with 2{told}"
                person.waits(lambda words=words: words in person.reads(page_of(opened)))  # type: ignore[misc]
        row = find(HookRow, inside=opened.window)
        assert "second line" not in person.reads(row)
        assert "x" * 80 in person.reads(row)
        assert "x" * 100 not in person.reads(row)


def test_the_last_answer_of_a_hook_is_told_whole(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        hook = with_hook(opened)
        person = goes_there(qtbot, opened, 0)
        with opened.session.service() as service:
            finishing = service.store.finishing
            finishing.finish(called(hook, service), CallOutcome(seconds=0.084, status=200), "")
            person.waits(lambda: "Answered 200 in 0.08 s" in person.reads(page_of(opened)))
            finishing.fail(called(hook, service), ErrorCode.ADDRESS_NOT_ALLOWED, FailureFacts(), GiveUp())
            person.waits(lambda: "The address is not one of the internet" in person.reads(page_of(opened)))


def test_a_hook_of_a_watched_folder_names_the_folder(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    scans = [watched(table, f"/{place}/Scans") for place in ("Left", "Right")]  # of the same name
    with opened_window(qtbot, tmp_path) as opened:
        with opened.session.service() as service:
            AddHook(structs.replace(SHOP, watch=scans[1].id)).run(service)
        person = goes_there(qtbot, opened, 2)
        person.waits(lambda: "After each file that is ready, from “Scans”" in person.reads(page_of(opened)))
        more = find(QPushButton, "More about “Shop”", inside=opened.window)
        menus.choose(more, "Edit…")
        editor = find(HookEditor, inside=opened.window)
        assert editor.rules().watch == scans[1].id
        person.clicks_on("Cancel", inside=editor)
        table.watches.remove(scans[1].id)
        person.waits(lambda: "from a folder that is watched no longer" in person.reads(page_of(opened)))
        menus.choose(more, "Edit…")
        person.clicks_on("Save", inside=editor)
        person.waits(lambda: "There is no watched folder" in person.reads(editor))  # and not: of all files
        assert hooks(opened)[0].rules.watch == scans[1].id


def test_a_hook_is_added_refused_changed_and_removed(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: len(opened.context.recipes) > 2)
        click(find_all(QPushButton, "Add…", inside=page_of(opened))[0])
        editor = find(HookEditor, inside=opened.window)
        person.clicks_on("Add", inside=editor)
        person.waits(lambda: "Give the hook a name." in person.reads(editor))
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor), "Script")
        picks(find(QComboBox, "Does", inside=editor), "Start a program")
        QTest.keyClicks(find(QLineEdit, "Command", inside=editor), "/bin/true 'two words'")
        click(find(QCheckBox, "A batch has ended", inside=editor))
        picks(find(QComboBox, "Of", inside=editor), "by “Web shop”")
        person.clicks_on("Add", inside=editor)
        person.waits(lambda: bool(find_all(HookRow, inside=opened.window)))
        assert not find_all(HookEditor, inside=opened.window)
        rules = hooks(opened)[0].rules
        assert rules == HookRules(
            name="Script",
            occasions=frozenset((Occasion.FILE_READY, Occasion.BATCH_ENDED)),
            deed=Program(command=("/bin/true", "two words")),
            recipe="Web shop",
        )
        menus.choose(find(QPushButton, "More about “Script”", inside=opened.window), "Edit…")
        assert editor.rules() == rules
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor), " 2")
        person.clicks_on("Save", inside=editor)
        person.waits(lambda: hooks(opened)[0].rules.name == "Script 2")
        person.waits(lambda: bool(find_all(QPushButton, "More about “Script 2”", inside=opened.window)))
        for answer in ("Cancel", "Remove"):
            menus.choose(find(QPushButton, "More about “Script 2”", inside=opened.window), "Remove…")
            question = find(QMessageBox, inside=opened.window)
            assert "Remove the hook “Script 2”?" in question.text()
            assert hooks(opened)
            person.clicks_on(answer, inside=question)
            person.waits(lambda: not find_all(QMessageBox, inside=opened.window))
        person.waits(lambda: hooks(opened) == [])
        person.waits(lambda: not find_all(HookRow, inside=opened.window))


def test_the_secret_of_a_new_hook_is_told_once(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 0)
        click(find_all(QPushButton, "Add…", inside=page_of(opened))[0])
        editor = find(HookEditor, inside=opened.window)
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor), "Shop")
        QTest.keyClicks(find(QLineEdit, "Address", inside=editor), "https://shop.example/api")
        QTest.keyClick(find(QLineEdit, "Address", inside=editor), Qt.Key.Key_Return)
        person.waits(lambda: "whsec_" in person.toasts())
        assert hooks(opened)[0].secret is not None


def test_nothing_that_is_told_of_a_hook_or_schedule_is_cut(qtbot: QtBot, tmp_path: Path) -> None:
    long = ScheduledReport(OfAll(), ReportFormat.HTML, "/home/me/Documents/reports of all that was made for the shop")
    with opened_window(qtbot, tmp_path, size=(1280, 600)) as opened:
        hook = with_hook(opened)
        with opened.session.service() as service:
            AddSchedule(ScheduleRules(name="Daily", work=long, at=time(8))).run(service)
            again = Again(delay_s=3600)
            service.store.finishing.fail(called(hook, service), ErrorCode.CALL_BUSY, FailureFacts(status=500), again)
        person = goes_there(qtbot, opened, 0)
        page = page_of(opened)
        person.waits(lambda: "Tried once, again in " in person.reads(page))
        assert "reports of all that was made for the shop" in person.reads(page)
        for row in find_all(EntryRow, inside=page):
            for words in find_all(QLabel, inside=row):
                assert words.height() >= words.heightForWidth(words.width()), words.text()


def test_calls_are_summed_up_and_shown_alone(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    with opened_window(qtbot, tmp_path) as opened:
        hook = with_hook(opened)
        person = goes_there(qtbot, opened, 0)
        page = page_of(opened)
        person.waits(lambda: "Not called yet" in person.reads(page))
        assert not find_all(CallSums, inside=page)
        with opened.session.service() as service:
            finishing = service.store.finishing
            for _ in range(3):
                finishing.finish(called(hook, service), CallOutcome(seconds=0.1, status=200), "")
            person.waits(lambda: "3 calls in 7 days." in person.reads(page))
            finishing.fail(called(hook, service), ErrorCode.CALL_BUSY, FailureFacts(status=500), GiveUp())
        person.waits(lambda: "4 calls in 7 days, 1 not delivered." in person.reads(page))
        person.clicks_on("Show all", inside=page)
        panel = opened.window.panel
        person.waits(lambda: panel.isVisible() and opened.rows() == ["Shop: test"] * 4)
        assert "Only calls of hooks" in person.reads(panel)
        panel.view.selectAll()
        assert panel.view.chosen.selections()[0].purpose is BatchPurpose.HOOKS
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        person.waits(lambda: "June" in opened.rows())


@pytest.mark.parametrize("width", [1440, 800])
def test_they_stand_beside_the_cards_or_below_them(qtbot: QtBot, tmp_path: Path, width: int) -> None:
    with opened_window(qtbot, tmp_path, size=(width, 700)) as opened:
        with_hook(opened)
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: bool(opened.window.findChildren(HookRow)))
        row = opened.window.findChildren(HookRow)[0]
        page = page_of(opened)
        beside = row.mapTo(page, row.rect().topLeft()).x() > width // 2
        assert beside is (width == 1440)
