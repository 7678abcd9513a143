"""The real window over a real job table, offscreen; no worker runs unless a test starts the pool."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.activity.panel import ActivityPanel
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.menu import MainMenu
from mediaapp.gui.notifier import Notifier
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.recipe.cards import EmptyPage
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.run import WindowMemory, build
from mediaapp.gui.theme import Theme
from mediaapp.gui.toast import Toast
from mediaapp.gui.window import MainWindow
from mediaapp.gui.window_state import WindowState, write_state
from mediaapp.paths import Folders
from mediaapp.session import Session
from mediaapp.settings import Appearance, Settings
from tests.support.find import find, find_all, only
from tests.support.store import put_empty_database
from workers.kinds import done_by
from workers.recipe import Recipe

RECIPE = Recipe(name="Web shop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A window on screen, and what it stands on."""

    window: MainWindow
    bridge: Bridge
    session: Session
    folders: Folders
    theme: Theme
    preferences: Preferences
    memory: WindowMemory
    context: ActionContext

    @property
    def recipe(self) -> RecipePanel:
        return only(RecipePanel, inside=self.window)

    @property
    def details(self) -> DetailPanel:
        return only(DetailPanel, inside=self.window)

    @property
    def activity(self) -> ActivityPanel:
        return only(ActivityPanel, inside=self.window)

    @property
    def empty(self) -> EmptyPage:
        return only(EmptyPage, inside=self.window)

    @property
    def menu(self) -> QPushButton:
        """The button of the main menu."""
        return find(QPushButton, "Menu", inside=self.window.toolbar)

    @property
    def main_menu(self) -> MainMenu:
        menu = self.menu.menu()
        assert isinstance(menu, MainMenu)
        return menu

    @property
    def recipe_box(self) -> QComboBox:
        """Names and chooses what new files get."""
        return find(QComboBox, "Recipe for new files", inside=self.window.toolbar)

    @property
    def search_field(self) -> QLineEdit:
        return find(QLineEdit, "Find a file", inside=self.window.toolbar)

    def tabs(self, name: str = "") -> list[QAbstractButton]:
        """The tabs on screen whose label begins so, above the list and in the sidebar."""
        above_list = find_all(QAbstractButton, f"{name}*", inside=self.window.panel.tabs)
        return above_list + find_all(QAbstractButton, f"{name}*", inside=self.window.sidebar.tabs)

    def tab(self, name: str) -> QAbstractButton:
        (tab,) = self.tabs(name)
        return tab

    def lies_over(self) -> bool:
        """Whether the sidebar lies over the list now, as it does in a narrow window while it is wanted."""
        return bool(find_all(QPushButton, "Recipe, details and activity", inside=self.window.toolbar)) and (
            self.window.sidebar.isVisible()
        )

    @property
    def sidebar_switch(self) -> QPushButton:
        return find(QPushButton, "Recipe, details and activity", inside=self.window.toolbar)

    def toasts(self) -> list[Toast]:
        """The messages on screen, the oldest first."""
        return find_all(Toast, inside=self.window)

    def rows(self) -> list[str]:
        """The names in the list, from the top."""
        model = self.window.panel.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def folders_in(top: Path) -> Folders:
    """A profile below this folder."""
    return Folders.made(data=top / "data", config=top / "config", cache=top / "cache", logs=top / "logs")


@contextmanager
def opened_window(
    qtbot: QtBot,
    top: Path,
    *,
    state: WindowState | None = None,
    size: tuple[int, int] | None = (1280, 800),
    theme: str = "light",
    engine: str = "tests.support.scripted_engine",
    settings: Settings | None = None,
) -> Iterator[Opened]:
    """Open the window on the profile below `top`; everything is closed and ended afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    folders = folders_in(top)
    put_empty_database(folders.database)
    worn = Theme(app, theme)
    if state is not None:
        write_state(folders.config / "window.json", state)
    with Session.open(folders, kinds=done_by(engine)) as session:
        bridge = Bridge(session)
        # Without the desktop's own notices all of them are seen in the window.
        settings = settings or Settings(theme=Appearance(theme), notices=False)
        parts = build(session, bridge, settings, RECIPE, worn)
        window = parts.window
        notifier = Notifier(parts.context, parts.preferences)
        if size is not None:
            window.resize(*size)
        bridge.start()
        with qtbot.waitExposed(window):
            window.show()
        try:
            yield Opened(
                window=window,
                bridge=bridge,
                session=session,
                folders=folders,
                theme=worn,
                preferences=parts.preferences,
                memory=parts.memory,
                context=parts.context,
            )
        finally:
            notifier.close()
            bridge.stop()
            window.close()
            window.deleteLater()
            worn.deleteLater()
            # Outside of an event loop nothing does so, and each style sheet would dress this window too.
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def uris(paths: list[Path]) -> QMimeData:
    """What a file manager puts on a drag."""
    data = QMimeData()
    data.setData("text/uri-list", "".join(f"{path.as_uri()}\r\n" for path in paths).encode())
    return data


def drop(window: MainWindow, data: QMimeData, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Drag this over the window and let go."""
    at, copy, left = QPoint(300, 300), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, left, modifiers))
    QApplication.sendEvent(window, QDropEvent(at.toPointF(), copy, data, left, modifiers))
