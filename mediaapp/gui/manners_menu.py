"""The part of the menu that says when jobs may begin."""

from msgspec.structs import replace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.dialogs.quiet_hours import QuietHoursQuestion
from mediaapp.gui.preferences import Preferences
from mediaapp.settings import Settings
from mediaapp.text import tr
from workers.manners.manners import QuietHours


class MannersMenu(QMenu):
    """Every manner is a line that can be ticked; quiet hours are asked for."""

    def __init__(self, preferences: Preferences, context: ActionContext, parent: QMenu) -> None:
        super().__init__(tr("When it works"), parent)
        self._preferences = preferences
        self._context = context
        self._mains = self._add_switch(tr("Only on mains power"), "on_mains")
        self._idle = self._add_switch(tr("Only while nobody uses the computer"), "when_idle")
        self._quiet = self.addAction(tr("Quiet hours…"))
        self._quiet.setCheckable(True)
        self._quiet.triggered.connect(self._ask)
        self._show(preferences.current)
        preferences.changed.connect(self._show)

    def _add_switch(self, title: str, field: str) -> QAction:
        action = self.addAction(title)
        action.setCheckable(True)
        action.triggered.connect(lambda checked: self._set(field, checked))
        return action

    def _show(self, settings: Settings) -> None:
        general = settings.general_manners
        self._mains.setChecked(general.on_mains)
        self._idle.setChecked(general.when_idle)
        self._quiet.setChecked(bool(general.quiet))

    def _set(self, field: str, value: object) -> None:
        current = self._preferences.current
        self._preferences.change(current.with_general_manners(replace(current.general_manners, **{field: value})))

    def _ask(self) -> None:
        quiet = self._preferences.current.general_manners.quiet
        self._quiet.setChecked(bool(quiet))  # a click has turned it over, and nothing is chosen yet
        QuietHoursQuestion(self._context.window.window(), quiet[0] if quiet else None, self._use).show()

    def _use(self, chosen: QuietHours | None) -> None:
        """Only the first of several hours, which stand in the file then, can be chosen here; the others stay."""
        others = self._preferences.current.general_manners.quiet[1:]
        self._set("quiet", others if chosen is None else (chosen, *others))
