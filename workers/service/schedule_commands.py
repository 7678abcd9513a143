"""What can be asked of reports and schedules: commands, as those of `commands`."""

from workers.jobs.ids import JobId, ScheduleId
from workers.jobs.schedule import Schedule, ScheduleRules
from workers.requests import ReportRefused, ReportRequest
from workers.service import reports, schedule_rules
from workers.service.commands import Command
from workers.service.service import JobService


class MakeReport(Command[JobId | ReportRefused], frozen=True, kw_only=True):
    """Have a report written to a folder, in the background; answers the number of its job, which is called `row`."""

    request: ReportRequest
    folder: str
    row: str
    submitter: str

    def run(self, service: JobService) -> JobId | ReportRefused:
        return reports.ask_report(service, self.request, folder=self.folder, row=self.row, submitter=self.submitter)


class AddSchedule(Command[ScheduleId | ReportRefused], frozen=True):
    """Do something by itself at a time of the day, wherever the jobs are worked off, from its next time on."""

    rules: ScheduleRules

    def run(self, service: JobService) -> ScheduleId | ReportRefused:
        return schedule_rules.add_schedule(service, self.rules)


class ChangeSchedule(Command[bool | ReportRefused], frozen=True):
    """Do something else, or at other times; answers False when there is no such schedule."""

    schedule: ScheduleId
    rules: ScheduleRules

    def run(self, service: JobService) -> bool | ReportRefused:
        return schedule_rules.change_schedule(service, self.schedule, self.rules)


class SwitchSchedule(Command[bool], frozen=True, kw_only=True):
    """Do it no more, or again from its next time on; answers False when there is no such schedule."""

    schedule: ScheduleId
    on: bool

    def run(self, service: JobService) -> bool:
        return schedule_rules.switch_schedule(service, self.schedule, on=self.on)


class RemoveSchedule(Command[bool], frozen=True):
    """Forget a schedule; reports that it made stay. Answers False when there is no such schedule."""

    schedule: ScheduleId

    def run(self, service: JobService) -> bool:
        return service.store.schedules.remove_schedule(self.schedule)


class FindSchedules(Command[list[Schedule]], frozen=True):
    """All schedules, in the order they were added."""

    def run(self, service: JobService) -> list[Schedule]:
        return service.store.schedules.all()
