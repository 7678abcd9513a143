"""The right column: hooks and schedules, each with its switch."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.hooks import ADD_HOOK, ADD_SCHEDULE
from mediaapp.gui.automatic.call_sums import CallSums
from mediaapp.gui.automatic.card_ground import paint_card
from mediaapp.gui.automatic.entries import Entries
from mediaapp.gui.automatic.hook_row import HookRow
from mediaapp.gui.automatic.reading import Automation
from mediaapp.gui.automatic.schedule_row import ScheduleRow
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import column
from mediaapp.text import tr

_SIDE_PX = 12
_BETWEEN_PX = 22


class Beside(QWidget):
    """Follows what is called and what is done at a time of the day."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._is_card = False
        self.hooks = Entries[HookRow](
            context, tr("Hooks"), ADD_HOOK, tr("Tell another program, or copy results, when files are ready.")
        )
        self.schedules = Entries[ScheduleRow](
            context, tr("Schedules"), ADD_SCHEDULE, tr("Have a report written every day, or old rows forgotten.")
        )
        self._calls = CallSums(context)
        whole = column(self, margins=(_SIDE_PX + 1, 14, _SIDE_PX, 16))
        whole.addWidget(self.hooks)
        whole.addWidget(self._calls)
        whole.addSpacing(_BETWEEN_PX)
        whole.addWidget(self.schedules)
        whole.addStretch(1)

    def show_automation(self, automation: Automation) -> None:
        """Show these as they stand now."""
        watched = {folder.watch.id: folder.watch.rules.title for folder in automation.folders}
        hooks = {int(hook.id): hook for hook in automation.hooks}
        schedules = {int(schedule.id): schedule for schedule in automation.schedules}
        self.hooks.show_entries(tuple(hooks), lambda number: HookRow(self._context, hooks[number], watched))
        for number, hook in hooks.items():
            self.hooks.row_of(number).show_hook(hook, watched)
        self._calls.show_calls(self._context.bridge.snapshot.others)
        self.schedules.show_entries(tuple(schedules), lambda number: ScheduleRow(self._context, schedules[number]))
        for number, schedule in schedules.items():
            self.schedules.row_of(number).show_schedule(schedule)

    def show_time(self) -> None:
        """Tell anew how long it is until something is done again."""
        for found in self.hooks.rows:
            found.show_time()

    def be_card(self, *, is_card: bool) -> None:
        """Whether it stands among the cards, or beside them up to the page's edge."""
        self._is_card = is_card
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_card:
            paint_card(painter, self.rect())
            return
        painter.fillRect(self.rect(), current().color(Role.SURFACE))
        painter.fillRect(0, 0, 1, self.height(), current().color(Role.LINE))
