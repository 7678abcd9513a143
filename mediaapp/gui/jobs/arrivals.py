"""Tells what each drop brought; drops that follow one another share one message and one Undo."""

from collections.abc import Callable
from functools import partial

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from mediaapp import text
from mediaapp.gui.bridge import Added, Bridge
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastAction, ToastMessage
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId

TAG = "added"

Undo = Callable[[], None]


class Arrivals(QObject):
    """Follows the bridge. `undoing` gives what takes a drop back, `is_shown` whether a message of this tag is on screen."""

    said = Signal(object)
    recipe_wanted = Signal()

    def __init__(
        self, bridge: Bridge, undoing: Callable[[BatchId], Undo], is_shown: Callable[[str], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._undoing = undoing
        self._is_shown = is_shown
        self._seen: set[BatchId] = set()
        self._told: list[tuple[Added, Undo]] = []
        bridge.batch_added.connect(self._on_added)

    def _on_added(self, added: Added) -> None:
        found = added.found
        if not found.complete or found.batch in self._seen:
            return
        self._seen.add(found.batch)
        undo = self._undoing(found.batch)
        if not found.accepted:
            self._say(ToastMessage(title=text.none_added(found), icon="failed", role=Role.BAD))
            return
        if not self._is_shown(TAG):
            self._told.clear()
        self._told.append((added, undo))
        self._tell()

    def _tell(self) -> None:
        found = _together([added.found for added, _ in self._told])
        recipes = {added.recipe.name for added, _ in self._told}
        change = ToastAction(label=self.tr("Change recipe…"), do=self.recipe_wanted.emit)
        undo = ToastAction(label=self.tr("Undo"), do=partial(_undo_all, [undo for _, undo in self._told]))
        self._say(
            ToastMessage(
                title=text.added(found),
                rest=self.tr("as “{recipe}”").format(recipe=recipes.pop()) if len(recipes) == 1 else "",
                body=text.passed_over(found),
                tag=TAG,
                icon="added",
                role=Role.ACCENT,
                actions=(change, undo),
            )
        )

    def _say(self, message: ToastMessage) -> None:
        self.said.emit(message)


def _together(founds: list[Found]) -> Found:
    """The counts and paths of several drops, as of one."""
    whole = founds[0]
    for found in founds[1:]:
        both = {name: getattr(whole, name) + getattr(found, name) for name in _SUMMED}
        whole = structs.replace(whole, **both)
    return whole


_SUMMED = ("accepted", "other_names", "not_pictures", "outputs", "hidden", "left_out", "unreadable", "puzzling")


def _undo_all(undos: list[Undo]) -> None:
    for undo in undos:
        undo()
