"""What can be asked of reports and schedules: commands, as those of `commands`."""

from dataclasses import dataclass

from workers.jobs.ids import JobId, ScheduleId
from workers.jobs.schedule import Schedule, ScheduleRules
from workers.requests import ReportRefused, ReportRequest
from workers.service import reports, schedule_rules
from workers.service.commands import Command
from workers.service.service import JobService


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveReport(Command[JobId | ReportRefused]):
    """Have a report written to a folder, in the background; answers the number of its job, which is called `row`."""

    request: ReportRequest
    folder: str
    row: str
    submitter: str

    def run(self, service: JobService) -> JobId | ReportRefused:
        return reports.ask_report(service, self.request, folder=self.folder, row=self.row, submitter=self.submitter)


@dataclass(frozen=True, slots=True)
class AddSchedule(Command[ScheduleId | ReportRefused]):
    """Do something by itself at a time of the day, wherever the jobs are worked off, from its next time on."""

    rules: ScheduleRules

    def run(self, service: JobService) -> ScheduleId | ReportRefused:
        return schedule_rules.add_schedule(service, self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSchedule(Command[bool]):
    """Do it no more, or again from its next time on; answers False when there is no such schedule."""

    schedule: ScheduleId
    on: bool

    def run(self, service: JobService) -> bool:
        return schedule_rules.switch_schedule(service, self.schedule, on=self.on)


@dataclass(frozen=True, slots=True)
class RemoveSchedule(Command[bool]):
    """Forget a schedule; reports that it made stay. Answers False when there is no such schedule."""

    schedule: ScheduleId

    def run(self, service: JobService) -> bool:
        return service.store.schedules.remove_schedule(self.schedule)


@dataclass(frozen=True, slots=True)
class FindSchedules(Command[list[Schedule]]):
    """All schedules, in the order they were added."""

    def run(self, service: JobService) -> list[Schedule]:
        return service.store.schedules.all()
