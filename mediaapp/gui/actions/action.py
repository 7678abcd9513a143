"""What an action is, and an action offered for something."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QCursor, QKeySequence

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import NOTHING, Target
from workers.recipe import Recipe

Do = Callable[[ActionContext, Target], None]
DoWithRecipe = Callable[[ActionContext, Target, Recipe], None]


@dataclass(frozen=True, slots=True)
class WithRecipe:
    """What is done needs a recipe, which is asked for first."""

    do: DoWithRecipe


def always(_target: Target) -> bool:
    """An action that can be done at any time."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Action:
    """One row of the table of actions.

    `label` is what its button and its entry in a menu say, in English; an ellipsis says that a question follows. `short` is
    the same where there is little room, `counted` where it tells how many jobs it is for. `icon` is the name of one of the
    theme. `shortcut` is its key; with `in_list` it is that of a list or a card, and means what has the focus.
    `enabled` says whether it can be done to a target, `do` does it.
    """

    label: str
    do: Do | WithRecipe
    icon: str = ""
    short: str = ""
    counted: Callable[[int], str] | None = None
    shortcut: str | QKeySequence.StandardKey = ""
    in_list: bool = False
    enabled: Callable[[Target], bool] = always

    def words(self) -> str:
        """The label in the user's language."""
        return text.tr(self.label)

    def short_words(self) -> str:
        """The label for little room, in the user's language."""
        return text.tr(self.short or self.label)

    def counted_words(self, n: int) -> str:
        """The label for so many jobs, in the user's language."""
        return self.words() if self.counted is None else self.counted(n)

    def keys(self) -> QKeySequence:
        """Its key; an empty one where it has none."""
        return QKeySequence(self.shortcut)

    def trigger(self, context: ActionContext, target: Target = NOTHING) -> None:
        """Do it; what needs a recipe asks for one in a menu at the mouse."""
        if isinstance(self.do, WithRecipe):
            context.ask_recipe(partial(self.do.do, context, target), QCursor.pos())
        else:
            self.do(context, target)


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that can be done to something now, and how its button is labelled there."""

    action: Action
    target: Target
    label: str

    def trigger(self, context: ActionContext) -> None:
        """Do it."""
        self.action.trigger(context, self.target)


def offer(action: Action, target: Target = NOTHING) -> Offer:
    """The action by its label."""
    return Offer(action, target, action.words())


def short_offer(action: Action, target: Target = NOTHING) -> Offer:
    """The action by its label for little room."""
    return Offer(action, target, action.short_words())


def counted_offer(action: Action, target: Target, n: int) -> Offer:
    """The action with the number of jobs it is for."""
    return Offer(action, target, action.counted_words(n))
