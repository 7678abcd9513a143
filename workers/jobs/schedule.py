"""Work that is done by itself at a time of the day."""

from datetime import date, time
from typing import Annotated

from msgspec import Meta, Struct

from workers.jobs.ids import JobId, ScheduleId
from workers.local_time import EVERY_DAY, Weekday
from workers.requests import About, ReportFormat


class ScheduledReport(Struct, frozen=True, tag="report"):
    """A report of what ended since the last one, in this folder, absolute."""

    about: About
    format: ReportFormat
    folder: str


class ScheduledForgetting(Struct, frozen=True, tag="forget"):
    """Rows that ended so many days ago leave the table; files stay."""

    days: Annotated[int, Meta(ge=1)]


ScheduledWork = ScheduledReport | ScheduledForgetting


class ScheduleRules(Struct, frozen=True, kw_only=True):
    """What is to be done when the clock on the wall shows `at` on each of the `days`; `name` is what it is called."""

    name: str
    work: ScheduledWork
    at: time
    days: frozenset[Weekday] = EVERY_DAY


class Schedule(Struct, frozen=True, kw_only=True):
    """A stored schedule. Times are seconds since 1970.

    `served` is the last day whose work is done or no longer to be done. `done_at` is when something was done last, and
    `job` the report that was asked for then.
    """

    id: ScheduleId
    rules: ScheduleRules
    created: float
    on: bool
    served: date
    done_at: float | None = None
    job: JobId | None = None
