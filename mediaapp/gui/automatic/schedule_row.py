"""One schedule: what is done, when, and when it is next."""

from PySide6.QtWidgets import QMenu

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.context_menu import context_menu
from mediaapp.gui.actions.hooks import OF_SCHEDULES
from mediaapp.gui.actions.target import Target, of_schedule
from mediaapp.gui.automatic.entry_row import EntryRow
from mediaapp.gui.automatic.hook_words import schedule_icon, schedule_next
from mediaapp.gui.widgets import label
from mediaapp.text import tr
from workers.jobs.schedule import Schedule
from workers.service.schedule_commands import SwitchSchedule


class ScheduleRow(EntryRow):
    """Says 'Off' while it is."""

    def __init__(self, context: ActionContext, schedule: Schedule) -> None:
        super().__init__(tr("Schedule"))
        self._context = context
        self._schedule = schedule
        self._work, self._times, self._next = (label(look="muted", wrap=True) for _ in range(3))
        for line in (self._work, self._times, self._next):
            line.setMinimumWidth(1)  # long words are cut; nothing makes the column wider
            self.lines.addWidget(line)
        self.switched.connect(self._on_switched)
        self.menu_wanted.connect(lambda at: self.menu().popup(at))
        self.show_schedule(schedule)

    def target(self) -> Target:
        """The schedule, as actions take it."""
        return of_schedule(self._schedule)

    def show_schedule(self, schedule: Schedule) -> None:
        """Show how it stands now."""
        self._schedule = schedule
        self.show_head(schedule.rules.name, schedule_icon(schedule), on=schedule.on)
        self._work.setText(text.schedule_work(schedule.rules))
        self._times.setText(text.schedule_times(schedule.rules))
        self._next.setText(schedule_next(schedule))

    def menu(self) -> QMenu:
        """Remove. Deletes itself when it closes."""
        return context_menu(self, self._context, self.target(), OF_SCHEDULES)

    def _on_switched(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._context.bridge.do(SwitchSchedule(schedule=self._schedule.id, on=on))
