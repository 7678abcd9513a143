"""Calls of hooks in the window's list and in Details: like any other row, and as no pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mediaapp.gui.activity.rows import CauseRow
from mediaapp.gui.jobs.banners import Banners
from mediaapp.gui.window_state import ListTab
from tests.support.clicks import click
from tests.support.find import find_all, only
from tests.support.person import Person
from tests.support.store import DISK, ME, Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.job import NewRequest
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.outcome import CallOutcome
from workers.requests import OfAll, ReportFormat, ReportRequest
from workers.retry import Again, GiveUp

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, table: Table) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path) as made:
        yield made


def test_a_dead_hook_sits_in_failed_with_its_cause_what_it_wrote_and_retry(
    qtbot: QtBot, opened: Opened, table: Table
) -> None:
    table.add(2)
    taken, broken = table.ask("Tell: June", "Album: June")
    table.finish()
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CallOutcome(seconds=0.4, status=204), "")
    facts = FailureFacts(path="/usr/local/bin/album", exit_code=2, output="no such album")
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.PROGRAM_FAILED, facts, GiveUp())
    person = Person(qtbot, opened)
    person.waits(lambda: opened.bridge.snapshot.listed.failed == 1)
    assert (opened.bridge.snapshot.counts.total, opened.bridge.snapshot.counts.done) == (2, 1)
    person.goes_to(ListTab.FAILED)
    person.waits(lambda: opened.rows() == ["“album” did not end well", "Album: June"])
    assert person.sees("1 notice")
    person.selects("Album: June")
    person.waits(lambda: "no such album" in person.reads(opened.details))
    assert "“album” did not end well" in person.reads(opened.details)
    person.clicks_on("Retry", inside=opened.details)
    person.waits(lambda: table.state(broken) is JobState.QUEUED)
    person.goes_to(ListTab.WAITING)
    person.waits(lambda: "Album: June" in opened.rows())
    assert table.state(taken) is JobState.DONE


def ask_for_report(table: Table) -> None:
    request = ReportRequest(about=OfAll(), format=ReportFormat.CSV, name="June")
    root = table.intake.root(DISK).id
    new = NewRequest(name="June.csv", request=request, out_root=root, out_dir="Reports")
    table.requests.accept([new], name="Reports", submitter="test")


def test_calls_are_no_pictures_where_they_wait_or_have_failed(qtbot: QtBot, opened: Opened, table: Table) -> None:
    table.ask("Tell: June", "Tell: July", "Tell: May", "Album: June")
    for _ in range(2):
        table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.BUG, FailureFacts(), GiveUp())
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.PROGRAM_GONE, FailureFacts(), GiveUp())
    again = Again(delay_s=3600)
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.CALL_UNREACHABLE, FailureFacts(), again)
    person = Person(qtbot, opened)
    person.waits(lambda: opened.bridge.snapshot.listed.failed == 3)
    banners = only(Banners, inside=opened.window)
    assert "1 notice waits and goes on by itself." in person.reads(banners)
    click(opened.tab("Activity"))
    person.waits(lambda: len(find_all(CauseRow, inside=opened.activity)) == 3)
    told = [person.reads(row) for row in find_all(CauseRow, inside=opened.activity)]
    assert any("2 notices" in words for words in told)
    assert not any("file" in words for words in told)
    (title,) = find_all(QLabel, "The program could not be started", inside=opened.activity)
    assert title.text() == "The program could not be started"
    person.waits(lambda: title.heightForWidth(title.width()) <= title.height())  # all of its lines are on screen


def test_what_is_not_alike_is_told_of_as_jobs(qtbot: QtBot, opened: Opened, table: Table) -> None:
    ask_for_report(table)
    locked, again = FailureFacts(path="/June.csv"), Again(delay_s=3600)
    table.finishing.fail(table.claim().claim, ErrorCode.OUTPUT_LOCKED, locked, again)
    person, banners = Person(qtbot, opened), only(Banners, inside=opened.window)
    person.waits(lambda: "1 report waits and goes on by itself." in person.reads(banners))
    table.add(1)
    table.finishing.fail(table.claim().claim, ErrorCode.OUTPUT_LOCKED, locked, again)
    person.waits(lambda: "2 jobs wait and go on by themselves." in person.reads(banners))


def test_delivered_notices_are_done_and_have_no_folder(qtbot: QtBot, opened: Opened, table: Table) -> None:
    table.ask("Tell: June")
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CallOutcome(seconds=0.4, status=204), "")
    person = Person(qtbot, opened)
    person.waits(lambda: "Tell" in opened.rows())
    assert person.labels_in_row("Tell") == []
    assert person.sees("1 done")
    assert not person.sees("1 ready")
