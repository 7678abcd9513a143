"""The empty window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.recipe.cards import EmptyPage, RecipeCard
from mediaapp.gui.widgets import IconView
from mediaapp.saved_recipes import built_in
from tests.support.action_window import ActionWindow, action_context
from tests.support.find import find_all, only
from tests.support.scripted_bridge import ScriptedBridge

pytestmark = pytest.mark.gui


@pytest.fixture
def window(qtbot: QtBot) -> ActionWindow:
    made = ActionWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def page(qtbot: QtBot, window: ActionWindow) -> EmptyPage:
    made = EmptyPage(action_context(ScriptedBridge(), window))
    qtbot.addWidget(made)
    made.resize(928, 660)
    made.show_recipes(tuple(built_in()))
    made.show_recipe(built_in()[0])
    made.show()
    return made


def cards(page: EmptyPage) -> list[RecipeCard]:
    return find_all(RecipeCard, inside=page)


def test_one_card_for_each_of_the_first_recipes(page: EmptyPage) -> None:
    assert [card.recipe for card in cards(page)] == built_in()
    assert [card.isChecked() for card in cards(page)] == [True, False, False, False]


def test_a_card_is_chosen_by_mouse_and_by_keyboard(qtbot: QtBot, page: EmptyPage) -> None:
    ways: tuple[Callable[[RecipeCard], None], ...] = (
        lambda card: QTest.mouseClick(card, Qt.MouseButton.LeftButton),
        lambda card: QTest.keyClick(card, Qt.Key.Key_Space),
    )
    for choose in ways:
        with qtbot.waitSignal(page.recipe_chosen) as told:
            choose(cards(page)[2])
        assert told.args[0] == built_in()[2]


def test_new_recipes_take_the_place_of_the_old_cards(qtbot: QtBot, page: EmptyPage) -> None:
    page.show_recipes(tuple(built_in()[:2]))
    qtbot.waitUntil(lambda: [card.recipe for card in cards(page)] == built_in()[:2])


def test_the_buttons_do_what_they_say(page: EmptyPage, window: ActionWindow) -> None:
    for name in ("Add files", "Paste", "Try it with 6 samples"):
        next(one for one in page.findChildren(QPushButton) if one.accessibleName() == name).click()
    assert window.shown == ["files", "clipboard", "samples"]


def test_it_fits_the_smallest_window(page: EmptyPage) -> None:
    page.resize(800, 420)
    assert page.minimumSizeHint().width() <= 800
    assert page.minimumSizeHint().height() <= 420
    assert not only(IconView, inside=page).isVisible()
