"""Whether something can be done by itself as somebody asks for."""

import os
import time

from msgspec.structs import replace

from workers.due import latest
from workers.jobs.ids import ScheduleId
from workers.jobs.schedule import Schedule, ScheduledReport, ScheduleRules
from workers.requests import ReportFault, ReportRefused
from workers.service.reports import refusal
from workers.service.service import JobService


def add_schedule(service: JobService, rules: ScheduleRules) -> ScheduleId | ReportRefused:
    """Do it by itself from its next time on; returns the schedule's number, or why that cannot be."""
    meant = _meant(service, rules)
    if isinstance(meant, ReportRefused):
        return meant
    return service.store.schedules.add_schedule(meant, latest(meant, time.time()))


def change_schedule(service: JobService, schedule: ScheduleId, rules: ScheduleRules) -> bool | ReportRefused:
    """Do that instead; at other times it is done from the next of them on. False when there is no such schedule."""
    before = _found(service, schedule)
    if before is None:
        return False
    meant = _meant(service, rules)
    if isinstance(meant, ReportRefused):
        return meant
    keeps_times = (meant.at, meant.days) == (before.rules.at, before.rules.days)
    served = before.served if keeps_times else latest(meant, time.time())
    return service.store.schedules.change_schedule(schedule, meant, served)


def switch_schedule(service: JobService, schedule: ScheduleId, *, on: bool) -> bool:
    """Do it no more, or again from its next time on; False when there is no such schedule."""
    now = time.time()
    found = _found(service, schedule)
    return found is not None and service.store.schedules.switch(schedule, on=on, served=latest(found.rules, now))


def _found(service: JobService, schedule: ScheduleId) -> Schedule | None:
    return next((each for each in service.store.schedules.all() if each.id == schedule), None)


def _meant(service: JobService, rules: ScheduleRules) -> ScheduleRules | ReportRefused:
    """The rules with whole paths, or why they cannot be followed."""
    work = rules.work
    if not isinstance(work, ScheduledReport):
        return rules
    refused = refusal(service, work.about) or _no_text(work.folder)
    if refused is not None:
        return refused
    return replace(rules, work=replace(work, folder=os.path.abspath(work.folder)))  # noqa: PTH100 - keeps links


def _no_text(folder: str) -> ReportRefused | None:
    try:
        folder.encode()
    except UnicodeEncodeError:
        return ReportRefused(fault=ReportFault.FOLDER_NAME, what=folder)
    return None
