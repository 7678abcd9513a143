"""The panel that asks by which rules a folder is watched."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.card import WatchCard
from mediaapp.gui.automatic.editor import WatchEditor
from mediaapp.saved_recipes import SavedRecipes
from tests.mediaapp.gui.automatic.test_page import card, goes_there, watched
from tests.support.clicks import choose_in_dialog, click
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, opened_window
from workers.jobs.watch import WatchRules
from workers.recipe import Automatic, InFolder, Recipe, ReplaceOriginals

pytestmark = pytest.mark.gui


def editor(opened: Opened) -> WatchEditor:
    return find(WatchEditor, inside=opened.window)


def picks(box: QComboBox, words: str) -> None:
    """Choose by the keyboard, as somebody does who types the beginning of it."""
    at = box.findText(words)
    assert at >= 0, [box.itemText(n) for n in range(box.count())]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(at):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == words
    box.activated.emit(at)


def begins(person: Person, folder: Path, qtbot: QtBot) -> WatchEditor:
    """The panel for a new folder, which was chosen in the dialog."""
    person.clicks_on("Watch a folder…")
    shown = editor(person.opened)
    click(find(QPushButton, "Choose the folder to watch", inside=shown))
    choose_in_dialog(qtbot, person.opened, folder)
    person.waits(lambda: shown.rules().folder == str(folder))
    return shown


def test_a_folder_is_watched_as_it_was_asked_for(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (inbox := tmp_path / "inbox").mkdir()
    SavedRecipes(tmp_path / "config" / "recipes").save(Recipe(name="Mine", destination=InFolder(str(tmp_path / "out"))))
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 0)
        person.waits(lambda: any(recipe.name == "Mine" for recipe in opened.context.recipes))
        shown = begins(person, inbox, qtbot)
        picks(find(QComboBox, "Recipe", inside=shown), "Mine")
        assert find(QLabel, f"Results go to {tmp_path.name}/out", inside=shown)
        picks(find(QComboBox, "Originals", inside=shown), "Go to a “done” folder")
        assert shown.rules().done_folder == str(inbox / "done")
        for field, words in (("Name", "Camera"), ("Only", "*.jpg  raw/*"), ("Without", "x*")):
            QTest.keyClicks(find(QLineEdit, field, inside=shown), words)
        click(find(QCheckBox, "Also its subfolders", inside=shown))
        person.clicks_on("Watch", inside=shown)
        person.waits(lambda: bool(find_all(WatchCard, "Camera: *", inside=opened.window)))
        assert not find_all(WatchEditor, inside=opened.window)
        person.waits(lambda: opened.window.focusWidget() is card(opened, "Camera"))
    assert [watch.rules for watch in table.watches.all()] == [
        WatchRules(
            folder=str(inbox),
            recipe=Recipe(name="Mine", destination=InFolder(str(tmp_path / "out"))),
            done_folder=str(inbox / "done"),
            include=("*.jpg", "raw/*"),
            exclude=("x*",),
            subfolders=False,
            name="Camera",
        )
    ]


def test_what_cannot_be_watched_is_told_before_it_is_asked_for(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    (inbox := tmp_path / "inbox").mkdir()
    (other := tmp_path / "other").mkdir()
    watched(table, inbox)
    SavedRecipes(tmp_path / "config" / "recipes").save(Recipe(name="Mine", destination=InFolder(str(tmp_path))))
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        person.waits(lambda: any(recipe.name == "Mine" for recipe in opened.context.recipes))
        shown = begins(person, inbox, qtbot)
        person.waits(lambda: "inbox is watched already." in person.reads(shown))
        assert not find(QPushButton, "Watch", inside=shown).isEnabled()
        click(find(QPushButton, "Choose the folder to watch", inside=shown))
        choose_in_dialog(qtbot, opened, other)
        person.waits(find(QPushButton, "Watch", inside=shown).isEnabled)
        assert "already" not in person.reads(shown)
        picks(find(QComboBox, "Recipe", inside=shown), "Mine")
        person.waits(lambda: "its own results would go" in person.reads(shown))
        assert not find(QPushButton, "Watch", inside=shown).isEnabled()
        QTest.keyClick(find(QLineEdit, "Name", inside=shown), Qt.Key.Key_Return)
        opened.window.activateWindow()  # which no desktop does here when a dialog closes
        person.waits(opened.window.isActiveWindow)
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
        assert not find_all(WatchEditor, inside=opened.window)
    assert len(table.watches.all()) == 1


def test_rules_are_shown_as_they_are_and_changed(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    (inbox := tmp_path / "inbox").mkdir()
    rules = watched(table, inbox).rules
    with opened_window(qtbot, tmp_path) as opened:
        person = goes_there(qtbot, opened, 1)
        person.waits(lambda: len(opened.context.recipes) > 2)
        menus.choose(find(QPushButton, "More about “inbox”", inside=opened.window), "Edit…")
        shown = editor(opened)
        assert shown.rules() == rules, "what is not touched stays, also a recipe that is not saved any more"
        picks(find(QComboBox, "Originals", inside=shown), "Are replaced")
        assert find_all(QLabel, "Originals are replaced.*", inside=shown)
        person.clicks_on("Save", inside=shown)
        person.waits(lambda: "in the originals' place" in card(opened, "inbox").accessibleName())
        assert isinstance(table.watches.all()[0].rules.recipe.destination, ReplaceOriginals)
        menus.choose(find(QPushButton, "More about “inbox”", inside=opened.window), "Edit…")
        person.waits(lambda: find(QComboBox, "Originals", inside=shown).currentText() == "Are replaced")
        picks(find(QComboBox, "Originals", inside=shown), "Stay where they are")
        person.clicks_on("Save", inside=shown)
        person.waits(lambda: table.watches.all()[0].rules.recipe.destination == Automatic("Smaller"))
        assert table.watches.all()[0].rules.recipe.name == rules.recipe.name


def test_cancel_changes_nothing(qtbot: QtBot, tmp_path: Path, table: Table, menus: Menus) -> None:
    (inbox := tmp_path / "inbox").mkdir()
    watch = watched(table, inbox)
    with opened_window(qtbot, tmp_path, size=(800, 560)) as opened:
        person = goes_there(qtbot, opened, 1)
        menus.choose(find(QPushButton, "More about “inbox”", inside=opened.window), "Edit…")
        QTest.keyClicks(find(QLineEdit, "Name", inside=editor(opened)), "x")
        person.clicks_on("Cancel", inside=editor(opened))
        assert not find_all(WatchEditor, inside=opened.window)
        assert has_card_focus(opened)
    assert table.watches.all()[0].rules == watch.rules


def has_card_focus(opened: Opened) -> bool:
    return card(opened, "inbox").hasFocus()
