"""What a person does with the window: drops, looks, clicks buttons in rows."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.jobs.lines import Press
from mediaapp.gui.toast import Toast
from tests.support.window import Opened, drop, uris
from workers.jobs import Counts, Job, JobState, Selection

PATIENCE_MS = 45_000


class Person:
    """Somebody at the window, who waits for what is on the screen and never for the clock."""

    def __init__(self, qtbot: QtBot, opened: Opened) -> None:
        self._qtbot = qtbot
        self.opened = opened

    def drops(self, *paths: Path) -> None:
        drop(self.opened.window, uris(list(paths)))

    def waits(self, condition: Callable[[], bool], timeout: int = PATIENCE_MS) -> None:
        self._qtbot.waitUntil(condition, timeout=timeout)

    @property
    def counts(self) -> Counts:
        """What the tabs say."""
        return self.opened.bridge.snapshot.counts

    def waits_for_the_end(self, jobs: int) -> None:
        self.waits(lambda: self.counts.total == jobs and self.counts.ended == jobs)

    def goes_to(self, tab: str) -> None:
        self.opened.window.panel.show_tab(tab)

    def row_of(self, name: str) -> int:
        rows = self.opened.rows()
        assert name in rows, rows
        return rows.index(name)

    def sees(self, words: str) -> bool:
        """Whether a row, as it is told to a screen reader, says this."""
        model = self.opened.window.panel.model
        role = Qt.ItemDataRole.AccessibleTextRole
        return any(words in str(model.index(row, 0).data(role)) for row in range(model.rowCount()))

    def clicks_in_row(self, name: str, press: Press = Press.RETRY) -> None:
        """Click a button that is drawn in the row of this file."""
        view = self.opened.window.panel.view
        index = view.model().index(self.row_of(name), 0)
        view.scrollTo(index)
        rect = view.visualRect(index)
        places = dict(view._delegate.spots(index.row(), rect, chosen=True))
        assert press in places, f"the row has {list(places)}"
        self._qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places[press].center())

    def clicks(self, button: QPushButton) -> None:
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def finds_button(self, words: str, inside: QWidget | None = None) -> QPushButton:
        """A visible button whose label begins with these words."""
        top = inside or self.opened.window
        found = [one for one in top.findChildren(QPushButton) if one.isVisible() and one.text().startswith(words)]
        assert found, [one.text() for one in top.findChildren(QPushButton) if one.isVisible()]
        return found[0]

    def toasts(self) -> str:
        """What the messages over the list say now."""
        shown = [one for one in self.opened.window.findChildren(Toast) if one.isVisible()]
        return " ".join(one.accessibleName() for one in shown)

    def jobs(self, *states: JobState) -> list[Job]:
        """The rows of the table itself."""
        with self.opened.session.service() as service:
            return service.jobs(service.ids(Selection(states=frozenset(states) if states else None)))

    def job(self, name: str) -> Job:
        return next(job for job in self.jobs() if Path(job.source).name == name)

    def takes_a_picture(self, path: Path) -> None:
        QApplication.processEvents()
        assert self.opened.window.grab().save(str(path))
