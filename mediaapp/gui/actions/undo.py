"""Taking back what was done."""

from functools import partial

from PySide6.QtGui import QKeySequence

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.undo_stack import Step
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastButton, ToastMessage
from mediaapp.text import N_


def undo(context: ActionContext, _target: Target) -> None:
    """Take back what was done last, or tell that there is nothing."""
    if not context.undo.undo_last():
        tell_done(context, text.nothing_to_undo(), tag="undone")


UNDO = Action(label=N_("Undo"), icon="undo", shortcut=QKeySequence.StandardKey.Undo, do=undo)


def undo_button(context: ActionContext, step: Step) -> ToastButton:
    """The button of the message about one thing that was done, which takes back that one."""
    return ToastButton(label=UNDO.words(), do=partial(context.undo.undo, step))


def tell_done(context: ActionContext, title: str, *buttons: ToastButton, tag: str, rest: str = "") -> None:
    """Say what was done, with what can be done about it; that it was taken back is said with the same tag."""
    context.window.say(ToastMessage(title=title, rest=rest, tag=tag, icon="notice", role=Role.ACCENT, buttons=buttons))
