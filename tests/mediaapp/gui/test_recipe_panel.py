"""Showing, changing and keeping the recipe."""

from datetime import datetime
from pathlib import Path, PurePath

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from mediaapp.gui.recipe.example import ExampleSource, path_example
from mediaapp.gui.recipe.goal import GoalFields
from mediaapp.gui.recipe.menu import RecipeMenu
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.recipe.picture import PictureFields
from mediaapp.gui.recipe.size import SizeFields
from mediaapp.gui.snapshot import Snapshot
from mediaapp.saved_recipes import SavedRecipes, built_in
from mediaapp.text import recipes as words
from tests.support.find import find, find_all, only
from tests.support.histories import batch, failed, history, job
from tests.support.scripted_bridge import ScriptedBridge
from workers.formats import Format
from workers.jobs.batch import Counts
from workers.jobs.ids import BatchId
from workers.recipe import (
    AsItIs,
    AspectRatio,
    Automatic,
    BesideEach,
    Box,
    ColorSpace,
    Fit,
    Goal,
    InFolder,
    LongEdge,
    Lossless,
    MaxBytes,
    Metadata,
    OnExists,
    Percent,
    Quality,
    Recipe,
    Rectangle,
    ReplaceOriginals,
    Rotation,
    SameLook,
    ShortEdge,
    Size,
    Smaller,
)
from workers.service.commands import UseRecipe

pytestmark = pytest.mark.gui

SHOP = built_in()[1]


@pytest.fixture
def recipes(tmp_path: Path) -> SavedRecipes:
    return SavedRecipes(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, recipes: SavedRecipes) -> RecipePanel:
    made = RecipePanel(ScriptedBridge(), recipes, SHOP)
    qtbot.addWidget(made)
    made.load()
    made.show()
    return made


def quality(panel: RecipePanel) -> QSpinBox:
    return find(QSpinBox, "Quality", inside=panel)


def press(panel: RecipePanel, label: str) -> None:
    find(QPushButton, label, inside=panel).click()


def name_asked_for(panel: RecipePanel) -> QLineEdit:
    """The field for the name under which a recipe is saved."""
    return find(QLineEdit, "Name of the recipe", inside=panel)


@pytest.mark.parametrize(
    "recipe",
    [
        *built_in(),
        Recipe(name="Press", format=Format.TIFF, goal=Lossless(), metadata=Metadata.ALL, keep_larger=True),
        Recipe(
            name="One folder", destination=InFolder(path="/out"), on_exists=OnExists.SKIP, template="{name}-{width}"
        ),
        Recipe(
            name="On blue", flatten=True, background="#1020ff", color=ColorSpace.SRGB, destination=BesideEach("Blue")
        ),
        Recipe(name="Turned", rotate=Rotation.HALF, crop=AspectRatio(16, 9)),
        Recipe(name="A part", crop=Rectangle(1, 2, 30, 40)),
        Recipe(name="In place", destination=ReplaceOriginals(), enlarge=True, size=Percent(50)),
    ],
    ids=lambda recipe: recipe.name,
)
def test_showing_a_recipe_changes_nothing(panel: RecipePanel, recipe: Recipe) -> None:
    panel.use(recipe)
    only(PictureFields, inside=panel).changed.emit()
    assert panel.current() == recipe


@pytest.mark.parametrize(
    "size",
    [
        AsItIs(),
        LongEdge(1234),
        ShortEdge(99),
        Box(800, 600, Fit.COVER),
        Box(None, 600),
        Box(5, 6, Fit.EXACT),
        Percent(25),
    ],
    ids=str,
)
def test_every_size_can_be_shown_and_read_back(qtbot: QtBot, size: Size) -> None:
    fields = SizeFields()
    qtbot.addWidget(fields)
    fields.show_value(size, enlarge=True)
    assert fields.value() == size
    assert fields.enlarge.isChecked()


@pytest.mark.parametrize(
    "goal", [SameLook(90), Quality(12), Lossless(), MaxBytes(250_000, shrink=True), Smaller(30)], ids=str
)
def test_every_goal_can_be_shown_and_read_back(qtbot: QtBot, goal: Goal) -> None:
    fields = GoalFields()
    qtbot.addWidget(fields)
    fields.show_value(goal, keep_larger=False)
    assert fields.value() == goal


def test_a_change_is_used_at_once_and_named_edited(qtbot: QtBot, panel: RecipePanel) -> None:
    with qtbot.waitSignal(panel.recipe_changed) as told:
        quality(panel).setValue(70)
    changed = told.args[0]
    assert changed.goal == Quality(70)
    assert changed.name == "Web shop, edited"
    assert find(QLabel, "Web shop, edited", inside=panel)


