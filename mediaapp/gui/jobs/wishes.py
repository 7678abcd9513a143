"""What a person wants done with jobs, and who does it: the bridge, the desktop, or the window."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.desktop.reveal.handler import Revealer, open_path
from mediaapp.gui.dialogs import questions
from mediaapp.text import Action
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.service.commands import ChooseCopy, Locate, Retry, SaveElsewhere

if TYPE_CHECKING:
    from mediaapp.gui.bridge import Bridge


class Wish(Struct, frozen=True, kw_only=True):
    """An action wanted for these jobs that only the window can do."""

    action: Action
    jobs: tuple[JobId, ...]


class Wishes(QObject):
    """Carries out actions for jobs; what needs the window is handed on as `wanted`."""

    wanted = Signal(object)
    gone = Signal(str)
    """A sentence: what was looked for is not there."""

    def __init__(self, bridge: "Bridge", revealer: Revealer, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._revealer = revealer
        self._widget = parent

    def do(self, action: Action, jobs: Sequence[Job]) -> None:
        """Do this for these jobs."""
        ids = tuple(job.id for job in jobs)
        match action:
            case Action.RETRY:
                self._bridge.do(Retry(Selection(ids=ids)))
            case Action.CHOOSE_COPY:
                self._ask_copy(jobs[0])
            case Action.LOCATE:
                self.ask_place(Selection(ids=ids), str(Path(jobs[0].source).parent))
            case Action.SAVE_ELSEWHERE:
                ask_elsewhere(self._widget, self._bridge, [Selection(ids=ids)], str(Path(jobs[0].source).parent))
            case Action.SHOW_IN_FOLDER:
                self.reveal(jobs)
            case Action.RETRY_WITH | Action.REMOVE | Action.MEMORY_SETTINGS | Action.SHOW_LOG:
                self.wanted.emit(Wish(action=action, jobs=ids))
            case Action.WAIT:
                return
            case _:
                assert_never(action)

    def open(self, job: Job) -> None:
        """Open the result, or tell that it is gone."""
        self._if_there(job, open_path)

    def reveal(self, jobs: Sequence[Job]) -> None:
        """Show the results, or the sources where there are none, in the file manager."""
        if len(jobs) == 1 and jobs[0].output is not None:
            self._if_there(jobs[0], lambda path: self._revealer.reveal((path,)))
            return
        paths = [Path(job.output or job.source) for job in jobs]
        folder = paths[0].parent
        self._revealer.reveal([path for path in paths if path.parent == folder])

    def _if_there(self, job: Job, do: Callable[[Path], None]) -> None:
        """The disk is looked at off this thread."""
        path = Path(job.output or job.source)
        self._bridge.in_background(path.exists, lambda there: do(path) if there else self._tell_gone(path.name))

    def _tell_gone(self, name: str) -> None:
        self.gone.emit(text.result_gone(name))

    def _ask_copy(self, job: Job) -> None:
        start = str(Path(job.source).parent)
        questions.ask_copy(self._widget, lambda path: self._bridge.do(ChooseCopy(job.id, path)), start=start)

    def ask_place(self, selection: Selection, start: str = "") -> None:
        """Ask below which folder the sources of these jobs are now."""
        questions.ask_where_sources_are(self._widget, lambda folder: self._locate(selection, folder), start=start)

    def _locate(self, selection: Selection, folder: Path) -> None:
        def tell(found: int) -> None:
            if not found:
                self.gone.emit(text.not_found_in(folder.name or str(folder)))

        self._bridge.do(Locate(selection, folder), tell)


def ask_elsewhere(widget: QWidget, bridge: "Bridge", selections: Sequence[Selection], start: str = "") -> None:
    """Ask in which folder these jobs shall save, and send them there."""

    def save(folder: Path) -> None:
        for selection in selections:
            bridge.do(SaveElsewhere(selection, folder))

    questions.ask_elsewhere(widget, save, start=start)
