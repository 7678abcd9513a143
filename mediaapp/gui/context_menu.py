"""The menu of the selected rows: what there is, and which of it can act on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp.gui.theme import icon
from mediaapp.text import N_, tr
from workers.jobs.batch import Batch
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import UNFINISHED, WAITING, JobState
from workers.recipe import ReplaceOriginals

_RETRYABLE = frozenset((JobState.FAILED, JobState.CANCELLED, JobState.DELAYED))


class Entry(StrEnum):
    """What can be done with rows, in the menu's order."""

    OPEN = "open"
    REVEAL = "reveal"
    RETRY = "retry"
    RETRY_WITH = "retry_with"
    SAVE_ELSEWHERE = "save_elsewhere"
    FIRST = "first"
    LAST = "last"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    BRING_BACK = "bring_back"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntryFace:
    words: str
    icon: str
    keys: str = ""
    begins_group: bool = False


_LOOKS = {
    Entry.OPEN: _EntryFace(words=N_("Open"), icon="external-link", keys="Return"),
    Entry.REVEAL: _EntryFace(words=N_("Show in folder"), icon="folder-open", keys="Ctrl+Return"),
    Entry.RETRY: _EntryFace(words=N_("Retry"), icon="retry", keys="Ctrl+R", begins_group=True),
    Entry.RETRY_WITH: _EntryFace(words=N_("Retry with"), icon=""),
    Entry.SAVE_ELSEWHERE: _EntryFace(words=N_("Save elsewhere…"), icon="folder"),
    Entry.FIRST: _EntryFace(words=N_("Do first"), icon="move-top", begins_group=True),
    Entry.LAST: _EntryFace(words=N_("Do last"), icon="move-bottom"),
    Entry.PAUSE: _EntryFace(words=N_("Pause"), icon="pause"),
    Entry.RESUME: _EntryFace(words=N_("Resume"), icon="play"),
    Entry.CANCEL: _EntryFace(words=N_("Cancel"), icon="x"),
    Entry.BRING_BACK: _EntryFace(words=N_("Bring originals back"), icon="undo", begins_group=True),
    Entry.REMOVE: _EntryFace(words=N_("Remove from list"), icon="list", keys="Delete"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """The selected rows: jobs, headings of batches and of causes. `states` are those the list shows, None for all.

    `unread` says that there are rows among them of which nothing is known yet.
    """

    jobs: Sequence[Job] = ()
    batches: Sequence[Batch] = ()
    causes: Sequence[Cause] = ()
    states: frozenset[JobState] | None = None
    unread: bool = False


def possible(selected: Selected) -> frozenset[Entry]:
    """What can act on at least one of the selected jobs."""
    states = _states(selected)
    alone = len(selected.jobs) == 1 and not (selected.batches or selected.causes or selected.unread)
    heading = len(selected.batches) == 1 and not (selected.jobs or selected.causes or selected.unread)
    made = [job for job in selected.jobs if job.output is not None]
    can = {
        Entry.OPEN: alone and bool(made),
        Entry.REVEAL: bool(selected.jobs) or (heading and selected.batches[0].counts.ready > 0),
        Entry.RETRY: bool(states & _RETRYABLE),
        Entry.RETRY_WITH: bool(states & _RETRYABLE),
        Entry.SAVE_ELSEWHERE: bool(states & (WAITING | _RETRYABLE)) and not _only_replaces(selected),
        Entry.FIRST: bool(states & WAITING),
        Entry.LAST: bool(states & WAITING),
        Entry.PAUSE: JobState.QUEUED in states,
        Entry.RESUME: JobState.PAUSED in states,
        Entry.CANCEL: bool(states & UNFINISHED),
        Entry.BRING_BACK: any(batch.counts.replaced for batch in selected.batches)
        or any(job.original is not None and job.state is JobState.DONE for job in selected.jobs),
        Entry.REMOVE: bool(states),
    }
    return frozenset(entry for entry, able in can.items() if able)


def _states(selected: Selected) -> frozenset[JobState]:
    """The states in which something can be done with one of them."""
    if selected.unread:
        return frozenset(JobState) if selected.states is None else selected.states
    found = {job.state for job in selected.jobs if not (job.state is JobState.RUNNING and job.cancel)}
    for batch in selected.batches:
        counts = batch.counts
        there = {state for state in JobState if getattr(counts, state.value)}
        if counts.cancelled == counts.brought_back:
            there.discard(JobState.CANCELLED)  # such a job is done again only where it is named itself
        found |= there if selected.states is None else there & selected.states
    found |= {cause.state for cause in selected.causes}
    removable = selected.jobs or selected.causes or any(batch.counts.total for batch in selected.batches)
    return frozenset(found or ({JobState.DONE} if removable else ()))


def _only_replaces(selected: Selected) -> bool:
    """Whether all of it takes the place of its original, and can go nowhere else."""
    batches = selected.batches
    return bool(batches) and all(isinstance(batch.recipe.destination, ReplaceOriginals) for batch in batches)


def build(parent: QWidget, able: Iterable[Entry], do: Mapping[Entry, Callable[[], object]]) -> QMenu:
    """The menu, with what each entry does. An entry that does nothing by itself has a menu of its own, to be filled."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry, look in _LOOKS.items():
        if look.begins_group:
            menu.addSeparator()
        words = tr(look.words)
        action = menu.addAction(words) if entry in do else menu.addMenu(words).menuAction()
        action.setEnabled(entry in able)
        if look.icon:
            action.setIcon(icon(look.icon))
        if look.keys:
            action.setShortcut(QKeySequence(look.keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if entry in do:
            action.triggered.connect(do[entry])
    return menu
