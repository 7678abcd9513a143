"""The menu behind the three dots: the settings, the log, and leaving."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.automatic import AUTOMATIC
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import OPEN_LOG, QUIT
from mediaapp.gui.actions.removing import REMOVE_FINISHED
from mediaapp.gui.actions.reporting import REPORT_ALL
from mediaapp.gui.actions.target import NOTHING
from mediaapp.gui.manners_menu import MannersMenu
from mediaapp.gui.preferences import Preferences
from mediaapp.settings import Appearance, Settings
from mediaapp.text import tr

GIGABYTE = 1_000_000_000
WORKERS = (1, 2, 3, 4, 6, 8, 12, 16)
MEMORY = tuple(n * GIGABYTE for n in (1, 2, 4, 8, 16, 32))
"""In bytes."""


class MainMenu(QMenu):
    """Every setting is a line that can be ticked, and holds at once."""

    def __init__(self, preferences: Preferences, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._preferences = preferences
        self._switches: list[tuple[str, QAction]] = []
        self._choices: list[tuple[str, object, QAction]] = []
        self._add_action(REMOVE_FINISHED)
        self._add_action(REPORT_ALL)
        self._add_action(AUTOMATIC)
        self.addSeparator()
        self._add_choice(
            tr("Appearance"),
            (
                (tr("As the desktop"), Appearance.AUTO),
                (tr("Light"), Appearance.LIGHT),
                (tr("Dark"), Appearance.DARK),
            ),
            "theme",
        )
        now = preferences.current
        self._add_choice(tr("Pictures at a time"), self._with_automatic(WORKERS, now.workers, text.count), "workers")
        self._add_choice(tr("Processors"), self._with_automatic(WORKERS, now.processors, text.count), "processors")
        self.memory = self._add_choice(tr("Memory"), self._with_automatic(MEMORY, now.memory, text.size), "memory")
        self.addMenu(MannersMenu(preferences, context, self))
        self._add_switch(tr("Compact list"), "compact")
        self._add_switch(tr("Notices on the desktop"), "notices")
        self._add_switch(tr("No sleep while working"), "keep_awake")
        self._add_switch(tr("Go on in the background when closed"), "close_to_tray")
        self._show(now)
        preferences.changed.connect(self._show)
        self.addSeparator()
        self._add_action(OPEN_LOG)
        self.addSeparator()
        self._add_action(QUIT)

    def _add_action(self, action: Action) -> None:
        entry = self.addAction(action.words())
        entry.triggered.connect(partial(action.trigger, self._context, NOTHING))
        entry.setShortcut(action.keys())
        entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def _with_automatic(
        self, offered: Sequence[int], now: int | None, in_words: Callable[[int], str]
    ) -> list[tuple[str, object]]:
        """What can be chosen: automatic, what is offered, and what stands in the settings file."""
        values = sorted({*offered, *(() if now is None else (now,))})
        return [(tr("Automatic"), None), *((in_words(value), value) for value in values)]

    def _add_choice(self, title: str, choices: Sequence[tuple[str, object]], field: str) -> QMenu:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for label, value in choices:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setActionGroup(group)
            action.triggered.connect(partial(self._set, field, value))
            self._choices.append((field, value, action))
        return menu

    def _add_switch(self, title: str, field: str) -> None:
        action = self.addAction(title)
        action.setCheckable(True)
        # Not a partial: for one, of `triggered()` and `triggered(bool)` the first is connected, and tells no state.
        action.triggered.connect(lambda checked: self._set(field, checked))
        self._switches.append((field, action))

    def _show(self, settings: Settings) -> None:
        for field, action in self._switches:
            action.setChecked(bool(getattr(settings, field)))
        for field, value, action in self._choices:
            action.setChecked(getattr(settings, field) == value)

    def _set(self, field: str, value: object) -> None:
        self._preferences.change(replace(self._preferences.current, **{field: value}))
