"""Tells what each drop brought; drops that follow one another share one message and one Undo."""

from collections.abc import Callable

from msgspec import structs
from PySide6.QtCore import QObject

from mediaapp import text
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import EDIT_RECIPE
from mediaapp.gui.actions.removing import ADDED, undo_of_drops
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.timing import LATER
from mediaapp.gui.actions.undo import undo_button
from mediaapp.gui.actions.undo_stack import Step
from mediaapp.gui.table_thread import Added
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.text import tr
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection


class Arrivals(QObject):
    """Follows the bridge. `is_shown` says whether a message of this tag is on screen."""

    def __init__(self, context: ActionContext, is_shown: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._is_shown = is_shown
        self._seen: set[BatchId] = set()
        self._told: list[Added] = []
        self._step: Step | None = None
        context.bridge.batch_added.connect(self._on_added)

    def _on_added(self, added: Added) -> None:
        found = added.found
        if not found.complete or found.batch in self._seen:
            return
        self._seen.add(found.batch)
        if not found.accepted:
            self._context.complain(text.none_added(found))
            return
        undo = self._context.undo
        if self._step is None or not self._is_shown(ADDED) or not undo.holds(self._step):
            self._told.clear()
        else:
            undo.forget(self._step)
        self._told.append(added)
        self._step = undo_of_drops(self._context, [one.found for one in self._told])
        self._tell(self._step)

    def _tell(self, step: Step) -> None:
        found = _together([added.found for added in self._told])
        recipes = {added.recipe.name for added in self._told}
        change = toast_button(self._context, offer(EDIT_RECIPE))
        drops = tuple(Selection(batch=added.found.batch) for added in self._told)
        tonight = toast_button(self._context, offer(LATER, Target(selections=drops)))
        self._context.window.say(
            ToastMessage(
                title=text.added(found),
                rest=tr("as “{recipe}”", recipe=recipes.pop()) if len(recipes) == 1 else "",
                body=text.passed_over(found),
                tag=ADDED,
                icon="added",
                role=Role.ACCENT,
                buttons=(change, tonight, undo_button(self._context, step)),
            )
        )


def _together(founds: list[Found]) -> Found:
    """The counts and paths of several drops, as of one."""
    whole = founds[0]
    for found in founds[1:]:
        both = {name: getattr(whole, name) + getattr(found, name) for name in _SUMMED}
        whole = structs.replace(whole, **both)
    return whole


_SUMMED = (
    "accepted",
    "other_names",
    "not_pictures",
    "unsupported",
    "outputs",
    "hidden",
    "left_out",
    "unreadable",
    "puzzling",
)
