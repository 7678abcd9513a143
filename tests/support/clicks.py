"""Clicks on the widgets of the window, and what a table needs for them."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.support.find import accept_button, find_all, name_field
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.retry import Again

LEFT = Qt.MouseButton.LeftButton
FAILED, QUEUED, PAUSED, DELAYED = JobState.FAILED, JobState.QUEUED, JobState.PAUSED, JobState.DELAYED


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def dialog_of(opened: Opened) -> QFileDialog | None:
    return next(iter(find_all(QFileDialog, inside=opened.window)), None)


def choose_in_dialog(qtbot: QtBot, opened: Opened, path: Path) -> None:
    """Write a path into the dialog that asks, and press its button."""
    qtbot.waitUntil(lambda: dialog_of(opened) is not None)
    dialog = dialog_of(opened)
    assert dialog is not None
    name_field(dialog).setText(str(path))
    accept = accept_button(dialog)
    qtbot.waitUntil(accept.isEnabled)
    click(accept)
    qtbot.waitUntil(lambda: dialog_of(opened) is None)


def delay(table: Table, code: ErrorCode, **facts: Any) -> None:
    claim = table.claim().claim
    table.finishing.fail(claim, code, FailureFacts(**facts), Again(delay_s=600))


def states(table: Table) -> list[JobState]:
    return [job.state for job in table.reader.jobs(table.reader.ids(Selection()))]


def shown(qtbot: QtBot, opened: Opened, name: str) -> Person:
    """A person who sees this row."""
    person = Person(qtbot, opened)
    person.waits(lambda: person.sees(name))
    return person
