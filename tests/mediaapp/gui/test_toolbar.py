"""The strip at the top and the menu behind it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.menu import MainMenu
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.toolbar import Toolbar
from mediaapp.settings import Appearance, Settings, load
from tests.support.action_window import ActionWindow, action_context
from tests.support.find import find
from tests.support.scripted_bridge import ScriptedBridge
from workers.recipe import Recipe
from workers.service.commands import SetPaused

pytestmark = pytest.mark.gui


@pytest.fixture
def bridge() -> ScriptedBridge:
    return ScriptedBridge()


@pytest.fixture
def window(qtbot: QtBot) -> ActionWindow:
    made = ActionWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def toolbar(qtbot: QtBot, bridge: ScriptedBridge, window: ActionWindow) -> Toolbar:
    made = Toolbar(action_context(bridge, window), QMenu())
    qtbot.addWidget(made)
    made.resize(1280, 56)
    made.show()
    return made


def test_typing_is_told_when_it_pauses(toolbar: Toolbar, qtbot: QtBot) -> None:
    told: list[str] = []
    toolbar.searched.connect(told.append)
    QTest.keyClicks(find(QLineEdit, "Find a file", inside=toolbar), "vase")
    qtbot.waitUntil(lambda: told == ["vase"])


def test_an_edited_recipe_is_named_and_is_no_choice(toolbar: Toolbar, qtbot: QtBot) -> None:
    saved = (Recipe(name="Web"), Recipe(name="E-mail"))
    toolbar.show_recipes(saved)
    toolbar.show_recipe(Recipe(name="Web, edited"))
    box = find(QComboBox, "Recipe for new files", inside=toolbar)
    assert box.currentText() == "Web, edited"
    toolbar.show_recipe(saved[1])
    assert [box.itemText(n) for n in range(box.count())] == ["Web", "E-mail"]
    assert box.currentText() == "E-mail"


def test_pause_becomes_resume(toolbar: Toolbar, bridge: ScriptedBridge) -> None:
    toolbar.show_state(paused=False, any_jobs=True)
    QTest.mouseClick(find(QPushButton, "Pause", inside=toolbar), Qt.MouseButton.LeftButton)
    toolbar.show_state(paused=True, any_jobs=True)
    QTest.mouseClick(find(QPushButton, "Resume", inside=toolbar), Qt.MouseButton.LeftButton)
    assert bridge.commands == [SetPaused(paused=True), SetPaused(paused=False)]


@pytest.mark.parametrize("share", [1.0, 1.25, 1.5])
def test_a_narrow_toolbar_fits_into_the_smallest_window(toolbar: Toolbar, qapp: QApplication, share: float) -> None:
    """In text of any size; a button whose words find no room keeps its icon, and tells them when it is pointed at."""
    font = qapp.font()
    font.setPixelSize(round(font.pixelSize() * share))
    qapp.setFont(font)
    toolbar.show_state(paused=True, any_jobs=True)
    toolbar.show_width(800)
    assert toolbar.minimumSizeHint().width() <= 800
    for name in ("Add files", "Add folder", "Resume"):
        made = find(QPushButton, name, inside=toolbar)
        assert (made.text() or made.toolTip()).strip() == made.accessibleName() == name


def test_a_toolbar_with_room_says_everything(toolbar: Toolbar) -> None:
    toolbar.show_width(800)
    toolbar.show_width(1280)
    for name in ("Add files", "Add folder", "Pause"):
        assert find(QPushButton, name, inside=toolbar).text().strip() == name


def test_the_recipe_takes_what_room_is_left(toolbar: Toolbar) -> None:
    box = find(QComboBox, "Recipe for new files", inside=toolbar)
    toolbar.show_width(1280)
    whole = box.width()
    toolbar.show_width(1024)
    assert box.width() == whole


def test_a_setting_is_used_and_written(qtbot: QtBot, tmp_path: Path) -> None:
    bridge = ScriptedBridge()
    preferences = Preferences(Settings(), tmp_path / "settings.toml", bridge)
    window = ActionWindow()
    menu = MainMenu(preferences, action_context(bridge, window))
    for made in (window, menu):
        qtbot.addWidget(made)
    dark = next(action for action in menu.findChildren(QMenu)[0].actions() if action.text() == "Dark")
    with qtbot.waitSignal(preferences.changed):
        dark.trigger()
    assert preferences.current.theme is Appearance.DARK
    assert load(tmp_path / "settings.toml").settings.theme is Appearance.DARK
