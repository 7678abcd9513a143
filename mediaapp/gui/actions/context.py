"""What actions are done with."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp.gui.actions.undo_stack import UndoStack
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.desktop.reveal.handler import Revealer
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.gui.widgets import menu_words
from workers.jobs.ids import JobId
from workers.recipe import Recipe


class ActionWindow(Protocol):
    """What actions need of the window."""

    def window(self) -> QWidget:
        """The widget that dialogs and menus belong to."""

    def say(self, message: ToastMessage) -> None:
        """Show a message in the window."""

    def show_tab(self, name: str) -> None:
        """Show one of the list's tabs."""

    def show_page(self, name: str) -> None:
        """Show one of the pages of the right panel."""

    def reveal(self, job: JobId) -> None:
        """Select a job and show its details."""

    def isActiveWindow(self) -> bool:
        """Whether somebody works in it now."""

    def raise_window(self) -> None:
        """Bring it before all others."""

    def show_memory_settings(self) -> None:
        """Open the menu in which the memory limit is chosen."""


class ActionContext:
    """The job table, the desktop and the window of the application; `logs` is the folder of its logs.

    `window` is given by the window itself, and nothing can be done before. `recipes` are those saved, as far as they are
    read.
    """

    window: ActionWindow

    def __init__(self, bridge: Bridge, revealer: Revealer, logs: Path) -> None:
        self.bridge = bridge
        self.revealer = revealer
        self.logs = logs
        self.undo = UndoStack()
        self.recipes: tuple[Recipe, ...] = ()

    def complain(self, sentence: str) -> None:
        """Say in one sentence what could not be done."""
        self.window.say(ToastMessage(title=sentence, icon="failed", role=Role.BAD))

    def ask_recipe(self, then: Callable[[Recipe], object], at: QPoint) -> None:
        """Let a person choose one of the saved recipes, in a menu at this point of the screen."""
        menu = QMenu(self.window.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_recipes(menu, then)
        menu.popup(at)

    def add_recipes(self, menu: QMenu, then: Callable[[Recipe], object]) -> None:
        """Let a person choose one of the saved recipes in this menu."""
        for recipe in self.recipes:
            menu.addAction(menu_words(recipe.name)).triggered.connect(partial(then, recipe))
