"""Every button of messages and pages that no other test clicks on, through the real widget."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.activity.panel import ActivityPanel
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.recipe.cards import RecipeCard
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.toast import Toast
from mediaapp.gui.window_state import ListTab, Page
from mediaapp.saved_recipes import SavedRecipes, built_in
from tests.support.clicks import choose_in_dialog, click, dialog_of, shown
from tests.support.find import find, find_all
from tests.support.menus import Menus, entry, label
from tests.support.person import Person
from tests.support.store import OUTCOME, Table
from tests.support.window import drop, opened_window, uris
from workers.errors import ErrorCode
from workers.jobs.batch import BatchPurpose
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import InFolder, LongEdge, Recipe
from workers.requests import ReportFormat, ReportRequest

pytestmark = pytest.mark.gui


# --- messages


def test_the_buttons_of_the_message_about_a_drop(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with opened_window(qtbot, tmp_path / "home") as opened:
        person = Person(qtbot, opened)
        opened.window.sidebar.show_page(Page.ACTIVITY)
        drop(opened.window, uris([tmp_path / "a.png"]))
        person.waits(lambda: "added" in person.toasts())
        person.clicks_on("Change recipe…", inside=opened.window.panel)
        assert opened.window.sidebar.tabs.current == "recipe"
        assert "added" not in person.toasts()


def test_a_message_is_closed(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.clicks_on("Paste", inside=opened.empty)
        person.waits(lambda: bool(person.toasts()))
        click(find_all(QPushButton, "Close the message", inside=opened.window)[-1])
        person.waits(lambda: not person.toasts())


def test_the_notice_of_failures_tries_again_or_shows_them(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    table.add(3)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        for _ in range(3):
            table.fail(ErrorCode.BUG)
        person.clicks_on("Show failed")
        person.waits(lambda: opened.window.panel.state.tab is ListTab.FAILED)


def test_the_notice_of_failures_leaves_what_cannot_end_otherwise(qtbot: QtBot, tmp_path: Path, table: Table) -> None:
    jobs = table.add(6)
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        for code in (ErrorCode.NOT_A_PICTURE, *[ErrorCode.BUG] * 5):
            table.fail(code)
        person.waits(lambda: "6 failed" in person.toasts())
        (toast,) = (one for one in opened.window.findChildren(Toast) if one.isVisible())
        person.clicks_on("Retry 5", inside=toast)
        person.waits(lambda: table.states(jobs) == [JobState.FAILED, *[JobState.QUEUED] * 5])


@pytest.mark.parametrize("words", ["Open", "Show in folder"])
def test_what_a_notice_says_is_ready_is_opened_and_shown(
    qtbot: QtBot, tmp_path: Path, table: Table, desktop_opens: list[Path], words: str
) -> None:
    made = tmp_path / "June" / "Smaller" / "a.jpg"
    made.parent.mkdir(parents=True)
    made.touch()
    table.add(1, folder=str(tmp_path / "June").lstrip("/"))
    with opened_window(qtbot, tmp_path) as opened:
        person = shown(qtbot, opened, "a0.jpg")
        claim = table.claim().claim
        table.finishing.fence(claim, str(made).lstrip("/"), OUTCOME)
        table.finishing.finish(claim, OUTCOME, "content")
        person.waits(lambda: "a.jpg is ready" in person.toasts())
        (toast,) = (one for one in opened.window.findChildren(Toast) if one.isVisible())
        person.clicks_on(words, inside=toast)
        person.waits(lambda: desktop_opens == [made if words == "Open" else made.parent])


# --- the recipe page


def saved_recipes(recipe: RecipePanel) -> QToolButton:
    return find(QToolButton, "Saved recipes", inside=recipe)


def offers(recipe: RecipePanel, words: str) -> bool:
    """Whether this entry of the recipe's menu can be chosen; it follows what is saved a moment later."""
    return any(label(one) == words and one.isEnabled() for one in saved_recipes(recipe).menu().actions())


