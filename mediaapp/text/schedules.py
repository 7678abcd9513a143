"""What is told of work that is done by itself at a time of the day."""

from collections.abc import Mapping
from typing import assert_never

from mediaapp.text.figures import place
from mediaapp.text.language import N_, tr, tr_n
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport, ScheduleRules
from workers.local_time import EVERY_DAY, Weekday

_DAYS: Mapping[Weekday, str] = {
    Weekday.MONDAY: N_("Mondays"),
    Weekday.TUESDAY: N_("Tuesdays"),
    Weekday.WEDNESDAY: N_("Wednesdays"),
    Weekday.THURSDAY: N_("Thursdays"),
    Weekday.FRIDAY: N_("Fridays"),
    Weekday.SATURDAY: N_("Saturdays"),
    Weekday.SUNDAY: N_("Sundays"),
}


def schedule_removed(schedule: Schedule) -> str:
    """What was done."""
    return tr("The schedule “{name}” is removed.", name=schedule.rules.name)


def schedule_times(rules: ScheduleRules) -> str:
    """When it is done: 'Every day at 08:00', 'Mondays, Fridays at 08:00'."""
    at = f"{rules.at:%H:%M}"
    if rules.days == EVERY_DAY:
        return tr("Every day at {time}", time=at)
    return tr("{days} at {time}", days=", ".join(tr(_DAYS[day]) for day in Weekday if day in rules.days), time=at)


def schedule_work(rules: ScheduleRules) -> str:
    """What is done: 'Report as HTML to Documents/mediaapp reports', 'Rows leave the list after 30 days; files stay'."""
    match rules.work:
        case ScheduledReport(format=written_as, folder=folder):
            return tr("Report as {format} to {place}", format=written_as.value.upper(), place=place(folder))
        case ScheduledForgetting(days=days):
            return tr_n(
                "Rows leave the list after 1 day; files stay", "Rows leave the list after {n} days; files stay", days
            )
        case _:
            assert_never(rules.work)
