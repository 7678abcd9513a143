"""When a schedule is due, wherever and however the clock on the wall is put."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from workers.due import Due, due, is_ahead, latest, upcoming
from workers.jobs.ids import ScheduleId
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduleRules
from workers.local_time import Weekday

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")

DAILY = ScheduleRules(name="Every day", work=ScheduledForgetting(90), at=time(8, 0))
MONDAYS = replace(DAILY, days=frozenset((Weekday.MONDAY,)))
AT_NIGHT = replace(DAILY, at=time(2, 30))


def at(moment: str, zone: ZoneInfo = BERLIN) -> float:
    return datetime.fromisoformat(moment).replace(tzinfo=zone).timestamp()


def served(rules: ScheduleRules, day: str) -> Schedule:
    return Schedule(id=ScheduleId(1), rules=rules, created=0.0, on=True, served=date.fromisoformat(day))


def days_done(schedule: Schedule, begins: str, hours: int, zone: ZoneInfo = BERLIN) -> list[date]:
    """The days it is done for, asked each quarter of an hour."""
    done = []
    for quarter in range(hours * 4):
        found = due(schedule, at(begins, zone) + quarter * 900, zone)
        if found is not None:
            done.append(found.day)
            schedule = replace(schedule, served=found.day)
    return done


def test_it_is_due_from_its_time_on() -> None:
    schedule = served(DAILY, "2026-11-30")
    assert due(schedule, at("2026-12-01 07:59"), BERLIN) is None
    assert due(schedule, at("2026-12-01 08:00"), BERLIN) == Due(
        day=date(2026, 12, 1), since=at("2026-11-30 08:00"), until=at("2026-12-01 08:00")
    )


def test_what_was_missed_is_made_up_for_once_with_all_its_time() -> None:
    schedule = served(DAILY, "2026-11-20")
    found = due(schedule, at("2026-12-01 19:00"), BERLIN)
    assert found == Due(day=date(2026, 12, 1), since=at("2026-11-20 08:00"), until=at("2026-12-01 08:00"))
    assert due(replace(schedule, served=date(2026, 12, 1)), at("2026-12-01 19:01"), BERLIN) is None


def test_a_week_is_not_over_before_its_day() -> None:
    schedule = served(MONDAYS, "2026-11-23")
    assert due(schedule, at("2026-11-29 23:59"), BERLIN) is None
    assert due(schedule, at("2026-12-02 10:00"), BERLIN) == Due(
        day=date(2026, 11, 30), since=at("2026-11-23 08:00"), until=at("2026-11-30 08:00")
    )


def test_nothing_is_due_while_it_is_off() -> None:
    assert due(replace(served(DAILY, "2026-11-20"), on=False), at("2026-12-01 19:00"), BERLIN) is None


@pytest.mark.parametrize(
    ("begins", "days"),
    [
        ("2026-03-28 00:00", ["2026-03-28", "2026-03-29", "2026-03-30"]),  # 02:30 is skipped on the 29th
        ("2026-10-24 00:00", ["2026-10-24", "2026-10-25", "2026-10-26"]),  # and there twice on the 25th
    ],
)
def test_each_day_has_its_time_once_when_the_clock_is_put(begins: str, days: list[str]) -> None:
    before = date.fromisoformat(days[0]) - timedelta(days=1)
    done = days_done(served(AT_NIGHT, before.isoformat()), begins, 72)
    assert [day.isoformat() for day in done] == days


def test_an_hour_that_is_skipped_comes_as_much_later() -> None:
    found = due(served(AT_NIGHT, "2026-03-28"), at("2026-03-29 12:00"), BERLIN)
    assert found is not None
    assert found.until == at("2026-03-29 03:30")


def test_an_hour_that_comes_twice_counts_when_it_comes_first() -> None:
    schedule = served(AT_NIGHT, "2026-10-24")
    first = at("2026-10-25 02:30")
    assert due(schedule, first - 1, BERLIN) is None
    assert due(schedule, first, BERLIN) is not None
    assert due(replace(schedule, served=date(2026, 10, 25)), first + 3600, BERLIN) is None


def test_a_day_that_comes_again_further_west_is_not_done_again() -> None:
    schedule = served(DAILY, "2026-12-01")
    assert due(schedule, at("2026-12-01 08:00", NEW_YORK), NEW_YORK) is None
    assert due(schedule, at("2026-12-02 08:00", NEW_YORK), NEW_YORK) is not None


def test_a_day_that_a_place_skips_whole_is_missed_once() -> None:
    """Samoa had no 30 December 2011."""
    done = days_done(served(DAILY, "2011-12-28"), "2011-12-29 00:00", 48, APIA)
    assert done == [date(2011, 12, 29), date(2011, 12, 31)]


def test_a_new_one_begins_with_the_next_of_its_times() -> None:
    assert latest(DAILY, at("2026-12-01 07:00"), BERLIN) == date(2026, 11, 30)
    assert latest(DAILY, at("2026-12-01 08:00"), BERLIN) == date(2026, 12, 1)
    assert latest(MONDAYS, at("2026-11-30 07:59"), BERLIN) == date(2026, 11, 23)
    assert upcoming(served(MONDAYS, "2026-11-23"), at("2026-11-30 08:00"), BERLIN) == at("2026-12-07 08:00")


def test_a_clock_that_was_years_ahead_is_noticed() -> None:
    assert is_ahead(served(DAILY, "2031-01-01"), at("2026-12-01 12:00"), BERLIN)
    assert not is_ahead(served(DAILY, "2026-12-02"), at("2026-12-01 12:00"), BERLIN)
