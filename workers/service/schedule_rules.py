"""Whether something can be done by itself as somebody asks for."""

import os
import time

from msgspec.structs import replace

from workers.due import latest
from workers.jobs.ids import ScheduleId
from workers.jobs.schedule import ScheduledReport, ScheduleRules
from workers.requests import ReportFault, ReportRefused
from workers.service.reports import refusal
from workers.service.service import JobService


def add_schedule(service: JobService, rules: ScheduleRules) -> ScheduleId | ReportRefused:
    """Do it by itself from its next time on; returns the schedule's number, or why that cannot be."""
    work = rules.work
    if isinstance(work, ScheduledReport):
        refused = refusal(service, work.about) or _no_text(work.folder)
        if refused is not None:
            return refused
        folder = os.path.abspath(work.folder)  # noqa: PTH100 - keeps links
        rules = replace(rules, work=replace(work, folder=folder))
    return service.store.schedules.add_schedule(rules, latest(rules, time.time()))


def switch_schedule(service: JobService, schedule: ScheduleId, *, on: bool) -> bool:
    """Do it no more, or again from its next time on; False when there is no such schedule."""
    now = time.time()
    found = next((each for each in service.store.schedules.all() if each.id == schedule), None)
    return found is not None and service.store.schedules.switch(schedule, on=on, served=latest(found.rules, now))


def _no_text(folder: str) -> ReportRefused | None:
    try:
        folder.encode()
    except UnicodeEncodeError:
        return ReportRefused(fault=ReportFault.FOLDER_NAME, what=folder)
    return None
