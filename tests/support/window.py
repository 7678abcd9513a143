"""The real window over a real job table, offscreen; no worker runs unless a test starts the pool."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediaapp.gui.bridge import Bridge
from mediaapp.gui.notifier import Notifier
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.run import WindowMemory, build
from mediaapp.gui.theme import Theme
from mediaapp.gui.window import MainWindow
from mediaapp.gui.window_state import WindowState, write_state
from mediaapp.paths import Folders
from mediaapp.session import Session
from mediaapp.settings import Appearance, Settings
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
    worn = Theme(app, theme)
    if state is not None:
        write_state(folders.config / "window.json", state)
    with Session.open(folders, engine=engine) as session:
        bridge = Bridge(session)
        # Without the desktop's own notices all of them are seen in the window.
        settings = settings or Settings(theme=Appearance(theme), notices=False)
        parts = build(session, bridge, settings, RECIPE, worn)
        window = parts.window
        notifier = Notifier(window, bridge, parts.preferences, parts.revealer)
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
            )
        finally:
            notifier.close()
            bridge.stop()
            window.close()
            window.deleteLater()
            worn.deleteLater()


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
