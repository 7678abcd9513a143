"""What a person does with the window: drops, looks, clicks buttons in rows."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.action import Action, Offer
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.window_state import ListTab
from tests.support.find import delegate_of, find_all
from tests.support.menus import entry, inner_menu
from tests.support.window import Opened, drop, uris
from workers.jobs.batch import Counts
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState

PATIENCE_MS = 110_000
REAL = "workers.image.pipeline"


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

    def goes_to(self, tab: ListTab) -> None:
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

    def clicks_in_row(self, name: str, action: Action = RETRY) -> None:
        """Click a button that is drawn in the row of this file."""
        view = self.opened.window.panel.view
        index = view.model().index(self.row_of(name), 0)
        view.scrollTo(index)
        places = self.buttons_in_row(name)
        assert action in places, f"the row has {list(places)}"
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places[action].center())

    def buttons_in_row(self, name: str) -> dict[Action, QRect]:
        """What can be pressed in the row of this file, and where it is drawn."""
        return {offered.action: place for offered, place in self._offers(name)}

    def labels_in_row(self, name: str) -> list[str]:
        """What the buttons in the row of this file say."""
        return [offered.label for offered, _ in self._offers(name)]

    def _offers(self, name: str) -> list[tuple[Offer, QRect]]:
        view = self.opened.window.panel.view
        index = view.model().index(self.row_of(name), 0)
        return delegate_of(view).spots(index.row(), view.visualRect(index), chosen=True)

    def picks_recipe(self, name: str) -> None:
        """Choose what new files get."""
        box = self.opened.recipe_box
        self.waits(lambda: box.findText(name) >= 0)
        box.setCurrentText(name)
        box.activated.emit(box.currentIndex())

    def sees_buttons(self, label: str, inside: QWidget | None = None) -> list[QPushButton]:
        """The visible buttons with this label; '*' stands for anything."""
        shown = find_all(QPushButton, inside=inside or self.opened.window)
        return [one for one in shown if fnmatchcase(one.text().strip(), label)]

    def clicks_on(self, label: str, inside: QWidget | None = None) -> None:
        """Click the button with this label as soon as it is there."""
        self.waits(lambda: bool(self.sees_buttons(label, inside)))
        QTest.mouseClick(self.sees_buttons(label, inside)[0], Qt.MouseButton.LeftButton)

    def selects(self, name: str) -> None:
        """Click the row of this file, and see its details."""
        view = self.opened.window.panel.view
        index = view.model().index(self.row_of(name), 0)
        view.scrollTo(index)
        place = view.visualRect(index).topLeft() + QPoint(200, 20)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert view.chosen.keys()

    def chooses(self, *words: str) -> None:
        """Choose an entry of the selected rows' context menu, by the submenus on the way, as soon as it can be chosen."""
        self.waits(lambda: self._chose(words))

    def _chose(self, words: tuple[str, ...]) -> bool:
        menu = self.opened.window.panel.menu()
        assert menu is not None
        shown = menu
        for word in words:
            action = entry(shown, word)
            if not action.isEnabled():
                menu.close()
                return False
            shown = inner_menu(action) or shown
        action.trigger()
        menu.close()
        return True

    def answers(self, path: Path) -> None:
        """Name this file or folder in the dialog that asks for one."""
        dialog = self.opened.window.findChild(QFileDialog)
        assert dialog is not None
        dialog.selectFile(str(path))
        dialog.accept()

    def reads(self, inside: QWidget) -> str:
        """All words that stand in this part of the window."""
        shown = find_all(QWidget, inside=inside)
        return " ".join(one.text() for one in shown if isinstance(one, QLabel | QPushButton))

    def toasts(self) -> str:
        """What the messages over the list say now."""
        return " ".join(one.accessibleName() for one in self.opened.toasts())

    def jobs(self, *states: JobState) -> list[Job]:
        """The rows of the table itself."""
        with self.opened.session.service() as service:
            return service.reader.jobs(service.reader.ids(Selection(states=frozenset(states) if states else None)))

    def job(self, name: str) -> Job:
        return next(job for job in self.jobs() if Path(job.source).name == name)

    def takes_a_picture(self, path: Path) -> None:
        QApplication.processEvents()
        assert self.opened.window.grab().save(str(path))
