"""Opens the window: hands over to one that is open, else makes the application and connects the rest."""

import logging
import os
import sys
import threading
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QLocale, QObject, QSize, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from mediaapp import demo, instance, text
from mediaapp.addresses import local_names
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.activity.panel import ActivityPanel
from mediaapp.gui.automatic.page import AutomaticPage
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.closing import Closing
from mediaapp.gui.desktop.awake.lock import Awake
from mediaapp.gui.desktop.reveal.choice import revealer
from mediaapp.gui.desktop.taskbar.handler import taskbar
from mediaapp.gui.desktop_progress import DesktopProgress
from mediaapp.gui.dialogs.boxes import tell_in_a_box
from mediaapp.gui.garbage import CyclicCollector
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.language import language_of
from mediaapp.gui.menu import MainMenu
from mediaapp.gui.notifier import Notifier
from mediaapp.gui.pages import PageStack
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.recipe.cards import EmptyPage
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Theme, application_icon
from mediaapp.gui.unix_signals import UnixSignals
from mediaapp.gui.window import MainWindow
from mediaapp.gui.window_state import read_state, write_state
from mediaapp.paths import Folders
from mediaapp.saved_recipes import SavedRecipes, built_in
from mediaapp.session import Session
from mediaapp.settings import Settings, load
from workers import logs
from workers.recipe import Recipe
from workers.service import StoreError
from workers.service.submit import accept, fill

_log = logging.getLogger(__name__)

DESKTOP_FILE = "mediaapp"
PLAIN_DPI = 96
FRAME_PX = 40
"""What the desktop's frame around a window takes at most of a screen's height."""
RAISE_S = 5.0
"""How long a window that is just being opened is given to answer."""
KEEP_MS = 400
"""So long after a change at most it is kept for the next start, in milliseconds."""


def scale_with_text(environment: MutableMapping[str, str]) -> None:
    """Let larger text (`QT_FONT_DPI`, 96 being plain) make everything larger: all measures here are made for one another.

    Qt does so by itself for what X11 tells (`Xft.dpi`). To be called before the application is made.
    """
    told = environment.get("QT_FONT_DPI", "")
    if told.isdecimal() and "QT_SCALE_FACTOR" not in environment:
        environment["QT_SCALE_FACTOR"] = f"{int(told) / PLAIN_DPI:.3f}"
        del environment["QT_FONT_DPI"]


class Application(QApplication):
    """Qt's application, that also takes the files which the desktop asks to open, and ends when it is asked to."""

    paths_wanted = signal_of(tuple[str, ...])
    raise_wanted = signal_of(str)

    def __init__(self, arguments: Sequence[str]) -> None:
        scale_with_text(os.environ)
        super().__init__(list(arguments))
        text.speak(language_of(QLocale()))
        self.setApplicationName("mediaapp")
        self.setDesktopFileName(DESKTOP_FILE)
        self.setWindowIcon(application_icon())
        UnixSignals(self.quit, self)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.paths_wanted.emit((event.file(),))
            return True
        return super().event(event)

    def tell_raise(self, activation: str) -> None:
        """Ask for the window; may be called from any thread. `activation` is what Wayland asks for."""
        self.raise_wanted.emit(activation)


def main(named: Sequence[str], folders: Folders) -> int:
    """Open the window and add what is named, paths and addresses; returns the exit code when it was closed."""
    loaded = load(folders.settings)
    settings = loaded.settings
    recipes = SavedRecipes(folders.recipes)
    recipe = recipes.get(settings.last_recipe) or recipes.all()[0]
    try:
        if instance.raise_running(folders.window_lock, activation=_activation()):
            _add_rows(named, recipe, folders)
            return 0
        with Session.open(folders) as session:
            return _open(session, settings, recipe, named=named, problem=loaded.problem)
    except StoreError as error:
        return refuse(text.error_message(error))


def show_demo() -> int:
    """Open the window on a profile of its own in which every state is to be seen, by an engine that follows a script."""
    with (
        demo.temporary_profile() as folders,
        Session.open(folders, kinds=demo.KINDS, workers=demo.WORKERS) as session,
    ):
        with session.service() as service:
            demo.add_scene(service, folders.data.parent / "Photos")
        return _open(session, Settings(close_to_tray=False), built_in()[0])