def test_pictures_are_turned_and_cut_by_two_fields_behind_a_fold(panel: RecipePanel) -> None:
    find(QAbstractButton, "Turn and crop, neither", inside=panel).click()
    for name, index in (("Turn", 1), ("Crop", 1)):
        field = find(QComboBox, name, inside=panel)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Down)
        assert field.currentIndex() == index
    assert (panel.current().rotate, panel.current().crop) == (Rotation.RIGHT, AspectRatio(1, 1))
    assert find(QAbstractButton, "Turn and crop, turned to the right, cut to 1:1", inside=panel)


def test_another_part_is_offered_only_while_the_recipe_has_one(panel: RecipePanel) -> None:
    find(QAbstractButton, "Turn and crop, neither", inside=panel).click()
    field = find(QComboBox, "Crop", inside=panel)
    assert field.findText("As the recipe says") < 0
    panel.use(Recipe(name="A part", crop=Rectangle(1, 2, 30, 40)))
    assert field.currentText() == "As the recipe says"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert panel.current().crop == AspectRatio(9, 16)
    assert (field.currentText(), field.findText("As the recipe says")) == ("9:16", -1)


def test_undo_changes_goes_back_to_what_is_saved(panel: RecipePanel) -> None:
    quality(panel).setValue(70)
    press(panel, "Undo changes")
    assert panel.current() == SHOP
    assert not find(QPushButton, "Undo changes", inside=panel).isEnabled()


def test_saving_keeps_the_name_and_ends_the_editing(panel: RecipePanel, recipes: SavedRecipes) -> None:
    quality(panel).setValue(70)
    press(panel, "Save")
    assert panel.current() == replace(SHOP, goal=Quality(70))
    assert recipes.get("Web shop") == panel.current()


def test_saving_as_asks_for_a_name_in_place(qtbot: QtBot, panel: RecipePanel, recipes: SavedRecipes) -> None:
    quality(panel).setValue(70)
    press(panel, "Save as…")
    name_asked_for(panel).setText("My shop")
    QTest.keyClick(name_asked_for(panel), Qt.Key.Key_Return)
    assert panel.current().name == "My shop"
    assert recipes.get("My shop") == panel.current()


def test_escape_leaves_the_question_for_a_name(qtbot: QtBot, panel: RecipePanel) -> None:
    quality(panel).setValue(70)
    press(panel, "Save as…")
    QTest.keyClick(name_asked_for(panel), Qt.Key.Key_Escape)
    assert find(QPushButton, "Save as…", inside=panel)


def test_a_name_that_is_taken_says_replace(panel: RecipePanel) -> None:
    quality(panel).setValue(70)
    press(panel, "Save as…")
    name_asked_for(panel).setText("Web")
    assert find(QPushButton, "Replace", inside=panel).text() == "Replace"


