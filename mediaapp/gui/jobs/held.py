"""What a person decides about a batch that waits to be started."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import assert_never

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp.gui.bridge import Bridge
from mediaapp.gui.jobs.banners import AskedHeld, HeldAction
from mediaapp.gui.jobs.wishes import ask_elsewhere
from mediaapp.gui.widgets import menu_words
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.recipe import Recipe
from workers.service.commands import ResumeJobs, StartWithRecipe

Remove = Callable[[Selection], None]


class HeldBatches(QObject):
    """Carries out the buttons of such a batch's banner. `remove` takes rows off the list so that it can be undone."""

    def __init__(
        self, bridge: Bridge, recipes: Callable[[], Iterable[Recipe]], remove: Remove, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._recipes = recipes
        self._remove = remove
        self._widget = parent

    def do(self, asked: AskedHeld) -> None:
        """Do what was asked."""
        only = Selection(batch=asked.batch)
        match asked.action:
            case HeldAction.START:
                self._bridge.do(ResumeJobs(only))
            case HeldAction.REMOVE:
                self._remove(only)
            case HeldAction.SAVE_ELSEWHERE:
                ask_elsewhere(self._widget, self._bridge, [only])
            case HeldAction.CHANGE_RECIPE:
                self.recipe_menu(asked.batch).popup(QCursor.pos())
            case _:
                assert_never(asked.action)

    def recipe_menu(self, batch: BatchId) -> QMenu:
        """The recipes that the batch could get instead. Deletes itself when it closes."""
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for recipe in self._recipes():
            menu.addAction(menu_words(recipe.name)).triggered.connect(partial(self._use, batch, recipe))
        return menu

    def _use(self, batch: BatchId, recipe: Recipe) -> None:
        self._bridge.do(StartWithRecipe(batch, recipe))
