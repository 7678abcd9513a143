"""Changing what is done by itself: what was due stays due, unless its times are others now."""

from datetime import date, time, timedelta

import pytest
from msgspec.structs import replace

from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport, ScheduleRules
from workers.requests import OfWatch, ReportFormat, ReportRefused
from workers.service import JobService
from workers.service.schedule_commands import AddSchedule, ChangeSchedule, FindSchedules

DAILY = ScheduleRules(name="Tidy", work=ScheduledForgetting(90), at=time(8, 0))


def found(service: JobService) -> Schedule:
    (schedule,) = FindSchedules().run(service)
    return schedule


@pytest.mark.parametrize(
    ("rules", "stays_due"),
    [
        (replace(DAILY, name="Other", work=ScheduledForgetting(30)), True),
        (replace(DAILY, at=time(9, 0)), False),
    ],
)
def test_what_was_missed_is_made_up_for_only_where_the_times_stay(
    service: JobService, rules: ScheduleRules, stays_due: bool
) -> None:
    AddSchedule(DAILY).run(service)
    long_ago = date.today() - timedelta(days=9)
    service.store.schedules.set_back(found(service), long_ago)
    assert ChangeSchedule(found(service).id, rules).run(service) is True
    assert found(service).rules == rules
    assert (found(service).served == long_ago) is stays_due


def test_a_change_that_cannot_be_is_refused_and_changes_nothing(service: JobService) -> None:
    AddSchedule(DAILY).run(service)
    before = found(service)
    of_nothing = replace(DAILY, work=ScheduledReport(OfWatch(7), ReportFormat.CSV, "/Docs"))
    assert isinstance(ChangeSchedule(before.id, of_nothing).run(service), ReportRefused)
    assert found(service) == before