def test_import_export_and_remove(qtbot: QtBot, panel: RecipePanel, recipes: SavedRecipes, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "shop.toml"
    file.parent.mkdir()
    only(RecipeMenu, inside=panel).exported.emit(file)
    assert file.exists()
    file.write_text(file.read_text().replace("Web shop", "From a friend"))
    only(RecipeMenu, inside=panel).imported.emit(file)
    assert panel.current().name == "From a friend"
    only(RecipeMenu, inside=panel).removed.emit()
    assert recipes.get("From a friend") is None


def test_a_file_that_is_no_recipe_is_told_and_changes_nothing(qtbot: QtBot, panel: RecipePanel, tmp_path: Path) -> None:
    file = tmp_path / "bad.txt"
    file.write_text("this is = not a recipe [")
    with qtbot.waitSignal(panel.failed) as told:
        only(RecipeMenu, inside=panel).imported.emit(file)
    assert "not a recipe" in told.args[0]
    assert panel.current() == SHOP


def test_waiting_files_keep_their_recipe_until_they_are_given_the_new_one(qtbot: QtBot, recipes: SavedRecipes) -> None:
    bridge = ScriptedBridge()
    panel = RecipePanel(bridge, recipes, SHOP)
    qtbot.addWidget(panel)
    panel.show()
    waiting = batch(4, recipe=SHOP, counts=Counts(queued=868))
    bridge.show_snapshot(Snapshot(batches=(waiting, batch(3, counts=Counts(done=4)))))
    assert not find_all(QPushButton, "Use for them too", inside=panel)
    quality(panel).setValue(70)
    assert find(QLabel, "868 waiting files keep Web shop.", inside=panel)
    press(panel, "Use for them too")
    assert bridge.commands == [UseRecipe(BatchId(4), panel.current())]


def test_replacing_originals_is_warned_of(panel: RecipePanel) -> None:
    assert not find_all(QLabel, "Originals are replaced.*", inside=panel)
    panel.use(replace(SHOP, destination=ReplaceOriginals()))
    assert find(QLabel, "Originals are replaced.*", inside=panel)
    assert "backups" in words.promise(panel.current())
    assert "never touched" not in words.promise(panel.current())


def test_a_template_that_is_not_understood_is_not_used(panel: RecipePanel) -> None:
    find(QAbstractButton, "Names and duplicates*", inside=panel).click()
    template = find(QLineEdit, "Name", inside=panel)
    template.clear()
    QTest.keyClicks(template, "{nam}")
    assert panel.current() == SHOP
    assert find(QLabel, "Known parts:*", inside=panel)


@pytest.mark.parametrize(
    ("recipe", "source", "dropped", "after"),
    [
        (Recipe(destination=Automatic("Smaller")), "/a/Photos/June/x.jpg", None, "Photos/June/Smaller/x.jpg"),
        (Recipe(destination=Automatic("Web")), "/a/Archive/Box/x.jpg", "/a/Archive", "a/Archive Web/Box/x.jpg"),
        (Recipe(format=Format.WEBP, destination=InFolder(path="/out")), "/a/June/x.jpg", None, "/out/x.webp"),
        (Recipe(destination=ReplaceOriginals()), "/a/Photos/June/x.heic", None, "Photos/June/x.jpg"),
        (
            Recipe(template="{parent}-{counter}", destination=BesideEach("S")),
            "/June/x.png",
            None,
            "June/S/June-0001.png",
        ),
        (Recipe(destination=Automatic("S")), "/x.png", None, "S/x.png"),
    ],
)
def test_the_path_after(recipe: Recipe, source: str, dropped: str | None, after: str) -> None:
    example = path_example(recipe, ExampleSource(path=PurePath(source), dropped=PurePath(dropped) if dropped else None))
    assert example.kept + example.changed == after


def test_a_date_in_the_path_is_when_the_picture_was_taken() -> None:
    source = ExampleSource(path=PurePath("/June/x.png"), taken=datetime(2015, 1, 2, 3, 4, 5))
    recipe = Recipe(template="{date:%Y %B}_{name}", destination=BesideEach("S"))
    assert path_example(recipe, source).changed == "S/2015 January_x.png"


def test_the_path_is_that_of_a_file_that_was_added(qtbot: QtBot, recipes: SavedRecipes) -> None:
    bridge = ScriptedBridge()
    panel = RecipePanel(bridge, recipes, SHOP)
    qtbot.addWidget(panel)
    scan = job(source="/mnt/Archive/Box 01/scan.jpg", out_dir="mnt/Archive Web shop/Box 01")
    bridge.service.add(history(scan))
    bridge.show_snapshot(Snapshot(batches=(batch(recipe=SHOP),)))
    panel.show()
    assert find(QLabel, "mnt/Archive/Box 01/scan.jpg", inside=panel)
    assert find(QLabel, "mnt/Archive Web shop/Box 01/scan.jpg", inside=panel)


def test_the_path_is_not_that_of_a_file_that_cannot_be_read(qtbot: QtBot, recipes: SavedRecipes) -> None:
    bridge = ScriptedBridge()
    panel = RecipePanel(bridge, recipes, SHOP)
    qtbot.addWidget(panel)
    notes, cut = job(1, source="/Photos/notes.txt"), failed(2, source="/Photos/cut.jpg")
    bridge.service.add(history(notes), history(cut), history(job(3, source="/Photos/whole.jpg")))
    bridge.show_snapshot(Snapshot(batches=(batch(recipe=SHOP),)))
    panel.show()
    assert find(QLabel, "Photos/whole.jpg", inside=panel)


def test_cards_and_summaries() -> None:
    assert [words.card_words(recipe) for recipe in built_in()] == [
        "Same size and format",
        "JPEG, 2000 px,\nwhite background",
        "WebP, 1600 px",
        "JPEG, 1600 px,\nat most 1 MB",
    ]
    same_look = Recipe(goal=SameLook())
    assert words.summary(same_look) == "Same pixels, same format, same look, fewer bytes."
    assert words.promise(same_look).startswith("You get smaller copies that look the same, in a folder beside")
