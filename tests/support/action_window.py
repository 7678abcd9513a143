"""A window that writes down what actions ask of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.desktop.reveal.handler import Refused
from mediaapp.gui.intake import Intake
from mediaapp.gui.snapshot import RowsOf
from mediaapp.gui.toast import ToastMessage
from mediaapp.gui.window_state import ListTab, Page
from workers.jobs.hook import Hook
from workers.jobs.ids import JobId
from workers.jobs.schedule import Schedule
from workers.jobs.watch import Watch
from workers.recipe import Recipe


class _Intake(Intake):
    """Adds nothing, and tells the window what was asked for."""

    def __init__(self, bridge: Bridge, window: "ActionWindow") -> None:
        super().__init__(bridge, Recipe, window)
        self._shown = window.shown

    def ask_for_files(self) -> None:
        self._shown.append("files")

    def ask_for_folder(self) -> None:
        self._shown.append("folder")

    def paste(self) -> None:
        self._shown.append("clipboard")

    def add_samples(self, samples: Path) -> None:
        self._shown.append(samples.name)


class ActionWindow(QWidget):
    """Looks active; `said` are the messages it was given, `shown` is what was wanted of it, in that order."""

    intake: _Intake

    def __init__(self) -> None:
        super().__init__()
        self.active = True
        self.said: list[ToastMessage] = []
        self.shown: list[JobId | str] = []

    def isActiveWindow(self) -> bool:  # noqa: N802 - Qt's name
        return self.active

    def say(self, message: ToastMessage) -> None:
        self.said.append(message)

    def is_said(self, tag: str) -> bool:
        return any(message.tag == tag for message in self.said)

    def take_back(self, tag: str) -> None:
        self.said = [message for message in self.said if message.tag != tag]

    def raise_window(self) -> None:
        self.shown.append("window")

    def show_tab(self, tab: ListTab) -> None:
        self.shown.append(tab)

    def show_page(self, page: Page) -> None:
        self.shown.append(page)

    def reveal(self, job: JobId) -> None:
        self.shown.append(job)

    def show_automatic(self) -> None:
        self.shown.append("automatic")

    def edit_watch(self, watch: Watch | None) -> None:
        self.shown.append("a new watch" if watch is None else f"watch {watch.id}")

    def edit_hook(self, hook: Hook | None) -> None:
        self.shown.append("a new hook" if hook is None else f"hook {hook.id}")

    def edit_schedule(self, schedule: Schedule | None) -> None:
        self.shown.append("a new schedule" if schedule is None else f"schedule {schedule.id}")

    def show_rows_of(self, only: RowsOf | None) -> None:
        self.shown.append("all rows" if only is None else f"rows of {only.id if isinstance(only, Watch) else only}")

    def focus_search(self) -> None:
        self.shown.append("search")

    def clear_search(self) -> None:
        self.shown.append("no search")

    def select_all(self) -> None:
        self.shown.append("all")

    def go_back(self) -> None:
        self.shown.append("back")

    def show_memory_settings(self) -> None:
        self.shown.append("memory settings")


class Revealed:
    """A file manager that writes down what it was to show."""

    def __init__(self) -> None:
        self.paths: list[Path] = []

    def reveal(self, paths: Sequence[Path], refused: Refused) -> None:
        self.paths += paths


def action_context(bridge: Bridge, window: ActionWindow, revealed: Revealed | None = None) -> ActionContext:
    """What actions need, in this window."""
    context = ActionContext(bridge, revealed or Revealed(), Path("/logs"))
    window.intake = _Intake(bridge, window)
    context.window = window
    return context
