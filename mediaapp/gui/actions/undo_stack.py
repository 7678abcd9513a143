"""What was done and can be taken back, the last one first."""

from collections.abc import Callable
from dataclasses import dataclass


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing that was done. `can_go` says whether `take_back` would still do what a person expects of it."""

    take_back: Callable[[], None]
    can_go: Callable[[], bool] = _always


class UndoStack:
    """The steps; each is gone once, whether by its own message or by the key for the last one.

    Those that the key passed over can still be taken back by their messages.
    """

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._passed_over: list[Step] = []

    def push(self, step: Step) -> Step:
        """Keep a step."""
        self._steps.append(step)
        return step

    def holds(self, step: Step) -> bool:
        """Whether it is neither taken back nor forgotten."""
        return step in self._steps or step in self._passed_over

    def forget(self, step: Step) -> None:
        """Hold a step no longer; nothing is taken back."""
        (self._steps if step in self._steps else self._passed_over).remove(step)

    def undo(self, step: Step) -> None:
        """Take back this one, whatever was done since."""
        if self.holds(step):
            self.forget(step)
            step.take_back()

    def undo_last(self) -> bool:
        """Take back what was done last of all that can go; False when there is nothing."""
        while self._steps:
            step = self._steps.pop()
            if step.can_go():
                step.take_back()
                return True
            self._passed_over.append(step)
        return False
