"""The keys of the actions."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.table import ACTIONS
from mediaapp.gui.actions.target import Target


def bind_keys(window: QWidget, context: ActionContext, selected: Callable[[], Target]) -> None:
    """Give a window the keys of all actions but those that are the list's own.

    They act on what is `selected` then, and only where the action can be done to it.
    """

    def trigger(action: Action) -> None:
        target = selected()
        if action.enabled(target):
            action.trigger(context, target)

    for action in ACTIONS:
        if action.shortcut and not action.in_list:
            bound = QAction(window)
            bound.setShortcut(action.keys())
            bound.triggered.connect(partial(trigger, action))
            window.addAction(bound)
