"""The page Automatic in the real window: what its cards show, their keys and buttons, and the way there and back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.card import WatchCard
from mediaapp.gui.automatic.editor import WatchEditor
from mediaapp.gui.automatic.page import AutomaticPage
from mediaapp.gui.automatic.pill import Pill
from mediaapp.gui.automatic.switch import Switch
from tests.support.clicks import click
from tests.support.find import find, find_all, only
from tests.support.menus import Menus, label
from tests.support.person import Person
from tests.support.store import DISK, ME, Table
from tests.support.window import Opened, drop, opened_window, uris
from workers.errors import ErrorCode
from workers.jobs.ids import JobId, RootId
from workers.jobs.job import NewJob
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.jobs.watch import FileState, Watch, WatchRules, WatchTrouble, WholeFile
from workers.kinds import JobKind
from workers.recipe import InFolder, Recipe

pytestmark = pytest.mark.gui

WEB = Recipe(name="Web shop", destination=InFolder("/Pictures/Web shop"))


def watched(table: Table, folder: Path | str, name: str = "") -> Watch:
    table.watches.add(WatchRules(folder=str(folder), recipe=WEB, name=name), table.intake.root(DISK).id)
    return table.watches.all()[-1]


def took(table: Table, watch: Watch, n: int) -> list[JobId]:
    """So many files were taken and wait."""
    whole = [WholeFile(FileState(f"{at}.jpg", 9, 7), f"{at:064x}", RootId(1), f"inbox/{at}.jpg") for at in range(n)]
    batch = table.watched_files.take(watch, whole, worker=ME, name="inbox", prio=0)
    assert batch is not None
    root = table.intake.root(DISK).id
    jobs = [
        NewJob(root=root, rel=f"inbox/{at}.jpg", out_root=root, out_dir="o", kind=JobKind.IMAGE, size_in=9, mtime_in=7)
        for at in range(n)
    ]
    assert table.intake.add(batch, jobs, folder="/o", folders=1)
    table.intake.complete(batch, [])
    return table.reader.ids(Selection(batch=batch))


def page_of(opened: Opened) -> AutomaticPage:
    return only(AutomaticPage, inside=opened.window)


def goes_there(qtbot: QtBot, opened: Opened, cards: int) -> Person:
    """A person who has opened the page by its key, and sees so many cards."""
    QTest.keyClick(opened.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    person = Person(qtbot, opened)
    person.waits(lambda: len(find_all(WatchCard, inside=opened.window)) == cards)
    return person


def card(opened: Opened, name: str) -> WatchCard:
    return find(WatchCard, f"{name}: *", inside=opened.window)


def pill(opened: Opened, name: str) -> str:
    return find(Pill, inside=card(opened, name)).accessibleName()


def has_keys(opened: Opened, name: str) -> Callable[[], bool]:
    return lambda: opened.window.focusWidget() is card(opened, name)


def test_the_page_says_what_it_is_good_for_while_nothing_is_watched(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        goes_there(qtbot, opened, 0)
        page = page_of(opened)
        assert find(QLabel, "Put a file into a folder and find the result in another.", inside=page)
        assert find(QLabel, "Nothing saved yet", inside=page)
        add = find(QPushButton, "Watch a folder…", inside=page)
        assert opened.window.focusWidget() is add
        QTest.keyClick(add, Qt.Key.Key_Space)
        assert find(WatchEditor, inside=page)
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        assert page.isVisible()
        assert not find_all(WatchEditor, inside=page)
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        assert opened.window.panel.isVisible()


def test_cards_tell_how_folders_stand(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    inbox = watched(table, "/Pictures/Camera inbox")
    jobs = took(table, inbox, 5)
    for code in (ErrorCode.NOT_A_PICTURE, ErrorCode.BUG):
        table.fail(code)
    away, unreadable, paused = (watched(table, f"/{name}", name) for name in ("Phone", "Locked", "Later"))
    table.watches.note_trouble(away.id, WatchTrouble.AWAY)
    table.watches.note_trouble(unreadable.id, WatchTrouble.FORBIDDEN)
    table.watches.pause(paused.id, paused=True)
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 4)
        states = {name: pill(opened, name) for name in ("Camera inbox", "Phone", "Locked", "Later")}
        assert states == {
            "Camera inbox": "3 waiting",
            "Phone": "Not connected",
            "Locked": "May not be read",
            "Later": "Paused",
        }
        assert "Web shop, results go to Pictures/Web shop" in card(opened, "Camera inbox").accessibleName()
        assert "5 in all, 2 failed" in card(opened, "Camera inbox").accessibleName()
        person.clicks_on("Retry 1", inside=card(opened, "Camera inbox"))  # the other one can never be read
        person.waits(lambda: table.states(jobs)[:2] == [JobState.FAILED, JobState.QUEUED])
        person.waits(lambda: pill(opened, "Camera inbox") == "4 waiting")
        assert not person.sees_buttons("Retry*", inside=card(opened, "Camera inbox"))


def test_cards_are_reached_and_worked_by_keys(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    first, second = watched(table, "/Inbox"), watched(table, "/Scans")
    took(table, second, 2)
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 2)
        person.waits(lambda: len(opened.rows()) > 0)
        assert has_keys(opened, "Inbox")()  # the list behind takes none when its rows come
        QTest.keyClick(opened.window, Qt.Key.Key_Tab)
        assert has_keys(opened, "Scans")()
        QTest.keyClick(opened.window, Qt.Key.Key_Backtab)
        assert has_keys(opened, "Inbox")()
        for paused, words in ((True, "Paused"), (False, "Watching")):
            QTest.keyClick(card(opened, "Inbox"), Qt.Key.Key_Space)
            person.waits(lambda words=words: pill(opened, "Inbox") == words)  # type: ignore[misc]
            assert table.watches.all()[0].paused is paused
        assert not table.watches.all()[1].paused
        QTest.keyClick(opened.window, Qt.Key.Key_Tab)
        QTest.keyClick(card(opened, "Scans"), Qt.Key.Key_Return)
        person.waits(lambda: opened.rows() == ["1.jpg", "0.jpg"])
        assert opened.window.panel.isVisible()
        assert first.id != second.id


def test_the_first_card_takes_the_keys_also_while_another_window_is_active(
    qtbot: QtBot, tmp_path: Path, table: Table
) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 0)
        other = QDialog()
        qtbot.addWidget(other)
        with qtbot.waitActive(other):
            other.show()
        watched(table, "/Inbox")
        person.waits(lambda: bool(find_all(WatchCard, inside=opened.window)))
        person.waits(has_keys(opened, "Inbox"))


def test_the_menu_of_a_card_offers_to_pause_or_to_resume_and_never_both(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus
) -> None:
    watched(table, "/Inbox")
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        for words, other, state in (("Pause", "Resume", "Paused"), ("Resume", "Pause", "Watching")):
            offered = menus.context(card(opened, "Inbox"), lambda: QPoint(40, 20))
            assert [label(one) for one in offered.actions() if label(one) in {words, other}] == [words]
            menus.click(offered, words)
            person.waits(lambda state=state: pill(opened, "Inbox") == state)  # type: ignore[misc]


def test_the_way_back_from_the_rows_of_one_folder(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    inbox = watched(table, "/Inbox")
    took(table, inbox, 1)
    table.add(1)
    with opened_window(qtbot, tmp_path) as opened:
        for way in ("Show all", "Escape", "Automatic"):
            person = goes_there(qtbot, opened, 1)
            menus.choose(find(QPushButton, "More about “Inbox”", inside=opened.window), "Show its rows")
            person.waits(lambda: opened.rows() == ["0.jpg"])
            panel = opened.window.panel
            assert find(QLabel, "Only what came from “Inbox”", inside=panel)
            if way == "Escape":
                QTest.keyClick(opened.window, Qt.Key.Key_Escape)
            else:
                person.clicks_on(way, inside=panel)
            if way == "Automatic":
                assert page_of(opened).isVisible()
            else:
                person.waits(lambda: "a0.jpg" in opened.rows())
                assert not find_all(QLabel, "Only what came from*", inside=panel)


def test_rows_that_come_later_are_shown_too(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    inbox = watched(table, "/Inbox")
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        QTest.keyClick(card(opened, "Inbox"), Qt.Key.Key_Return)
        person.waits(lambda: "Nothing of “Inbox” is to be seen here." in person.reads(opened.window.panel))
        took(table, inbox, 2)
        person.waits(lambda: opened.rows() == ["1.jpg", "0.jpg"])


def test_a_removed_folder_comes_back_by_undo(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    inbox = watched(table, "/Inbox")
    jobs = took(table, inbox, 1)
    table.fail(ErrorCode.BUG)
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        menus.choose(find(QPushButton, "More about “Inbox”", inside=opened.window), "Remove")
        person.waits(lambda: "no longer watched. Files stay where they are." in person.toasts())
        person.waits(lambda: not find_all(WatchCard, inside=opened.window))
        person.clicks_on("Undo", inside=page_of(opened))
        person.waits(lambda: len(find_all(WatchCard, inside=opened.window)) == 1)
        assert "1 in all" in card(opened, "Inbox").accessibleName()
        card(opened, "Inbox").setFocus()
        QTest.keyClick(card(opened, "Inbox"), Qt.Key.Key_Delete)
        person.waits(lambda: not find_all(WatchCard, inside=opened.window))
        assert not table.job(jobs[0]).removed, "the key means the folder, and no row of the list"
        QTest.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        person.waits(lambda: [watch.id for watch in table.watches.all()] == [inbox.id])


def test_pause_and_resume_by_their_buttons(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    watched(table, "/Inbox")
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        person.clicks_on("Pause", inside=card(opened, "Inbox"))
        person.waits(lambda: pill(opened, "Inbox") == "Paused")
        assert table.watches.all()[0].paused
        person.clicks_on("Resume", inside=card(opened, "Inbox"))
        person.waits(lambda: pill(opened, "Inbox") == "Watching")


def test_one_switch_for_all_leaves_what_is_paused_itself(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    watched(table, "/Inbox")
    later = watched(table, "/Later")
    table.watches.pause(later.id, paused=True)
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 2)
        page = page_of(opened)
        switch = find(Switch, inside=page)
        assert find(QLabel, "Everything on", inside=page)
        click(switch)
        person.waits(lambda: bool(find_all(QLabel, "Everything off", inside=page)))
        assert not table.watches.is_on()
        assert pill(opened, "Inbox") == "Paused"
        QTest.keyClick(switch, Qt.Key.Key_Space)
        person.waits(lambda: pill(opened, "Inbox") == "Watching")
        assert (table.watches.is_on(), pill(opened, "Later")) == (True, "Paused")


def test_the_page_is_opened_by_the_menu_and_left_by_its_button(
    qtbot: QtBot, tmp_path: Path, menus: Menus, desktop_opens: list[Path]
) -> None:
    (tmp_path / "inbox").mkdir()
    with opened_window(qtbot, tmp_path) as opened:
        menus.choose(opened.menu, "Automatic")
        page = page_of(opened)
        assert page.isVisible()
        assert not opened.window.panel.isVisible()
        click(find(QAbstractButton, "List", inside=page))
        assert opened.window.panel.isVisible()


def test_the_folder_itself_is_opened(
    qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus, desktop_opens: list[Path]
) -> None:
    (tmp_path / "inbox").mkdir()
    watched(table, tmp_path / "inbox")
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        menus.choose(find(QPushButton, "More about “inbox”", inside=opened.window), "Open folder")
        person.waits(lambda: desktop_opens == [tmp_path / "inbox"])


def test_keys_of_the_list_do_nothing_to_it_while_the_page_is_shown(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (job,) = table.add(1)
    watched(table, "/Inbox")
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: "a0.jpg" in opened.rows())
        person.selects("a0.jpg")
        goes_there(qtbot, opened, 1)
        find(Switch, inside=page_of(opened)).setFocus()
        QTest.keyClick(opened.window, Qt.Key.Key_Delete)
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        person.waits(opened.window.panel.isVisible)
        person.drops(_picture(tmp_path))
        person.waits(lambda: "b.png" in opened.rows())
        assert not table.job(job).removed


def test_a_folder_dropped_on_the_page_is_offered_to_be_watched_and_a_file_is_added(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = goes_there(qtbot, opened, 0)
        drop(opened.window, uris([tmp_path / "inbox"]))
        person.waits(lambda: bool(find_all(WatchEditor, inside=opened.window)))
        editor = find(WatchEditor, inside=opened.window)
        assert editor.rules().folder == str(tmp_path / "inbox")
        assert person.counts.total == 0
        drop(opened.window, uris([_picture(tmp_path)]))
        person.waits(lambda: person.counts.total == 1)


@pytest.mark.parametrize(("width", "columns"), [(1300, 2), (1024, 1), (800, 1)])
def test_cards_stand_in_as_many_columns_as_there_is_room_for(
    qtbot: QtBot, tmp_path: Path, table: Table, width: int, columns: int
) -> None:
    for name in ("One", "Two"):
        recipe = Recipe(name="A recipe with a rather long name", destination=InFolder(f"/{'long name ' * 6}/out"))
        rules = WatchRules(folder=f"/{'long name ' * 6}/{name}", recipe=recipe)
        table.watches.add(rules, table.intake.root(DISK).id)
    with opened_window(qtbot, tmp_path, size=(1440, 700)) as opened:
        person = goes_there(qtbot, opened, 2)
        person.waits(lambda: card(opened, "One").y() == card(opened, "Two").y())
        opened.window.resize(width, 700)
        person.waits(lambda: (card(opened, "One").y() == card(opened, "Two").y()) is (columns == 2))
        assert card(opened, "One").height() == 164


def test_the_search_leads_to_the_list(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(2)
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 0)
        person.waits(opened.search_field.isEnabled)
        QTest.keyClicks(opened.search_field, "a1")
        person.waits(lambda: opened.rows() == ["a1.jpg"])
        assert opened.window.panel.isVisible()
        assert QApplication.focusWidget() is None or opened.search_field.text() == "a1"


def _picture(folder: Path) -> Path:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(folder / "b.png")
    return folder / "b.png"
