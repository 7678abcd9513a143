"""The menus of rows and of watched folders: all that there is, of which only what can be done to them can be chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp.gui.actions.action import Action, WithRecipe
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.table import OF_ROWS
from mediaapp.gui.actions.target import Target
from mediaapp.gui.theme import icon


def context_menu(
    parent: QWidget, context: ActionContext, target: Target, groups: Sequence[Sequence[Action]] = OF_ROWS
) -> QMenu:
    """The menu for these jobs, with the actions of these groups. Deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in groups:
        if not menu.isEmpty():
            menu.addSeparator()
        for action in group:
            _add(menu, action, context, target)
    return menu


def _add(menu: QMenu, action: Action, context: ActionContext, target: Target) -> None:
    if isinstance(action.do, WithRecipe):
        inner = menu.addMenu(action.short_words().rstrip("…"))  # the menu of recipes is what the ellipsis speaks of
        context.add_recipes(inner, partial(action.do.do, context, target))
        entry = inner.menuAction()
    else:
        entry = menu.addAction(action.words())
        entry.triggered.connect(partial(action.trigger, context, target))
    if action.icon:
        entry.setIcon(icon(action.icon))
    entry.setEnabled(action.enabled(target))
    entry.setShortcut(action.keys())
    entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
