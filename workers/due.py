"""Which days of a schedule are due, by the clock on the wall."""

from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct

from workers.jobs.schedule import Schedule, ScheduleRules
from workers.local_time import moment, next_moment, weekday

_LOOKED_BACK = range(1, -9, -1)
"""Days from tomorrow on backwards, whose hours a clock may have been put to, to a week ago and one more."""


class Due(Struct, frozen=True, kw_only=True):
    """The work of a schedule that is to be done now: for `day`, about what happened from `since` until `until`.

    The times are seconds since 1970. Days that were missed are in it: they are made up for by one time.
    """

    day: date
    since: float
    until: float


def due(schedule: Schedule, now: float, zone: tzinfo | None = None) -> Due | None:
    """What is to be done at this moment, in seconds since 1970; `zone` None is the computer's own."""
    day = latest(schedule.rules, now, zone)
    if not schedule.on or day <= schedule.served:
        return None
    at = schedule.rules.at
    return Due(day=day, since=moment(schedule.served, at, zone), until=moment(day, at, zone))


def latest(rules: ScheduleRules, now: float, zone: tzinfo | None = None) -> date:
    """The last day up to now whose time has come: what a new schedule begins after."""
    today = datetime.fromtimestamp(now, zone).date()
    return next(
        day
        for n in _LOOKED_BACK
        if weekday(day := today + timedelta(days=n)) in rules.days and moment(day, rules.at, zone) <= now
    )


def upcoming(schedule: Schedule, now: float, zone: tzinfo | None = None) -> float:
    """When it is to be done next, in seconds since 1970."""
    return next_moment(now, schedule.rules.at, schedule.rules.days, zone)


def is_ahead(schedule: Schedule, now: float, zone: tzinfo | None = None) -> bool:
    """Whether it was done for a day that is still far: the clock was wrong then, and nothing would be done until that day."""
    return schedule.served > datetime.fromtimestamp(now, zone).date() + timedelta(days=1)
