"""Cancelling, removing and whole drops, each with an Undo: in its message, and by the key that takes the last one back."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from mediaapp import text
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastAction, ToastMessage
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.jobs.state import UNFINISHED, JobState
from workers.service import JobService


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
            self._bridge.ask_service(partial(_cancel, selections), self._on_cancelled)

    def remove(self, selections: Sequence[Selection]) -> None:
        """Take rows off the list; Undo puts them back."""
        if selections:
            self._bridge.ask_service(partial(_remove, selections), self._on_removed)

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

    def _on_cancelled(self, cancelled: "_Cancelled") -> None:
        n = len(cancelled.jobs) + len(cancelled.held)
        if not n:
            return
        undo = self._undoable(lambda: self._bridge.ask_service(partial(_take_up, cancelled), lambda _: None))
        title = self.tr("1 picture cancelled.") if n == 1 else self.tr("{count} pictures cancelled.")
        rest = self.tr("What is ready stays.")
        self._tell(title.format(count=text.count(n)), "cancelled", self.tr("Undo"), undo, rest=rest if n > 1 else "")

    def _on_removed(self, ids: Sequence[JobId]) -> None:
        if not ids:
            return
        undo = self._undoable(lambda: self._bridge.restore(ids))
        if len(ids) == 1:
            title, rest = self.tr("1 row removed from the list."), self.tr("The file is untouched.")
        else:
            title, rest = self.tr("{count} rows removed from the list."), self.tr("Files are untouched.")
        self._tell(title.format(count=text.count(len(ids))), "removed", self.tr("Undo"), undo, rest=rest)

    def _take_back(self, batch: BatchId) -> None:
        self._bridge.undo_drop(
            batch, then=lambda _n: self._bridge.ask_service(partial(_results, batch), self._tell_kept)
        )

    def _tell_kept(self, kept: "_Kept") -> None:
        """What was made already stays unless somebody wants it gone."""
        if not kept.results:
            return
        title, delete = self.tr("The drop was taken back. 1 result stays."), self.tr("Also delete 1 result")
        if kept.results != 1:
            title = self.tr("The drop was taken back. {count} results stay.")
            delete = self.tr("Also delete {count} results")
        count = text.count(kept.results)
        also = partial(self._bridge.undo_drop, kept.batch, delete_results=True)
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


class _Cancelled(Struct, frozen=True, kw_only=True):
    """Jobs that were cancelled; `held` are those that were paused before."""

    jobs: tuple[JobId, ...]
    held: tuple[JobId, ...]


class _Kept(Struct, frozen=True, kw_only=True):
    """How many results of a batch are still there after it was taken back."""

    batch: BatchId
    results: int


def _cancel(selections: Sequence[Selection], service: JobService) -> _Cancelled:
    held = _ids(selections, frozenset((JobState.PAUSED,)), service)
    jobs = _ids(selections, UNFINISHED - {JobState.PAUSED}, service)
    service.cancel(Selection(ids=held + jobs))
    return _Cancelled(jobs=jobs, held=held)


def _take_up(cancelled: _Cancelled, service: JobService) -> None:
    service.take_up(cancelled.jobs)
    service.take_up(cancelled.held, paused=True)


def _ids(selections: Iterable[Selection], states: frozenset[JobState], service: JobService) -> tuple[JobId, ...]:
    found = dict.fromkeys(
        job
        for one in selections
        for job in service.ids(replace(one, states=states if one.states is None else one.states & states))
    )
    return tuple(found)


def _remove(selections: Sequence[Selection], service: JobService) -> list[JobId]:
    ids = list(dict.fromkeys(job for selection in selections for job in service.ids(selection)))
    service.remove(Selection(ids=tuple(ids)))
    return ids


def _results(batch: BatchId, service: JobService) -> _Kept:
    done = frozenset((JobState.DONE,))
    return _Kept(batch=batch, results=service.counts(Selection(batch=batch, states=done)).done)
