"""Hooks and schedules: adding, editing, trying and removing them."""

from functools import partial

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.undo import tell_done, undo_button
from mediaapp.gui.actions.undo_stack import Step
from mediaapp.gui.dialogs.boxes import RemovingQuestion
from mediaapp.text import N_
from workers.jobs.batch import BatchPurpose
from workers.jobs.hook import Hook
from workers.jobs.ids import ScheduleId
from workers.jobs.queries import Selection
from workers.jobs.schedule import Schedule
from workers.jobs.state import JobState
from workers.requests import ReportRefused
from workers.service.commands import Retry
from workers.service.hook_commands import RemoveHook, TryHook
from workers.service.schedule_commands import AddSchedule, RemoveSchedule, SwitchSchedule

_TOLD = "automatic"


def add_hook(context: ActionContext, _target: Target) -> None:
    """Ask whom to tell, and when."""
    context.window.show_automatic()
    context.window.edit_hook(None)


def edit_hook(context: ActionContext, target: Target) -> None:
    """Show a hook's rules, where they can be changed."""
    for hook in target.hooks:
        context.window.edit_hook(hook)


def try_hook(context: ActionContext, target: Target) -> None:
    """Deliver now what could not be delivered; where all was, send a notice that says it is a test."""
    for hook in target.hooks:
        if hook.job is not None and hook.state in {JobState.FAILED, JobState.DELAYED}:
            context.bridge.do(Retry(Selection(ids=(hook.job,))))
        else:
            context.bridge.do(TryHook(hook.id))


def show_calls(context: ActionContext, _target: Target) -> None:
    """Show the calls of all hooks in the list, and no other rows."""
    context.window.show_rows_of(BatchPurpose.HOOKS)


def remove_hook(context: ActionContext, target: Target) -> None:
    """Forget a hook, after a question: its secret cannot be brought back."""
    for hook in target.hooks:
        RemovingQuestion(
            context.window.window(),
            text.remove_hook_question(hook),
            partial(context.bridge.do, RemoveHook(hook.id), partial(_tell_hook_removed, context, hook)),
        ).open()


def _tell_hook_removed(context: ActionContext, hook: Hook, removed: bool) -> None:  # noqa: FBT001 - a command's answer
    if removed:
        tell_done(context, text.hook_removed(hook), tag=_TOLD)


def add_schedule(context: ActionContext, _target: Target) -> None:
    """Ask what to do, and when."""
    context.window.show_automatic()
    context.window.edit_schedule(None)


def edit_schedule(context: ActionContext, target: Target) -> None:
    """Show what a schedule does and when, where it can be changed."""
    for schedule in target.schedules:
        context.window.edit_schedule(schedule)


def remove_schedule(context: ActionContext, target: Target) -> None:
    """Forget a schedule; Undo adds it again."""
    for schedule in target.schedules:
        context.bridge.do(RemoveSchedule(schedule.id), partial(_tell_schedule_removed, context, schedule))


def _tell_schedule_removed(context: ActionContext, schedule: Schedule, removed: bool) -> None:  # noqa: FBT001
    if removed:
        step = context.undo.push(Step(partial(_add_again, context, schedule)))
        tell_done(context, text.schedule_removed(schedule), undo_button(context, step), tag=_TOLD)


def _add_again(context: ActionContext, schedule: Schedule) -> None:
    context.bridge.do(AddSchedule(schedule.rules), partial(_switch_as_before, context, schedule))


def _switch_as_before(context: ActionContext, schedule: Schedule, added: ScheduleId | ReportRefused) -> None:
    if not schedule.on and not isinstance(added, ReportRefused):
        context.bridge.do(SwitchSchedule(schedule=added, on=False))


def _is_hook(target: Target) -> bool:
    return bool(target.hooks)


def _is_schedule(target: Target) -> bool:
    return bool(target.schedules)


ADD_HOOK = Action(label=N_("Add a hook…"), short=N_("Add…"), icon="link", do=add_hook)
EDIT_HOOK = Action(label=N_("Edit…"), icon="pencil", enabled=_is_hook, do=edit_hook)
SHOW_CALLS = Action(label=N_("Show all"), do=show_calls)
TRY_HOOK = Action(label=N_("Try now"), icon="retry", enabled=_is_hook, do=try_hook)
REMOVE_HOOK = Action(label=N_("Remove…"), icon="trash", enabled=_is_hook, do=remove_hook)
ADD_SCHEDULE = Action(label=N_("Add a schedule…"), short=N_("Add…"), icon="clock", do=add_schedule)
EDIT_SCHEDULE = Action(label=N_("Edit…"), icon="pencil", enabled=_is_schedule, do=edit_schedule)
REMOVE_SCHEDULE = Action(label=N_("Remove"), icon="trash", enabled=_is_schedule, do=remove_schedule)

OF_HOOKS: tuple[tuple[Action, ...], ...] = ((TRY_HOOK,), (EDIT_HOOK, REMOVE_HOOK))
"""What can be done to a hook, in the groups of its menu."""

OF_SCHEDULES: tuple[tuple[Action, ...], ...] = ((EDIT_SCHEDULE, REMOVE_SCHEDULE),)
"""What can be done to a schedule."""
