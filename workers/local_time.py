"""Moments that people name by the clock on their wall: 22:00, or 08:00 on Mondays."""

import time as time_module
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Weekday(StrEnum):
    """A day of the week; the first letters of its English name."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


EVERY_DAY: frozenset[Weekday] = frozenset(Weekday)

_ORDER = tuple(Weekday)
_LOOKED_AT = range(-1, 9)
"""Days from today on: a week, today once more, and those before and after, whose hours may have been skipped."""


def current_zone() -> Sequence[object]:
    """What tells the computer's time zone from another one, as it is now.

    A process keeps the zone that it began in until it asks the C library to look again, as this does where that is possible:
    on Unix. SQLite's local times then follow too; Qt asks it by itself.
    """
    if hasattr(time_module, "tzset"):
        time_module.tzset()
    return (*time_module.tzname, time_module.timezone, time_module.altzone)


def weekday(day: date) -> Weekday:
    """Which day of the week it is."""
    return _ORDER[day.weekday()]


def moment(day: date, at: time, zone: tzinfo | None = None) -> float:
    """When the clock shows `at` on that day, in seconds since 1970; `zone` None is the computer's own.

    An hour that the clock shows twice is the first of both; one that it skips comes as much later as the clock was put
    forward (as RFC 5545, 3.3.5 reads local times).
    """
    return datetime.combine(day, at, tzinfo=zone).timestamp()


def next_moment(after: float, at: time, days: Collection[Weekday] = EVERY_DAY, zone: tzinfo | None = None) -> float:
    """The first moment later than `after`, in seconds since 1970, when the clock shows `at` on one of these days.

    Raises ValueError without a day.
    """
    today = datetime.fromtimestamp(after, zone).date()
    for n in _LOOKED_AT:
        day = today + timedelta(days=n)
        if weekday(day) in days and (found := moment(day, at, zone)) > after:
            return found
    raise ValueError("there is no such day")
