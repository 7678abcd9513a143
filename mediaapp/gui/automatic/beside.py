"""The right column: hooks and schedules, each with its switch."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mediaapp.gui.actions.action import Action, short_offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.hooks import ADD_HOOK, ADD_SCHEDULE
from mediaapp.gui.automatic.hook_row import HookRow
from mediaapp.gui.automatic.reading import Automation
from mediaapp.gui.automatic.schedule_row import ScheduleRow
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import column, label, row
from mediaapp.text import tr
from workers.jobs.hook import Hook
from workers.jobs.ids import HookId, ScheduleId
from workers.jobs.schedule import Schedule

_SIDE_PX = 12
_ROWS_PX = 8


class Beside(QWidget):
    """A row stays the same widget as long as its hook or schedule is there."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._hooks: dict[HookId, HookRow] = {}
        self._schedules: dict[ScheduleId, ScheduleRow] = {}
        whole = column(self, margins=(_SIDE_PX + 1, 14, _SIDE_PX, 16))
        self._no_hook = label(tr("Tell another program, or copy results, when files are ready."), "muted", wrap=True)
        self._no_schedule = label(tr("Have a report written every day, or old rows forgotten."), "muted", wrap=True)
        self._hook_rows = self._section(whole, tr("Hooks"), ADD_HOOK, self._no_hook)
        whole.addSpacing(22)
        self._schedule_rows = self._section(whole, tr("Schedules"), ADD_SCHEDULE, self._no_schedule)
        whole.addStretch(1)

    def show_automation(self, automation: Automation) -> None:
        """Show these as they stand now."""
        self._show_hooks(automation.hooks)
        self._show_schedules(automation.schedules)

    def show_time(self) -> None:
        """Tell anew how long it is until something is done again."""
        for found in self._hooks.values():
            found.show_time()

    def _show_hooks(self, hooks: Sequence[Hook]) -> None:
        for gone in self._hooks.keys() - {hook.id for hook in hooks}:
            _take_away(self._hooks.pop(gone))
        for hook in hooks:
            if hook.id in self._hooks:
                self._hooks[hook.id].show_hook(hook)
            else:
                self._hooks[hook.id] = HookRow(self._context, hook)
                self._hook_rows.addWidget(self._hooks[hook.id])
        self._no_hook.setVisible(not hooks)

    def _show_schedules(self, schedules: Sequence[Schedule]) -> None:
        for gone in self._schedules.keys() - {schedule.id for schedule in schedules}:
            _take_away(self._schedules.pop(gone))
        for schedule in schedules:
            if schedule.id in self._schedules:
                self._schedules[schedule.id].show_schedule(schedule)
            else:
                self._schedules[schedule.id] = ScheduleRow(self._context, schedule)
                self._schedule_rows.addWidget(self._schedules[schedule.id])
        self._no_schedule.setVisible(not schedules)

    def _section(self, whole: QVBoxLayout, title: str, add: Action, nothing: QWidget) -> QVBoxLayout:
        head = QWidget()
        line = row(head, margins=(8, 0, 8, 0))
        line.addWidget(label(title, "title"), 1)
        line.addWidget(OfferButton(self._context, short_offer(add), look="link", plain=True))
        whole.addWidget(head)
        whole.addSpacing(6)
        rows = QVBoxLayout()
        rows.setSpacing(_ROWS_PX)
        nothing.setContentsMargins(8, 0, 8, 0)
        rows.addWidget(nothing)
        whole.addLayout(rows)
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color(Role.SURFACE))
        painter.fillRect(0, 0, 1, self.height(), current().color(Role.LINE))


def _take_away(found: QWidget) -> None:
    found.hide()
    found.deleteLater()
