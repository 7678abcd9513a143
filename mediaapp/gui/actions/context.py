"""What actions are done with."""

from collections.abc import Callable, Sequence
from datetime import time
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp import text
from mediaapp.gui.actions.undo_stack import UndoStack
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.desktop.reveal.handler import Revealer, open_path
from mediaapp.gui.intake import Intake
from mediaapp.gui.snapshot import RowsOf
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastButton, ToastMessage
from mediaapp.gui.widgets import menu_words
from mediaapp.gui.window_state import ListTab, Page
from workers.jobs.hook import Hook
from workers.jobs.ids import JobId
from workers.jobs.schedule import Schedule
from workers.jobs.watch import Watch
from workers.recipe import Recipe


class ActionWindow(Protocol):
    """What actions need of the window."""

    @property
    def intake(self) -> Intake:
        """What adds files."""

    def window(self) -> QWidget:
        """The widget that dialogs and menus belong to."""

    def say(self, message: ToastMessage) -> None:
        """Show a message in the window."""

    def is_said(self, tag: str) -> bool:
        """Whether a message of this tag is on screen."""

    def take_back(self, tag: str) -> None:
        """Close the message of this tag, where there is one: it is true no longer."""

    def show_tab(self, tab: ListTab) -> None:
        """Show one of the list's tabs."""

    def show_page(self, page: Page) -> None:
        """Show one of the pages of the right panel."""

    def reveal(self, job: JobId) -> None:
        """Select a job and show its details."""

    def show_automatic(self) -> None:
        """Show what begins by itself, in place of the list."""

    def edit_watch(self, watch: Watch | None) -> None:
        """Show by which rules a folder is watched; None asks for a folder to watch."""

    def edit_hook(self, hook: Hook | None) -> None:
        """Show by which rules a hook is called; None asks for a new one."""

    def edit_schedule(self, schedule: Schedule | None) -> None:
        """Show what a schedule does and when; None asks for a new one."""

    def show_rows_of(self, only: RowsOf | None) -> None:
        """Show only the rows of a watched folder, or of hooks, in the list; None shows all again."""

    def isActiveWindow(self) -> bool:
        """Whether somebody works in it now."""

    def raise_window(self) -> None:
        """Bring it before all others."""

    def focus_search(self) -> None:
        """Have the keys go to the search."""

    def clear_search(self) -> None:
        """Empty the search."""

    def select_all(self) -> None:
        """Select every row of the list."""

    def go_back(self) -> None:
        """Leave the page in place of the list, else the search, else the rows of one folder, else what is over the list."""

    def close(self) -> bool:
        """Close the window without a question."""

    def show_memory_settings(self) -> None:
        """Open the menu in which the memory limit is chosen."""


class ActionContext:
    """The job table, the desktop and the window of the application; `logs` is the folder of its logs.

    `window` is given by the window itself, and nothing can be done before. `recipes` are those saved, as far as they are
    read. `later` is the hour that "Later tonight" means.
    """

    window: ActionWindow

    def __init__(self, bridge: Bridge, revealer: Revealer, logs: Path) -> None:
        self.bridge = bridge
        self._revealer = revealer
        self.logs = logs
        self.undo = UndoStack()
        self.recipes: tuple[Recipe, ...] = ()
        self.later = time(22)

    def bring_window(self) -> None:
        """Bring the window before all others where somebody works elsewhere, at a notice of the desktop for one."""
        if not self.window.isActiveWindow():
            self.window.raise_window()

    def complain(self, sentence: str) -> None:
        """Say what could not be done; what to do about it has a line of its own, and is not cut."""
        what, stop, then = sentence.partition(". ")
        self.window.say(ToastMessage(title=what + stop.rstrip(), body=then, icon="failed", role=Role.BAD))

    def open(self, path: Path) -> None:
        """Open a file or a folder with what the desktop opens it with, or say where it is."""
        open_path(path, self._tell_where)

    def reveal(self, paths: Sequence[Path]) -> None:
        """Show files of one folder in the file manager, or say where they are."""
        self._revealer.reveal(paths, self._tell_where)

    def _tell_where(self, path: Path) -> None:
        told = text.nothing_opens(path)
        copy = ToastButton(label=text.tr("Copy path"), do=partial(QGuiApplication.clipboard().setText, str(path)))
        self.window.say(
            ToastMessage(
                title=told.title, body=told.body, tag="opens", icon="failed", role=Role.BAD, buttons=(copy,), stays=True
            )
        )

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
