"""A window that writes down what actions ask of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.toast import ToastMessage
from workers.jobs.ids import JobId


class ActionWindow(QWidget):
    """Looks active; `said` are the messages it was given, `shown` the jobs, tabs and pages in the order they were wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.active = True
        self.said: list[ToastMessage] = []
        self.shown: list[JobId | str] = []

    def isActiveWindow(self) -> bool:  # noqa: N802 - Qt's name
        return self.active

    def say(self, message: ToastMessage) -> None:
        self.said.append(message)

    def raise_window(self) -> None:
        self.shown.append("window")

    def show_tab(self, name: str) -> None:
        self.shown.append(name)

    def show_page(self, name: str) -> None:
        self.shown.append(name)

    def reveal(self, job: JobId) -> None:
        self.shown.append(job)

    def show_memory_settings(self) -> None:
        self.shown.append("memory settings")


class Revealed:
    """A file manager that writes down what it was to show."""

    def __init__(self) -> None:
        self.paths: list[Path] = []

    def reveal(self, paths: Sequence[Path]) -> None:
        self.paths += paths


def action_context(bridge: Bridge, window: ActionWindow, revealed: Revealed | None = None) -> ActionContext:
    """What actions need, in this window."""
    context = ActionContext(bridge, revealed or Revealed(), Path("/logs"))
    context.window = window
    return context
