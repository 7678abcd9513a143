"""What is out of the ordinary, in the real window: the lines of the activity page, the notice, and their buttons."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.activity.alerts import AlertRow
from mediaapp.gui.window_state import ListTab
from tests.support.clicks import click
from tests.support.find import find_all, name_of
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode
from workers.figures.limits import AlertLimits
from workers.jobs.alert import (
    AlertFacts,
    DiskNearlyFull,
    DriveAway,
    Failing,
    LongWait,
    Standstill,
    WorkersRestarting,
)
from workers.jobs.state import JobState
from workers.kinds import KINDS
from workers.monitoring.free_space import FreeSpace, Space
from workers.monitoring.monitor import Monitor
from workers.service import JobService

pytestmark = pytest.mark.gui

ROOM = FreeSpace(lambda _path: Space(total=10**12, free=10**11))


@contextmanager
def activity(qtbot: QtBot, top: Path) -> Iterator[Person]:
    """Somebody who looks at the activity page."""
    with opened_window(qtbot, top) as opened:
        click(opened.tab("Activity"))
        yield Person(qtbot, opened)


def lines(opened: Opened) -> list[str]:
    """What the lines of the alerts say, each with what stands below it."""
    return [
        " · ".join(name_of(label) for label in find_all(QLabel, inside=row))
        for row in find_all(AlertRow, inside=opened.activity)
    ]


def press(person: Person, words: str) -> None:
    """Click this link of an alert."""
    (row,) = find_all(AlertRow, inside=person.opened.activity)
    (link,) = [one for one in find_all(QPushButton, inside=row) if one.text().strip() == words]
    click(link)


def look(folder: Path, table: Table, limits: AlertLimits | None = None) -> None:
    """What the monitor of a pool does every few seconds."""
    with JobService(table.database, fallback=folder) as service:
        Monitor(lambda: service, kinds=KINDS, limits=limits, free_space=ROOM).look(service)


def real_failures(table: Table, folder: Path) -> None:
    """Twelve of a drop failed, by the clock that the monitor goes by."""
    table.clock.now = time.time()
    table.add(13)
    for _ in range(12):
        table.fail(ErrorCode.DAMAGED)
    look(folder, table)


def test_many_failures_are_a_line_that_leads_to_them_and_pauses(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    real_failures(table, tmp_path)
    with activity(qtbot, tmp_path) as person:
        person.waits(lambda: bool(lines(person.opened)))
        (told,) = lines(person.opened)
        assert told.startswith("12 of the last 12 files failed · Most often: ")
        press(person, "Show failed")
        assert person.opened.window.panel.state.tab is ListTab.FAILED
        press(person, "Pause")
        person.waits(table.reader.paused)
        (alert,) = table.reader.alerts()
        table.alerts.end(alert.id)
        person.waits(lambda: not lines(person.opened))


def test_that_it_began_is_told_once_and_not_again_at_the_next_start(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        table.alerts.begin(WorkersRestarting(deaths=5, within_s=600))
        person.waits(lambda: "Workers ended by themselves 5 times" in person.toasts())
        person.waits(lambda: [alert.told for alert in table.reader.alerts()] == [True])
    with opened_window(qtbot, tmp_path) as again:
        person = Person(qtbot, again)
        table.alerts.begin(LongWait(since=table.clock.now))
        person.waits(lambda: "A file has waited" in person.toasts())
        assert "Workers" not in person.toasts()
        click(again.tab("Activity"))
        person.waits(lambda: len(lines(again)) == 2)


def test_several_at_once_are_one_notice(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.alerts.begin(WorkersRestarting(deaths=5, within_s=600))
    table.alerts.begin(DiskNearlyFull(path="/", drive="/", bytes_free=5))
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: "2 things are out of the ordinary" in person.toasts())
        assert len(opened.toasts()) == 1
        person.clicks_on("Show activity")
        person.waits(lambda: len(lines(opened)) == 2)


@pytest.mark.parametrize(
    ("facts", "words", "link"),
    [
        (LongWait(since=0.0), "A file has waited for", "Show them"),
        (DriveAway(path="/m", drive="Archive"), "The drive “Archive” is not there", "Show them"),
        (Failing(failed=3, ended=4, cause=ErrorCode.DAMAGED), "3 of the last 4 files failed", "Show failed"),
        (WorkersRestarting(deaths=5, within_s=600), "Workers ended by themselves 5 times", "Show log"),
    ],
)
def test_each_line_has_a_link_that_fits(
    qtbot: QtBot, tmp_path: Path, table: Table, desktop_opens: list[Path], facts: AlertFacts, words: str, link: str
) -> None:
    table.add(1)
    table.alerts.begin(facts)
    with activity(qtbot, tmp_path) as person:
        person.waits(lambda: bool(lines(person.opened)))
        assert lines(person.opened)[0].startswith(words)
        press(person, link)
        tab = person.opened.window.panel.state.tab
        match link:
            case "Show them":
                assert tab is ListTab.WAITING
            case "Show failed":
                assert tab is ListTab.FAILED
            case _:
                assert desktop_opens == [person.opened.folders.logs]


def test_the_folder_of_a_disk_is_opened(qtbot: QtBot, tmp_path: Path, table: Table, desktop_opens: list[Path]) -> None:
    table.alerts.begin(DiskNearlyFull(path=str(tmp_path), drive="Archive", bytes_free=5_000_000))
    with activity(qtbot, tmp_path) as person:
        person.waits(lambda: bool(lines(person.opened)))
        assert lines(person.opened) == ["“Archive” is nearly full · 5.0 MB free, and results go there."]
        press(person, "Open folder")
        person.waits(lambda: desktop_opens == [tmp_path])


def test_a_job_that_stands_still_is_shown(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (first, _second) = table.add(2)
    table.claim()
    table.alerts.begin(Standstill(job=first, jobs=1))
    with activity(qtbot, tmp_path) as person:
        person.waits(lambda: bool(lines(person.opened)) and person.sees("a0.jpg"))
        press(person, "Show")
        person.waits(lambda: person.opened.window.sidebar.tabs.current == "details")


def test_what_can_end_otherwise_is_tried_again_from_its_line(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    jobs = table.add(3)
    for code in (ErrorCode.BUG, ErrorCode.NOT_A_PICTURE):
        table.fail(code)
    began = table.alerts.begin(Failing(failed=2, ended=2, cause=ErrorCode.NOT_A_PICTURE))
    with activity(qtbot, tmp_path) as person:
        person.waits(lambda: bool(lines(person.opened)))
        assert not person.sees_buttons("Retry", inside=person.opened.activity)
        table.alerts.renew(structs.replace(began, facts=Failing(failed=2, ended=2, cause=ErrorCode.BUG)))
        person.waits(lambda: bool(person.sees_buttons("Retry", inside=person.opened.activity)))
        press(person, "Retry")
        person.waits(lambda: table.states(jobs) == [JobState.QUEUED, JobState.FAILED, JobState.QUEUED])
