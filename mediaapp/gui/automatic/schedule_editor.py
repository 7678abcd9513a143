"""What is done by itself at a time of the day: a panel that asks for it."""

from datetime import time
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import Qt, Signal

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.automatic.editor_panel import EditorPanel
from mediaapp.gui.language import weekday_name
from mediaapp.gui.recipe.fields import ChoiceBox, NumberBox, Row, TextBox
from mediaapp.gui.time_box import TimeBox
from mediaapp.gui.widgets import label
from mediaapp.paths import reports_folder
from mediaapp.text import tr
from workers.jobs.ids import ScheduleId
from workers.jobs.schedule import ScheduledForgetting, ScheduledReport, ScheduledWork, ScheduleRules
from workers.local_time import EVERY_DAY, Weekday
from workers.requests import OfAll, OfFailures, ReportFormat, ReportRefused
from workers.service.schedule_commands import AddSchedule

_FORGET_DAYS = 90
_MOST_DAYS = 3650


class WorkChoice(StrEnum):
    """What is done."""

    REPORT = "report"
    REPORT_FAILED = "report_failed"
    FORGET = "forget"


class ScheduleEditor(EditorPanel):
    """For a new schedule; one that is there is switched, or removed."""

    done = Signal()

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._name = TextBox(100)
        self._work = ChoiceBox(
            (
                (WorkChoice.REPORT, tr("Write a report")),
                (WorkChoice.REPORT_FAILED, tr("Report what failed")),
                (WorkChoice.FORGET, tr("Forget old rows")),
            )
        )
        self._format = ChoiceBox(tuple((one, one.value.upper()) for one in ReportFormat))
        self._days = NumberBox(1, _MOST_DAYS, tr(" days"))
        self._at = TimeBox(time(8, 0))
        self._at.setDisplayFormat("HH:mm")
        self._on: ChoiceBox[Weekday | None] = ChoiceBox(
            ((None, tr("Every day")), *((day, weekday_name(at)) for at, day in enumerate(Weekday, start=1)))
        )
        self._format_row, self._days_row = Row(tr("As"), self._format), Row(tr("After"), self._days)
        self._where = label(tr("Reports go to {place}", place=text.place(str(reports_folder()))), "muted", wrap=True)
        self._stay = label(tr("Rows leave the list; files stay."), "muted", wrap=True)
        self.add_section("", Row(tr("Name"), self._name))
        self.add_section(
            tr("What is done"), Row(tr("Does"), self._work), self._format_row, self._where, self._days_row, self._stay
        )
        self.add_section(tr("When"), Row(tr("On"), self._on), Row(tr("At"), self._at))
        self.body.addStretch(1)
        self._work.chosen.connect(self._show_work)
        self._name.returnPressed.connect(self.use.click)
        self._name.setAcceptDrops(False)
        self.use.clicked.connect(self._on_use)

    def begin(self) -> None:
        """Ask about a new one."""
        self.show_title(tr("Add a schedule"), tr("Add"))
        self._name.setText("")
        self._work.show_value(WorkChoice.REPORT)
        self._days.show_value(_FORGET_DAYS)
        self._on.show_value(None)
        self.refuse("")
        self._show_work()

    def focus_first(self) -> None:
        """Give the keys to what is asked first."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def rules(self) -> ScheduleRules:
        """What is asked for now; it is called by what it does where nobody named it."""
        day, at = self._on.value(), self._at.time()
        return ScheduleRules(
            name=self._name.text().strip() or self._work.currentText(),
            work=self._wanted(),
            at=time(at.hour(), at.minute()),
            days=EVERY_DAY if day is None else frozenset((day,)),
        )

    def _wanted(self) -> ScheduledWork:
        match self._work.value():
            case WorkChoice.REPORT:
                return ScheduledReport(OfAll(), self._format.value(), str(reports_folder()))
            case WorkChoice.REPORT_FAILED:
                return ScheduledReport(OfFailures(), self._format.value(), str(reports_folder()))
            case WorkChoice.FORGET:
                return ScheduledForgetting(self._days.value())
            case _ as never:
                assert_never(never)

    def _show_work(self) -> None:
        forgets = self._work.value() is WorkChoice.FORGET
        self._name.setPlaceholderText(self._work.currentText())
        for made in (self._format_row, self._where):
            made.setVisible(not forgets)
        for made in (self._days_row, self._stay):
            made.setVisible(forgets)

    def _on_use(self) -> None:
        self._context.bridge.do(AddSchedule(self.rules()), self._on_answer)

    def _on_answer(self, answer: ScheduleId | ReportRefused) -> None:
        if isinstance(answer, ReportRefused):
            self.refuse(text.report_refused(answer))
        else:
            self.done.emit()
