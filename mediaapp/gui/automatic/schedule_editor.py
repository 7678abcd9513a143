"""What is done by itself at a time of the day: a panel that asks for it."""

from collections.abc import Mapping
from datetime import time

from PySide6.QtCore import Qt, QTime

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.automatic.editor_panel import EditorPanel
from mediaapp.gui.day_boxes import DayBoxes
from mediaapp.gui.recipe.fields import ChoiceBox, NumberBox, Row, TextBox
from mediaapp.gui.signals import signal_of
from mediaapp.gui.time_box import TimeBox
from mediaapp.gui.widgets import label
from mediaapp.paths import reports_folder
from mediaapp.text import tr
from workers.jobs.ids import ScheduleId, WatchId
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport, ScheduledWork, ScheduleRules
from workers.requests import About, OfAll, OfFailures, OfWatch, ReportFormat, ReportRefused
from workers.service.schedule_commands import AddSchedule, ChangeSchedule

_FORGET_DAYS = 90
_MOST_DAYS = 3650
_USUAL_TIME = time(8, 0)
_DAYS_IN_LINE = 4


class ScheduleEditor(EditorPanel):
    """For a new schedule, or for one that is there."""

    done = signal_of(int)
    """The number of the schedule that was added or changed."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._schedule: Schedule | None = None
        self._folder = ""
        self._name = TextBox(100)
        self._work: ChoiceBox[About | None] = ChoiceBox(())  # what a report is about; None: old rows are forgotten
        self._format = ChoiceBox(tuple((one, one.value.upper()) for one in ReportFormat))
        self._days = NumberBox(1, _MOST_DAYS, tr(" days"))
        self._at = TimeBox(_USUAL_TIME)
        self._at.setDisplayFormat("HH:mm")
        self._on = DayBoxes(_DAYS_IN_LINE)
        self._format_row, self._days_row = Row(tr("As"), self._format), Row(tr("After"), self._days)
        self._where = label("", "muted", wrap=True)
        self._stay = label(tr("Rows leave the list; files stay."), "muted", wrap=True)
        self.add_section("", Row(tr("Name"), self._name))
        self.add_section(
            tr("What is done"), Row(tr("Does"), self._work), self._format_row, self._where, self._days_row, self._stay
        )
        self.add_section(tr("When"), Row(tr("At"), self._at), Row(tr("On"), self._on))
        self.body.addStretch(1)
        self._work.chosen.connect(self._show_work)
        self._on.changed.connect(lambda: self.use.setEnabled(bool(self._on.days())))
        self._name.returnPressed.connect(self.use.click)
        self.use.clicked.connect(self._on_use)

    def show_schedule(self, schedule: Schedule | None, folders: Mapping[WatchId, str]) -> None:
        """Ask about a schedule that is there, or about a new one; `folders` are the names of those watched."""
        self._schedule = schedule
        usual = ScheduledReport(OfAll(), ReportFormat.HTML, str(reports_folder()))
        rules = ScheduleRules(name="", work=usual, at=_USUAL_TIME) if schedule is None else schedule.rules
        report = rules.work if isinstance(rules.work, ScheduledReport) else usual
        about = None if isinstance(rules.work, ScheduledForgetting) else report.about
        self.show_title(
            tr("Add a schedule") if schedule is None else tr("Edit “{name}”", name=rules.name),
            tr("Add") if schedule is None else tr("Save"),
        )
        self._name.setText(rules.name)
        self._offer_work(about, folders)
        self._work.show_value(about)
        self._format.show_value(report.format)
        self._folder = report.folder
        self._where.setText(tr("Reports go to {place}", place=text.place(report.folder)))
        self._days.show_value(rules.work.days if isinstance(rules.work, ScheduledForgetting) else _FORGET_DAYS)
        self._at.setTime(QTime(rules.at.hour, rules.at.minute))
        self._on.show_days(rules.days)
        self.use.setEnabled(True)
        self.refuse("")
        self._show_work()

    def focus_first(self) -> None:
        """Give the keys to what is asked first."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def rules(self) -> ScheduleRules:
        """What is asked for now; it is called by what it does where nobody named it."""
        at = self._at.time()
        return ScheduleRules(
            name=self._name.text().strip() or self._work.currentText(),
            work=self._wanted(),
            at=time(at.hour(), at.minute()),
            days=self._on.days(),
        )

    def _offer_work(self, about: About | None, folders: Mapping[WatchId, str]) -> None:
        offered: list[tuple[About | None, str]] = [
            (OfAll(), tr("Write a report")),
            (OfFailures(), tr("Report what failed")),
            *((OfWatch(watch), tr("Report of “{folder}”", folder=name)) for watch, name in folders.items()),
            (None, tr("Forget old rows")),
        ]
        if about not in [one for one, _ in offered]:
            offered.append((about, tr("Report as before")))  # of a folder that is watched no longer
        self._work.show_choices(offered)

    def _wanted(self) -> ScheduledWork:
        about = self._work.value()
        if about is None:
            return ScheduledForgetting(self._days.value())
        return ScheduledReport(about, self._format.value(), self._folder)

    def _show_work(self) -> None:
        forgets = self._work.value() is None
        self._name.setPlaceholderText(self._work.currentText())
        for made in (self._format_row, self._where):
            made.setVisible(not forgets)
        for made in (self._days_row, self._stay):
            made.setVisible(forgets)

    def _on_use(self) -> None:
        bridge = self._context.bridge
        if self._schedule is None:
            bridge.do(AddSchedule(self.rules()), self._on_answer)
        else:
            bridge.do(ChangeSchedule(self._schedule.id, self.rules()), self._on_answer)

    def _on_answer(self, answer: ScheduleId | bool | ReportRefused) -> None:  # noqa: FBT001 - a command's answer
        if isinstance(answer, ReportRefused):
            self.refuse(text.report_refused(answer))
        elif self._schedule is None:
            self.done.emit(answer)
        elif answer:
            self.done.emit(self._schedule.id)
        else:  # it was removed meanwhile
            self.left.emit()