def _open(
    session: Session,
    settings: Settings,
    recipe: Recipe,
    *,
    named: Sequence[str] = (),
    problem: str = "",
) -> int:
    folders = session.folders
    app = Application(sys.argv[:1])
    listening = instance.listen(folders.window_lock, app.tell_raise)
    if listening is None:  # another one was started at the same moment
        instance.raise_running(folders.window_lock, activation=_activation(), wait_s=RAISE_S)
        _add_rows(named, recipe, folders)
        return 0
    log = logs.set_up(folders.logs, "window")
    log_crashes()
    CyclicCollector(app)
    theme = Theme(app, settings.theme)
    bridge = Bridge(session)
    parts = build(session, bridge, settings, recipe, theme)
    window, preferences = parts.window, parts.preferences
    app.paths_wanted.connect(window.intake.add_paths)
    app.raise_wanted.connect(window.raise_window)
    window.first_painted.connect(session.start_pool)
    bridge.start()
    window.resize(window.size().boundedTo(window.screen().availableSize() - QSize(0, FRAME_PX)))
    window.show()
    notifier = Notifier(parts.context, preferences)
    closing = Closing(window, parts.context, preferences, has_tray=QSystemTrayIcon.isSystemTrayAvailable())
    presence = DesktopProgress(bridge, preferences, taskbar(window.windowHandle()), Awake())
    window.tell_problems(settings=problem, damaged=session.damaged)
    if named:
        window.intake.add_named(named)
    code = app.exec()
    closing.close()
    parts.memory.keep()
    listening.close()
    presence.close()
    notifier.close()
    bridge.stop()
    log.close()
    return code


def refuse(sentence: str) -> int:
    """Say why there can be no window; returns the exit code."""
    tell_in_a_box(Application(sys.argv[:1]), sentence)
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What was built for one window."""

    window: MainWindow
    preferences: Preferences
    context: ActionContext
    memory: "WindowMemory"


class WindowMemory(QObject):
    """Keeps what the window shows for the next start, also when this one ends badly."""

    def __init__(self, window: MainWindow, bridge: Bridge, file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._file = file
        self._soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._soon.timeout.connect(self.keep)
        window.closed.connect(self.keep)

    def note(self) -> None:
        """Something changed: it is kept soon, once for all that changes until then."""
        if not self._soon.isActive():
            self._soon.start()

    def keep(self) -> None:
        """Keep all of it now; the table's thread writes."""
        self._soon.stop()
        state, file = self._window.state(), self._file
        self._bridge.in_background(lambda: write_state(file, state))


def build(session: Session, bridge: Bridge, settings: Settings, recipe: Recipe, theme: Theme) -> Parts:
    """The window with all its parts, as it was left; the bridge is not started yet."""
    state_file = session.folders.config / "window.json"
    state = read_state(state_file)
    preferences = Preferences(settings, session.folders.settings, bridge)
    context = ActionContext(bridge, revealer(), session.folders.logs)
    with theme.put_on_at_the_end():
        pages = PageStack(
            recipe=RecipePanel(bridge, SavedRecipes(session.folders.recipes), recipe, state.edited),
            details=DetailPanel(context),
            activity=ActivityPanel(context),
            empty=EmptyPage(context),
            automatic=AutomaticPage(context),
        )
        window = MainWindow(
            context=context,
            pages=pages,
            menu=MainMenu(preferences, context),
            state=state,
        )
    window.panel.view.set_compact(compact=settings.compact)
    memory = WindowMemory(window, bridge, state_file)
    context.later = settings.later
    preferences.changed.connect(lambda changed: theme.use(changed.theme))
    preferences.changed.connect(lambda changed: window.panel.view.set_compact(compact=changed.compact))
    pages.recipe.recipe_changed.connect(
        lambda _: preferences.change(replace(preferences.current, last_recipe=pages.recipe.base_name))
    )
    pages.recipe.recipe_changed.connect(memory.note)
    window.dialogs.changed.connect(memory.note)
    return Parts(window=window, preferences=preferences, context=context, memory=memory)


def _add_rows(named: Sequence[str], recipe: Recipe, folders: Folders) -> None:
    """Add to the queue of a window that is open already."""
    found = local_names(named)
    if found.elsewhere:
        sys.stderr.write(f"mediaapp: {text.not_here(found.elsewhere)}\n")
    if not found.paths:
        return
    with Session.open(folders) as session, session.service() as service:
        for _found in fill(service, accept(service, found.paths, recipe, submitter="window")):
            pass


def _activation() -> str:
    """The token with which the desktop lets a window come to the front."""
    return os.environ.get("XDG_ACTIVATION_TOKEN", "")


def log_crashes() -> None:
    """Write what nobody caught to the log, in every thread; the window stays."""

    def tell(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        _log.critical("nobody caught this", exc_info=(kind, error, at))

    def tell_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            tell(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = tell
    threading.excepthook = tell_thread
