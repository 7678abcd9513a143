"""The menu behind the three dots: the settings, the log, and leaving."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp import text
from mediaapp.gui.preferences import Preferences
from mediaapp.settings import Appearance, Settings

GIGABYTE = 1_000_000_000


class MainMenu(QMenu):
    """Every setting is a line that can be ticked, and holds at once."""

    clear_wanted = Signal()
    log_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.addAction(self.tr("Remove finished from list"), self.clear_wanted.emit)
        self.addSeparator()
        self._add_choice(
            self.tr("Appearance"),
            (
                (self.tr("As the desktop"), Appearance.AUTO),
                (self.tr("Light"), Appearance.LIGHT),
                (self.tr("Dark"), Appearance.DARK),
            ),
            "theme",
        )
        automatic = (self.tr("Automatic"), None)
        workers = [(text.count(n), n) for n in (1, 2, 3, 4, 6, 8, 12, 16)]
        self._add_choice(self.tr("Pictures at a time"), [automatic, *workers], "workers")
        sizes = [(text.size(n * GIGABYTE), n * GIGABYTE) for n in (1, 2, 4, 8, 16, 32)]
        self.memory = self._add_choice(self.tr("Memory"), [automatic, *sizes], "memory")
        self._add_switch(self.tr("Compact list"), "compact")
        self._add_switch(self.tr("Notices on the desktop"), "notices")
        self._add_switch(self.tr("No sleep while working"), "keep_awake")
        self._background = self._add_switch(self.tr("Go on in the background when closed"), "close_to_tray")
        preferences.changed.connect(self._on_changed)
        self.addSeparator()
        self.addAction(self.tr("Open the log"), self.log_wanted.emit)
        self.addSeparator()
        self.addAction(self.tr("Quit"), self.quit_wanted.emit)

    def _add_choice(self, title: str, choices: Sequence[tuple[str, object]], field: str) -> QMenu:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for label, value in choices:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(getattr(self._preferences.current, field) == value)
            action.setActionGroup(group)
            action.triggered.connect(partial(self._set, field, value))
        return menu

    def _add_switch(self, title: str, field: str) -> QAction:
        action = self.addAction(title)
        action.setCheckable(True)
        action.setChecked(bool(getattr(self._preferences.current, field)))
        action.triggered.connect(partial(self._set, field))
        return action

    def _on_changed(self, changed: Settings) -> None:
        self._background.setChecked(bool(changed.close_to_tray))

    def _set(self, field: str, value: object, *_checked: bool) -> None:
        self._preferences.change(**{field: value})
