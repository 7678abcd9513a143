"""What was done and can be taken back, the last one first."""

from collections.abc import Callable

TakeBack = Callable[[], None]


class UndoStack:
    """The ways back; each is gone once, whether by its own message or by the key for the last one."""

    def __init__(self) -> None:
        self._steps: list[TakeBack] = []

    def push(self, take_back: TakeBack) -> TakeBack:
        """Keep a way back. What is returned goes it too, whatever was done since."""
        self._steps.append(take_back)

        def once() -> None:
            if take_back in self._steps:
                self._steps.remove(take_back)
                take_back()

        return once

    def undo_last(self) -> None:
        """Take back what was done last, if there is something."""
        if self._steps:
            self._steps.pop()()
