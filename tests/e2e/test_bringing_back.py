"""Originals are replaced and brought back with the buttons of the window, which says what is true afterwards."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mediaapp.addresses import local_paths
from mediaapp.gui.actions.queueing import RETRY, START
from mediaapp.gui.actions.results import BRING_BACK
from tests.support.album import album
from tests.support.menus import Menus
from tests.support.person import REAL, Person
from tests.support.window import Opened, opened_window
from workers.jobs.state import JobState
from workers.recipe import LongEdge, Recipe, ReplaceOriginals

pytestmark = [pytest.mark.gui, pytest.mark.processes, pytest.mark.timeout(120)]


def replaced(qtbot: QtBot, opened: Opened, folder: Path) -> Person:
    """Two originals that were replaced, as a person does it."""
    person = Person(qtbot, opened)
    opened.session.start_pool()
    recipe = Recipe(name="In place", size=LongEdge(300), destination=ReplaceOriginals())
    opened.bridge.add(lambda: local_paths([folder]), recipe, hold=True)
    person.waits(lambda: folder.name in opened.rows())
    person.waits(lambda: bool(person.buttons_in_row(folder.name)))
    person.clicks_in_row(folder.name, START)
    person.waits(lambda: person.counts.replaced == 2)
    return person


def test_after_bringing_back_the_window_says_what_is_true(qtbot: QtBot, tmp_path: Path) -> None:
    sources = album(tmp_path / "June", 2, sizes=[(600, 400)])
    before = {path: path.read_bytes() for path in sources}
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = replaced(qtbot, opened, tmp_path / "June")
        assert {path: path.read_bytes() for path in sources} != before
        assert person.buttons_in_row("June").keys() == {BRING_BACK}
        person.clicks_in_row("June", BRING_BACK)
        person.waits(lambda: person.counts.brought_back == 2)
        assert {path: path.read_bytes() for path in sources} == before
        assert "2 originals are back in their places." in person.toasts()
        assert person.buttons_in_row("June") == {}
        assert person.sees("originals are back")
        assert not person.sees("smaller")
        assert (person.counts.done, person.counts.bytes_out, person.counts.replaced) == (0, 0, 0)
        assert "became" not in person.reads(opened.window.status)
        name = sources[0].name
        person.waits(lambda: name in opened.rows() and person.sees("The original is back"))
        assert set(person.buttons_in_row(name)) == {RETRY}
        person.selects(name)
        details = opened.details
        person.waits(lambda: "The original is back · June · In place" in person.reads(details))
        told = person.reads(details)
        assert "The original is back in its place" in told
        assert "Ready after" in told
        assert "The original was replaced, and is kept" in told
        assert "Another copy" not in told
        assert "Saved in" not in told
        assert not person.sees_buttons("Open", inside=details)
        assert {path: path.read_bytes() for path in sources} == before


def test_originals_come_back_from_the_menu_of_their_heading(qtbot: QtBot, tmp_path: Path) -> None:
    sources = album(tmp_path / "June", 2, sizes=[(600, 400)])
    before = {path: path.read_bytes() for path in sources}
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = replaced(qtbot, opened, tmp_path / "June")
        view, menus = opened.window.panel.view, Menus(qtbot)
        at = view.visualRect(view.model().index(person.row_of("June"), 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        menus.click(menus.context(view.viewport(), lambda: at), "Bring originals back")
        person.waits(lambda: person.counts.brought_back == 2)
        assert {path: path.read_bytes() for path in sources} == before


def test_only_what_is_named_is_made_again(qtbot: QtBot, tmp_path: Path) -> None:
    sources = album(tmp_path / "June", 2, sizes=[(600, 400)])
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = replaced(qtbot, opened, tmp_path / "June")
        person.clicks_in_row("June", BRING_BACK)
        person.waits(lambda: person.counts.brought_back == 2)
        opened.window.panel.view.selectAll()
        QTest.keyClick(opened.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        person.waits(lambda: sources[0].name in opened.rows())
        person.clicks_in_row(sources[0].name, RETRY)
        person.waits(lambda: person.counts.replaced == 1)
        assert person.job(sources[1].name).state is JobState.CANCELLED
        assert person.buttons_in_row("June").keys() == {BRING_BACK}
        assert person.labels_in_row("June") == ["Bring back 1"]


def test_what_cannot_come_back_is_told_and_can_be_asked_again(qtbot: QtBot, tmp_path: Path) -> None:
    sources = album(tmp_path / "June", 2, sizes=[(600, 400)])
    with opened_window(qtbot, tmp_path / "home", engine=REAL) as opened:
        person = replaced(qtbot, opened, tmp_path / "June")
        kept = Path(person.job(sources[0].name).original or "")
        away = kept.rename(tmp_path / "on a drive that is away")
        sources[0].rename(tmp_path / "and its result too")
        person.clicks_in_row("June", BRING_BACK)
        person.waits(lambda: "1 could not be brought back" in person.toasts())
        assert person.labels_in_row("June") == ["Bring back 1"]
        kept.parent.mkdir(parents=True, exist_ok=True)
        away.rename(kept)
        person.clicks_in_row("June", BRING_BACK)
        person.waits(lambda: person.counts.brought_back == 2)
        assert person.buttons_in_row("June") == {}
