"""What begins by itself: the page about it, and the folders that are watched."""

from functools import partial
from pathlib import Path

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.reporting import SAVE_REPORT
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.undo import tell_done, undo_button
from mediaapp.gui.actions.undo_stack import Step
from mediaapp.text import N_
from workers.jobs.watch import Watch
from workers.service.watch_commands import PauseWatch, RemoveWatch, RestoreWatch

_TOLD = "watch"


def show_automatic(context: ActionContext, _target: Target) -> None:
    """Show what begins by itself, in place of the list."""
    context.bring_window()
    context.window.show_automatic()


def add_watch(context: ActionContext, _target: Target) -> None:
    """Ask which folder to watch, and how."""
    context.window.show_automatic()
    context.window.edit_watch(None)


def edit_watch(context: ActionContext, target: Target) -> None:
    """Show by which rules a folder is watched, where they can be changed."""
    for watch in target.watches:
        context.window.edit_watch(watch)


def show_rows(context: ActionContext, target: Target) -> None:
    """Show the rows of a watched folder in the list, and no others."""
    for watch in target.watches:
        context.window.show_rows_of(watch)


def open_watched(context: ActionContext, target: Target) -> None:
    """Open the folder that is watched."""
    for watch in target.watches:
        context.open(Path(watch.rules.folder))


def pause_watch(context: ActionContext, target: Target) -> None:
    """Take nothing more from a folder."""
    for watch in target.watches:
        context.bridge.do(PauseWatch(watch=watch.id, paused=True))


def resume_watch(context: ActionContext, target: Target) -> None:
    """Take what appears in a folder again."""
    for watch in target.watches:
        context.bridge.do(PauseWatch(watch=watch.id, paused=False))


def remove_watch(context: ActionContext, target: Target) -> None:
    """Watch a folder no more; Undo watches it again, and nothing is taken twice."""
    for watch in target.watches:
        context.bridge.do(RemoveWatch(watch.id), partial(_tell_removed, context, watch))


def _tell_removed(context: ActionContext, watch: Watch, removed: bool) -> None:  # noqa: FBT001 - a command's answer
    if removed:
        step = context.undo.push(Step(partial(_restore, context, watch)))
        title, rest = text.watch_removed(watch.rules)
        tell_done(context, title, undo_button(context, step), tag=_TOLD, rest=rest)


def _restore(context: ActionContext, watch: Watch) -> None:
    context.bridge.do(RestoreWatch(watch.id), partial(_tell_restored, context, watch))


def _tell_restored(context: ActionContext, watch: Watch, restored: bool) -> None:  # noqa: FBT001 - a command's answer
    if restored:
        tell_done(context, text.watch_restored(watch.rules), tag=_TOLD)
    else:
        context.complain(text.watched_anew(watch.rules))


def _is_paused(target: Target) -> bool:
    return any(watch.paused for watch in target.watches)


def _is_not_paused(target: Target) -> bool:
    return any(not watch.paused for watch in target.watches)


def _is_watch(target: Target) -> bool:
    return bool(target.watches)


AUTOMATIC = Action(label=N_("Automatic"), icon="eye", shortcut="Ctrl+Shift+A", do=show_automatic)
ADD_WATCH = Action(label=N_("Watch a folder…"), icon="folder-plus", do=add_watch)
EDIT_WATCH = Action(label=N_("Edit…"), icon="pencil", enabled=_is_watch, do=edit_watch)
SHOW_ROWS = Action(
    label=N_("Show its rows"), icon="list", shortcut="Return", in_list=True, enabled=_is_watch, do=show_rows
)
OPEN_WATCHED = Action(label=N_("Open folder"), icon="folder-open", enabled=_is_watch, do=open_watched)
PAUSE_WATCH = Action(
    label=N_("Pause"), icon="pause", shortcut="Space", in_list=True, enabled=_is_not_paused, do=pause_watch
)
RESUME_WATCH = Action(
    label=N_("Resume"), icon="play", shortcut="Space", in_list=True, enabled=_is_paused, do=resume_watch
)
REMOVE_WATCH = Action(
    label=N_("Remove"), icon="trash", shortcut="Delete", in_list=True, enabled=_is_watch, do=remove_watch
)


def of_watches(*toggles: Action) -> tuple[tuple[Action, ...], ...]:
    """What can be done to a watched folder, in the groups of its menu; `toggles`: to pause or to resume, as it stands."""
    return ((SHOW_ROWS, OPEN_WATCHED), toggles, (SAVE_REPORT,), (EDIT_WATCH, REMOVE_WATCH))


OF_WATCHES = of_watches(PAUSE_WATCH, RESUME_WATCH)
"""All that can be done to a watched folder, however it stands."""
