"""Cancelling jobs, taking rows off the list and taking whole drops back, each with an Undo."""

from functools import partial

from PySide6.QtGui import QKeySequence

from mediaapp import text
from mediaapp.gui.actions.action import Action, counted_offer
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.undo import tell_done, undo_button
from mediaapp.gui.actions.undo_stack import TakeBack
from mediaapp.text import N_, tr_n
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.jobs.state import READY, UNFINISHED, JobState
from workers.service.commands import Cancel, Cancelled, Remove, Restore, UndoCancel, UndoDrop

FINISHED = READY | {JobState.CANCELLED}


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
    for selection in target.selections:
        if selection.batch is not None:
            context.bridge.do(UndoDrop(selection.batch, delete_results=True))


def undo_of_drop(context: ActionContext, batch: BatchId) -> TakeBack:
    """Let Undo take a drop back; what is returned does so too."""
    return context.undo.push(partial(_take_drop_back, context, batch))


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
        undo = context.undo.push(lambda: context.bridge.do(UndoCancel(cancelled)))
        told = text.cancelled(cancelled.total)
        tell_done(context, told.title, undo_button(undo), tag="cancelled", rest=told.body)


def _tell_removed(context: ActionContext, ids: tuple[JobId, ...]) -> None:
    if ids:
        undo = context.undo.push(lambda: context.bridge.do(Restore(ids)))
        told = text.removed(len(ids))
        tell_done(context, told.title, undo_button(undo), tag="removed", rest=told.body)


def _take_drop_back(context: ActionContext, batch: BatchId) -> None:
    context.bridge.do(UndoDrop(batch), partial(_tell_kept, context, batch))


def _tell_kept(context: ActionContext, batch: BatchId, results: int) -> None:
    """What was made already stays unless somebody wants it gone."""
    if results:
        target = Target(selections=(Selection(batch=batch),))
        delete = toast_button(context, counted_offer(DELETE_RESULTS, target, results))
        tell_done(context, text.drop_taken_back(results), delete, tag="undone")
