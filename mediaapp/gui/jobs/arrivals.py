"""Tells what each drop brought; drops that follow one another share one message and one Undo."""

from collections.abc import Callable
from functools import partial

from msgspec import structs
from PySide6.QtCore import QObject

from mediaapp import text
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import EDIT_RECIPE
from mediaapp.gui.actions.removing import undo_of_drop
from mediaapp.gui.actions.undo import undo_button
from mediaapp.gui.actions.undo_stack import TakeBack
from mediaapp.gui.table_thread import Added
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.text import tr
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId

TAG = "added"


class Arrivals(QObject):
    """Follows the bridge. `is_shown` says whether a message of this tag is on screen."""

    def __init__(self, context: ActionContext, is_shown: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_shown = is_shown
        self._seen: set[BatchId] = set()
        self._told: list[tuple[Added, TakeBack]] = []
        context.bridge.batch_added.connect(self._on_added)

    def _on_added(self, added: Added) -> None:
        found = added.found
        if not found.complete or found.batch in self._seen:
            return
        self._seen.add(found.batch)
        undo = undo_of_drop(self._context, found.batch)
        if not found.accepted:
            self._context.complain(text.none_added(found))
            return
        if not self._is_shown(TAG):
            self._told.clear()
        self._told.append((added, undo))
        self._tell()

    def _tell(self) -> None:
        found = _together([added.found for added, _ in self._told])
        recipes = {added.recipe.name for added, _ in self._told}
        change = toast_button(self._context, offer(EDIT_RECIPE))
        undo = undo_button(partial(_undo_all, [undo for _, undo in self._told]))
        self._context.window.say(
            ToastMessage(
                title=text.added(found),
                rest=tr("as “{recipe}”", recipe=recipes.pop()) if len(recipes) == 1 else "",
                body=text.passed_over(found),
                tag=TAG,
                icon="added",
                role=Role.ACCENT,
                buttons=(change, undo),
            )
        )


def _together(founds: list[Found]) -> Found:
    """The counts and paths of several drops, as of one."""
    whole = founds[0]
    for found in founds[1:]:
        both = {name: getattr(whole, name) + getattr(found, name) for name in _SUMMED}
        whole = structs.replace(whole, **both)
    return whole


_SUMMED = ("accepted", "other_names", "not_pictures", "outputs", "hidden", "left_out", "unreadable", "puzzling")


def _undo_all(undos: list[TakeBack]) -> None:
    for undo in undos:
        undo()
