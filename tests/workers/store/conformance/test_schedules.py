"""What is done by itself, and that each of its days is served once."""

from datetime import date, time

from msgspec.structs import replace

from tests.support.store import DISK, Table
from workers.jobs.ids import JobId, ScheduleId
from workers.jobs.job import NewRequest
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport, ScheduleRules
from workers.local_time import Weekday
from workers.requests import OfAll, OfWatch, ReportFormat, ReportRequest

RULES = ScheduleRules(
    name="Mondays",
    work=ScheduledReport(OfWatch(3), ReportFormat.CSV, "/Docs"),
    at=time(8, 30),
    days=frozenset((Weekday.MONDAY,)),
)
FIRST, SECOND = date(2026, 11, 30), date(2026, 12, 7)


def add(table: Table) -> Schedule:
    table.schedules.add_schedule(RULES, FIRST)
    (found,) = table.schedules.all()
    return found


def asked(table: Table) -> NewRequest:
    request = ReportRequest(about=OfAll(), format=ReportFormat.CSV, name="Mondays")
    return NewRequest(name="Mondays", request=request, out_root=table.intake.root(DISK).id, out_dir="Docs")


def test_a_schedule_is_kept_as_it_was_asked_for(table: Table) -> None:
    number = table.schedules.add_schedule(RULES, FIRST)
    forget = replace(RULES, name="Forget", work=ScheduledForgetting(90), days=frozenset(Weekday))
    other = table.schedules.add_schedule(forget, SECOND)
    assert table.schedules.all() == [
        Schedule(id=number, rules=RULES, created=table.clock.now, on=True, served=FIRST),
        Schedule(id=other, rules=forget, created=table.clock.now, on=True, served=SECOND),
    ]


def test_a_day_is_served_once_and_asks_for_one_report(table: Table) -> None:
    schedule = add(table)
    assert table.schedules.serve(schedule, SECOND, asked(table))
    assert not table.schedules.serve(schedule, SECOND, asked(table))
    (job,) = [each for each in map(table.reader.job, map(JobId, range(1, 5))) if each is not None]
    (found,) = table.schedules.all()
    assert (found.served, found.job, found.done_at) == (SECOND, job.id, table.clock.now)
    assert job.request == asked(table).request


def test_nothing_is_asked_for_by_what_is_off_or_gone(table: Table) -> None:
    schedule = add(table)
    assert table.schedules.switch(schedule.id, on=False, served=FIRST)
    assert not table.schedules.serve(schedule, SECOND, asked(table))
    assert table.schedules.remove_schedule(schedule.id)
    assert not table.schedules.serve(schedule, SECOND, asked(table))
    assert table.reader.job(JobId(1)) is None


def test_what_was_missed_while_it_was_off_is_not_made_up_for(table: Table) -> None:
    schedule = add(table)
    table.schedules.switch(schedule.id, on=False, served=FIRST)
    table.schedules.switch(schedule.id, on=True, served=SECOND)
    assert table.schedules.all()[0].served == SECOND


def test_switching_on_what_is_on_leaves_what_is_due(table: Table) -> None:
    schedule = add(table)
    table.schedules.switch(schedule.id, on=True, served=SECOND)
    assert table.schedules.all()[0].served == FIRST


def test_what_is_not_there_is_said(table: Table) -> None:
    assert not table.schedules.switch(ScheduleId(7), on=True, served=FIRST)
    assert not table.schedules.remove_schedule(ScheduleId(7))


def test_a_day_far_ahead_is_taken_back_where_it_is_still_known(table: Table) -> None:
    schedule = add(table)
    table.schedules.set_back(replace(schedule, served=SECOND), FIRST)
    assert table.schedules.all()[0].served == FIRST
    table.schedules.set_back(schedule, date(2026, 11, 23))
    assert table.schedules.all()[0].served == date(2026, 11, 23)


def test_what_is_changed_is_the_same_schedule(table: Table) -> None:
    schedule = add(table)
    table.schedules.switch(schedule.id, on=False, served=FIRST)
    changed = replace(RULES, name="Tuesdays", days=frozenset((Weekday.TUESDAY,)))
    assert table.schedules.change_schedule(schedule.id, changed, SECOND)
    assert table.schedules.all() == [replace(schedule, rules=changed, on=False, served=SECOND)]
    assert not table.schedules.change_schedule(ScheduleId(7), changed, SECOND)
