"""The menu of the recipe page: the saved recipes, import, export, remove."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from mediaapp.gui.dialogs import questions
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import icon
from mediaapp.gui.widgets import menu_words
from mediaapp.text import tr
from workers.recipe import Recipe


class RecipeMenu(QToolButton):
    """Opens the menu of saved recipes."""

    chosen = signal_of(Recipe)
    imported = signal_of(Path)
    exported = signal_of(Path)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "flat")
        self.setIcon(icon("more-horizontal"))
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(32, 32)
        self.setAccessibleName(tr("Saved recipes"))
        self.setToolTip(tr("Saved recipes"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown = Recipe()
        self.setMenu(QMenu(self))

    def show_recipes(self, recipes: tuple[Recipe, ...], shown: Recipe) -> None:
        """Offer these, with a mark at the one that is shown."""
        self._shown = shown
        menu = self.menu()
        menu.clear()
        for recipe in recipes:
            action = menu.addAction(menu_words(recipe.name))
            action.setCheckable(True)
            action.setChecked(recipe.name == shown.name)
            action.triggered.connect(partial(self._on_chosen, recipe))
        menu.addSeparator()
        name = menu_words(shown.name)
        menu.addAction(tr("Import a recipe…")).triggered.connect(self._ask_import)
        is_saved = any(recipe.name == shown.name for recipe in recipes)
        export = menu.addAction(tr("Export “{name}”…", name=name))
        export.triggered.connect(self._ask_export)
        remove = menu.addAction(tr("Remove “{name}”", name=name))
        remove.triggered.connect(self.removed)
        export.setEnabled(is_saved)
        remove.setEnabled(is_saved)

    def _on_chosen(self, recipe: Recipe) -> None:
        self.chosen.emit(recipe)

    def _ask_import(self) -> None:
        questions.ask_recipe_to_import(self, self.imported.emit)

    def _ask_export(self) -> None:
        questions.ask_where_to_export(self, self._shown.name, self.exported.emit)
