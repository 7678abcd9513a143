"""Cancelling jobs, taking rows off the list and taking whole drops back, each with an Undo."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QKeySequence

from mediaapp import text
from mediaapp.gui.actions.action import Action, counted_offer
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.undo import tell_done, undo_button
from mediaapp.gui.actions.undo_stack import Step
from mediaapp.text import N_, tr_n
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.jobs.state import READY, UNFINISHED, JobState
from workers.service.commands import Cancel, Cancelled, Remove, Restore, UndoCancel, UndoDrop

FINISHED = READY | {JobState.CANCELLED}
ADDED = "added"
"""The tag of the message about a drop, and of the one that it was taken back."""


def cancel(context: ActionContext, target: Target) -> None:
    """Stop what is not done yet; Undo lets it wait as it did."""
    context.bridge.do(Cancel(target.selections), partial(_tell_cancelled, context))


def remove(context: ActionContext, target: Target) -> None:
    """Take rows off the list; Undo puts them back."""
    context.bridge.do(Remove(target.selections), partial(_tell_removed, context))


def remove_finished(context: ActionContext, _target: Target) -> None:
    """Take the rows of everything that is ready off the list."""
    remove(context, Target(selections=(Selection(states=FINISHED),)))


def delete_results(context: ActionContext, target: Target) -> None:
    """Delete the results of drops that were taken back, and put the originals back that they replaced."""
    batches = tuple(selection.batch for selection in target.selections if selection.batch is not None)
    context.bridge.do(UndoDrop(batches, delete_results=True))


def undo_of_drops(context: ActionContext, drops: Sequence[Found]) -> Step:
    """Let Undo take these drops back; the key does so until they have ended."""
    batches = tuple(drop.batch for drop in drops)
    files = sum(drop.accepted for drop in drops)
    return context.undo.push(
        Step(partial(_take_drops_back, context, batches, files), partial(_go_on, context, frozenset(batches)))
    )


CANCEL = Action(
    label=N_("Cancel"),
    counted=lambda n: tr_n("Cancel 1", "Cancel {n}", n),
    icon="x",
    enabled=lambda target: bool(target.states_there() & UNFINISHED),
    do=cancel,
)
REMOVE = Action(
    label=N_("Remove from list"),
    short=N_("Remove"),
    counted=lambda n: tr_n("Remove 1", "Remove {n}", n),
    icon="list",
    shortcut=QKeySequence.StandardKey.Delete,
    enabled=lambda target: not target.is_empty(),
    do=remove,
)
REMOVE_FINISHED = Action(label=N_("Remove finished from list"), do=remove_finished)

DELETE_RESULTS = Action(
    label=N_("Also delete the results"),
    counted=lambda n: tr_n("Also delete 1 result", "Also delete {n} results", n),
    do=delete_results,
)


def _tell_cancelled(context: ActionContext, cancelled: Cancelled) -> None:
    if cancelled.total:
        step = context.undo.push(Step(partial(_undo_cancel, context, cancelled)))
        told = text.cancelled(cancelled.total)
        tell_done(context, told.title, undo_button(context, step), tag="cancelled", rest=told.body)


def _undo_cancel(context: ActionContext, cancelled: Cancelled) -> None:
    context.bridge.do(
        UndoCancel(cancelled), lambda _: tell_done(context, text.waits_again(cancelled.total), tag="cancelled")
    )


def _tell_removed(context: ActionContext, ids: tuple[JobId, ...]) -> None:
    if ids:
        step = context.undo.push(Step(partial(_restore, context, ids)))
        told = text.removed(len(ids))
        tell_done(context, told.title, undo_button(context, step), tag="removed", rest=told.body)


def _restore(context: ActionContext, ids: tuple[JobId, ...]) -> None:
    context.bridge.do(Restore(ids), lambda rows: tell_done(context, text.restored(rows), tag="removed"))


def _go_on(context: ActionContext, batches: frozenset[BatchId]) -> bool:
    """Whether something of these is not done yet."""
    return any(
        batch.id in batches and (batch.accepting or batch.counts.ended < batch.counts.total)
        for batch in context.bridge.snapshot.batches
    )


def _take_drops_back(context: ActionContext, batches: tuple[BatchId, ...], files: int) -> None:
    context.bridge.do(UndoDrop(batches), partial(_tell_taken_back, context, batches, files))


def _tell_taken_back(context: ActionContext, batches: tuple[BatchId, ...], files: int, results: int) -> None:
    """What was made already stays unless somebody wants it gone."""
    target = Target(selections=tuple(Selection(batch=batch) for batch in batches))
    delete = (toast_button(context, counted_offer(DELETE_RESULTS, target, results)),) if results else ()
    tell_done(context, text.drop_taken_back(files, results), *delete, tag=ADDED)