def test_a_recipe_is_saved_exported_removed_and_imported(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        recipe = opened.recipe
        person.waits(lambda: opened.recipe_box.count() > 1)
        QTest.keyClicks(find(QLineEdit, "Named", inside=recipe), "x")
        person.clicks_on("Save as…", inside=recipe)
        name = find(QLineEdit, "Name of the recipe", inside=recipe)
        name.clear()
        QTest.keyClicks(name, "Mine")
        click(find(QPushButton, "Save", inside=recipe))
        person.waits(lambda: any(one.name == "Mine" for one in SavedRecipes(opened.folders.recipes).all()))
        person.waits(lambda: offers(recipe, "Export “Mine”…"))
        menus.choose(saved_recipes(recipe), "Export “Mine”…")
        choose_in_dialog(qtbot, opened, tmp_path / "mine.toml")
        person.waits((tmp_path / "mine.toml").exists)
        person.waits(lambda: offers(recipe, "Remove “Mine”"))
        menus.choose(saved_recipes(recipe), "Remove “Mine”")
        person.waits(lambda: all(one.name != "Mine" for one in SavedRecipes(opened.folders.recipes).all()))
        menus.choose(saved_recipes(recipe), "Import a recipe…")
        choose_in_dialog(qtbot, opened, tmp_path / "mine.toml")
        person.waits(lambda: recipe.current().name == "Mine")
        person.waits(lambda: offers(recipe, "Mine"))
        menus.choose(saved_recipes(recipe), "Web")
        person.waits(lambda: recipe.current().name == "Web")
        assert entry(saved_recipes(recipe).menu(), "Web").isChecked()
        assert not entry(saved_recipes(recipe).menu(), "Mine").isChecked()


def test_changes_of_a_recipe_are_undone_and_saved(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        recipe = opened.recipe
        person.waits(lambda: opened.recipe_box.count() > 1)
        recipe.use(built_in()[1])
        before = recipe.current()
        QTest.keyClicks(find(QLineEdit, "Named", inside=recipe), "x")
        assert recipe.current().name.endswith(", edited")
        person.clicks_on("Undo changes", inside=recipe)
        assert recipe.current() == before
        QTest.keyClicks(find(QLineEdit, "Named", inside=recipe), "y")
        changed = recipe.edited()
        person.clicks_on("Save as…", inside=recipe)
        person.clicks_on("Cancel", inside=recipe)
        person.clicks_on("Save", inside=recipe)
        person.waits(lambda: SavedRecipes(opened.folders.recipes).get(before.name) == changed)


def test_the_folder_of_a_recipe_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with opened_window(qtbot, tmp_path) as opened:
        recipe = opened.recipe
        qtbot.waitUntil(lambda: opened.recipe_box.count() > 1)
        recipe.use(Recipe(name="Web", size=LongEdge(300), destination=InFolder(path=str(tmp_path))))
        Person(qtbot, opened).clicks_on("Choose…", inside=recipe)
        choose_in_dialog(qtbot, opened, tmp_path / "out")
        assert recipe.current().destination == InFolder(path=str(tmp_path / "out"))


# --- activity, and the empty page


def test_the_buttons_of_the_activity_page(
    qtbot: QtBot, tmp_path: Path, table: Table, desktop_opens: list[Path]
) -> None:
    table.add(1)
    table.fail(ErrorCode.BUG)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        click(opened.tab("Activity"))
        activity = opened.activity
        person.clicks_on("Show", inside=activity)
        assert opened.window.panel.state.tab is ListTab.FAILED
        person.clicks_on("Open the log", inside=activity)
        assert desktop_opens == [opened.folders.logs]
        person.clicks_on("Save facts for a bug report…", inside=activity)
        choose_in_dialog(qtbot, opened, tmp_path / "facts.txt")
        person.waits((tmp_path / "facts.txt").exists)
        person.clicks_on("Save a report…", inside=activity)
        choose_in_dialog(qtbot, opened, tmp_path / "told.csv")
        person.waits(lambda: report_asked(table) == ("told", ReportFormat.CSV))


def report_asked(table: Table) -> tuple[str, ReportFormat] | None:
    jobs = table.reader.jobs(table.reader.ids(Selection(purpose=BatchPurpose.REPORTS)))
    asked = [job.request for job in jobs if isinstance(job.request, ReportRequest)]
    return (asked[0].name, asked[0].format) if asked else None


def test_the_empty_page(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        empty = opened.empty
        person.waits(lambda: len(find_all(RecipeCard, inside=empty)) > 2)
        card = find_all(RecipeCard, inside=empty)[2]
        click(card)
        assert opened.recipe.current().name == card.text()
        person.clicks_on("Add files", inside=empty)
        person.waits(lambda: dialog_of(opened) is not None)
        dialog = dialog_of(opened)
        assert dialog is not None
        dialog.reject()
        person.clicks_on("Try it with 6 samples", inside=empty)
        person.waits(lambda: person.counts.queued == 6)


@pytest.mark.parametrize(
    ("name", "page"), [("Recipe", RecipePanel), ("Details", DetailPanel), ("Activity", ActivityPanel)]
)
def test_every_page_of_the_panel_is_shown_by_a_click(
    qtbot: QtBot, tmp_path: Path, name: str, page: type[QWidget]
) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        click(opened.tab(name))
        assert find(page, inside=opened.window.sidebar)
