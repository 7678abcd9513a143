"""What is said where the desktop has no program that opens a file or a folder."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.navigation import OPEN_LOG
from tests.support.person import Person
from tests.support.store import OUTCOME, Table
from tests.support.window import opened_window

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def no_file_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen of the tests opens nothing by itself."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)


@pytest.mark.parametrize("way", ["Open", "Show in folder"])
def test_a_result_that_nothing_opens_has_its_path_told_and_copied(
    qtbot: QtBot, tmp_path: Path, table: Table, way: str
) -> None:
    (job,) = table.add(1, folder=str(tmp_path / "June").lstrip("/"))
    result = tmp_path / "June" / "Smaller" / "a.jpg"
    result.parent.mkdir(parents=True)
    result.touch()
    claimed = table.claim()
    table.finishing.fence(claimed.claim, str(result).lstrip("/"), OUTCOME)
    table.finishing.finish(claimed.claim, OUTCOME, "content")
    told = result if way == "Open" else result.parent
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.counts.done == 1)
        opened.window.reveal(job)
        person.clicks_on(way, inside=opened.details)
        person.waits(lambda: f"Nothing here opens this. It is in {told}" in person.toasts())
        person.clicks_on("Copy path")
        assert QGuiApplication.clipboard().text() == str(told)


def test_a_folder_of_logs_that_nothing_opens_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        (entry,) = [one for one in opened.main_menu.actions() if one.text() == OPEN_LOG.words()]
        entry.trigger()
        person.waits(lambda: str(opened.folders.logs) in person.toasts())
