"""Cancelling, removing and whole drops, each with an Undo: in its message, and by the key that takes the last one back."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from mediaapp import text
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastAction, ToastMessage
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.service.commands import Cancel, Cancelled, Remove, Restore, UndoCancel, UndoDrop


class TakingBack(QObject):
    """Does what can be undone, and undoes it, the last one first or the one that a message is about."""

    said = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._undo: list[Callable[[], None]] = []

    def undo(self) -> None:
        """Take back what was done last."""
        if self._undo:
            self._undo.pop()()

    def cancel(self, selections: Sequence[Selection]) -> None:
        """Stop these jobs; Undo lets them wait as they did."""
        if selections:
            self._bridge.do(Cancel(tuple(selections)), self._on_cancelled)

    def remove(self, selections: Sequence[Selection]) -> None:
        """Take rows off the list; Undo puts them back."""
        if selections:
            self._bridge.do(Remove(tuple(selections)), self._on_removed)

    def drop(self, batch: BatchId) -> Callable[[], None]:
        """Let Undo take this drop back; what is returned does so too, whatever was done since."""
        return self._undoable(partial(self._take_back, batch))

    def _undoable(self, take_back: Callable[[], None]) -> Callable[[], None]:
        self._undo.append(take_back)

        def once() -> None:
            if take_back in self._undo:
                self._undo.remove(take_back)
                take_back()

        return once

    def _on_cancelled(self, cancelled: Cancelled) -> None:
        n = cancelled.total
        if not n:
            return
        undo = self._undoable(lambda: self._bridge.do(UndoCancel(cancelled)))
        title = self.tr("1 picture cancelled.") if n == 1 else self.tr("{count} pictures cancelled.")
        rest = self.tr("What is ready stays.")
        self._tell(title.format(count=text.count(n)), "cancelled", self.tr("Undo"), undo, rest=rest if n > 1 else "")

    def _on_removed(self, ids: tuple[JobId, ...]) -> None:
        if not ids:
            return
        undo = self._undoable(lambda: self._bridge.do(Restore(ids)))
        if len(ids) == 1:
            title, rest = self.tr("1 row removed from the list."), self.tr("The file is untouched.")
        else:
            title, rest = self.tr("{count} rows removed from the list."), self.tr("Files are untouched.")
        self._tell(title.format(count=text.count(len(ids))), "removed", self.tr("Undo"), undo, rest=rest)

    def _take_back(self, batch: BatchId) -> None:
        self._bridge.do(UndoDrop(batch), partial(self._tell_kept, batch))

    def _tell_kept(self, batch: BatchId, results: int) -> None:
        """What was made already stays unless somebody wants it gone."""
        if not results:
            return
        title, delete = self.tr("The drop was taken back. 1 result stays."), self.tr("Also delete 1 result")
        if results != 1:
            title = self.tr("The drop was taken back. {count} results stay.")
            delete = self.tr("Also delete {count} results")
        count = text.count(results)
        also = partial(self._bridge.do, UndoDrop(batch, delete_results=True))
        self._tell(title.format(count=count), "undone", delete.format(count=count), also)

    def _tell(self, title: str, tag: str, label: str, do: Callable[[], None], *, rest: str = "") -> None:
        self.said.emit(
            ToastMessage(
                title=title,
                rest=rest,
                tag=tag,
                icon="notice",
                role=Role.ACCENT,
                actions=(ToastAction(label=label, do=do),),
            )
        )
