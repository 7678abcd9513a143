"""What the mouse points at stays where it is, and the buttons of rows stay free, whatever is told meanwhile."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.jobs import scroll_anchor
from mediaapp.gui.toast import Toast
from tests.support.find import delegate_of
from tests.support.person import Person
from tests.support.window import Opened, opened_window
from workers.errors import NoWorker, StartFault
from workers.store.job_store import JobStore

pytestmark = pytest.mark.gui
BROKEN = NoWorker(fault=StartFault.ENDED, detail="ImportError: libjpeg.so.62")


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path / "home") as made:
        yield made


@pytest.fixture
def person(qtbot: QtBot, opened: Opened) -> Person:
    return Person(qtbot, opened)


def drop_some(person: Person, folder: Path, number: int) -> None:
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:03}.png").write_bytes(b"\x89PNG")
    person.drops(folder)
    person.waits(lambda: len(person.opened.rows()) == number + 1)


def place_of(person: Person, name: str) -> QPoint:
    """Where the row of this file begins, in the window."""
    view = person.opened.window.panel.view
    index = view.model().index(person.row_of(name), 0)
    return view.viewport().mapTo(person.opened.window, view.visualRect(index).topLeft())


def tell_broken(person: Person, why: NoWorker | None) -> None:
    with JobStore(person.opened.folders.database) as store:
        store.supervision.tell_no_worker(why)
    person.waits(lambda: person.opened.bridge.snapshot.no_worker == why)


@pytest.mark.parametrize("number", [3, 60])
def test_a_banner_that_comes_and_goes_does_not_move_the_row_under_the_mouse(
    person: Person, tmp_path: Path, number: int
) -> None:
    drop_some(person, tmp_path / "June", number)
    window, view, banners = person.opened.window, person.opened.window.panel.view, person.opened.window.panel.banners
    name = "001.png"
    QTest.mouseMove(view.viewport(), view.visualRect(view.model().index(person.row_of(name), 0)).center())
    person.waits(lambda: view.is_pointed_at)
    before = place_of(person, name)
    tell_broken(person, BROKEN)
    person.waits(banners.isVisible)
    assert place_of(person, name) == before
    tell_broken(person, None)
    assert place_of(person, name) == before

    QTest.mouseMove(window.toolbar, QPoint(5, 5))
    person.waits(lambda: not view.is_pointed_at)
    person.waits(lambda: not banners.isVisible())
    person.waits(lambda: place_of(person, name) == before)


def points_at(person: Person, name: str) -> None:
    """Move the mouse over the row of this file, as often as it takes until the list knows: rows may just be moving."""
    view = person.opened.window.panel.view
    sides = cycle((-20, 20))

    def is_there() -> bool:
        middle = view.visualRect(view.model().index(person.row_of(name), 0)).center()
        QTest.mouseMove(view.viewport(), middle + QPoint(next(sides), 0))
        return view.is_pointed_at

    person.waits(is_there)


def test_no_empty_band_stays_where_a_banner_was_while_the_mouse_rests(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scroll_anchor, "REST_MS", 300)
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        drop_some(person, tmp_path / "June", 3)
        before = place_of(person, "001.png")
        tell_broken(person, BROKEN)
        person.waits(lambda: place_of(person, "001.png").y() > before.y())
        points_at(person, "001.png")
        tell_broken(person, None)
        person.waits(lambda: not opened.window.panel.banners.isVisible())  # the mouse was never moved away
        person.waits(lambda: place_of(person, "001.png") == before)


def test_a_banner_that_goes_leaves_no_band_where_the_list_can_scroll(person: Person, tmp_path: Path) -> None:
    drop_some(person, tmp_path / "June", 60)
    view, banners = person.opened.window.panel.view, person.opened.window.panel.banners
    tell_broken(person, BROKEN)
    person.waits(banners.isVisible)
    view.verticalScrollBar().setValue(500)
    points_at(person, "012.png")
    before = place_of(person, "012.png")
    tell_broken(person, None)
    person.waits(lambda: not banners.isVisible())
    person.waits(lambda: place_of(person, "012.png") == before)
    assert view.is_pointed_at


def test_a_banner_that_goes_with_the_last_row_leaves_no_band(person: Person, tmp_path: Path) -> None:
    drop_some(person, tmp_path / "June", 2)
    tell_broken(person, BROKEN)
    person.waits(person.opened.window.panel.banners.isVisible)
    points_at(person, "001.png")
    person.opened.window.panel.search("no such name")
    person.waits(lambda: not person.opened.rows())
    tell_broken(person, None)
    person.waits(lambda: not person.opened.window.panel.banners.isVisible())


def test_a_banner_shown_while_the_mouse_is_elsewhere_makes_room(person: Person, tmp_path: Path) -> None:
    drop_some(person, tmp_path / "June", 3)
    before = place_of(person, "001.png")
    tell_broken(person, BROKEN)
    person.waits(lambda: place_of(person, "001.png").y() > before.y())
    tell_broken(person, None)
    person.waits(lambda: place_of(person, "001.png") == before)


def test_drops_that_follow_one_another_are_told_and_undone_together(person: Person, tmp_path: Path) -> None:
    drop_some(person, tmp_path / "June", 3)
    drop_some_more = tmp_path / "July"
    drop_some_more.mkdir()
    (drop_some_more / "a.png").write_bytes(b"\x89PNG")
    person.drops(drop_some_more)
    person.waits(lambda: person.toasts().startswith("4 pictures added"))
    assert len([toast for toast in person.opened.window.findChildren(Toast) if toast.isVisible()]) == 1
    person.clicks_on("Undo")
    person.waits(lambda: person.counts.waiting == 0)


def test_no_message_lies_on_a_button_of_a_row(person: Person, tmp_path: Path) -> None:
    drop_some(person, tmp_path / "June", 60)
    view = person.opened.window.panel.view
    view.selectAll()
    person.chooses("Cancel")
    person.waits(lambda: person.counts.cancelled == 60)
    person.waits(lambda: RETRY in person.buttons_in_row("000.png"))
    person.opened.window.resize(800, 560)
    person.waits(lambda: bool(person.toasts()))
    panel = person.opened.window.panel
    for toast in panel.findChildren(Toast):
        for row in range(view.on_screen().first, view.on_screen().last):
            rect = view.visualRect(view.model().index(row, 0))
            for _offered, place in delegate_of(view).spots(row, rect, chosen=True):
                top_left = view.viewport().mapTo(panel, place.topLeft())
                assert not toast.geometry().intersects(place.translated(top_left - place.topLeft()))
