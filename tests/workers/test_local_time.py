"""The next moment that a wall clock shows an hour, across the nights on which it is put forward or back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.local_time import EVERY_DAY, Weekday, moment, next_moment, weekday

BERLIN = ZoneInfo("Europe/Berlin")


def at(words: str) -> float:
    """A moment told with its offset: '2026-03-29 01:00+01:00'."""
    return datetime.fromisoformat(words).timestamp()


NEXT = [
    # after, hour, days -> next
    ("2026-06-10 21:00+02:00", time(22), EVERY_DAY, "2026-06-10 22:00+02:00"),
    ("2026-06-10 22:00+02:00", time(22), EVERY_DAY, "2026-06-11 22:00+02:00"),
    ("2026-06-10 23:59+02:00", time(0), EVERY_DAY, "2026-06-11 00:00+02:00"),
    ("2026-06-10 09:00+02:00", time(8), {Weekday.MONDAY}, "2026-06-15 08:00+02:00"),  # a Wednesday
    ("2026-06-10 09:00+02:00", time(8), {Weekday.WEDNESDAY}, "2026-06-17 08:00+02:00"),
    ("2026-06-10 07:00+02:00", time(8), {Weekday.WEDNESDAY}, "2026-06-10 08:00+02:00"),
    # Put forward from 02:00 to 03:00: 02:30 is half an hour after that.
    ("2026-03-29 01:00+01:00", time(2, 30), EVERY_DAY, "2026-03-29 03:30+02:00"),
    ("2026-03-28 22:00+01:00", time(22), EVERY_DAY, "2026-03-29 22:00+02:00"),  # 23 hours
    # Put back from 03:00 to 02:00: 02:30 is the first of both, once.
    ("2026-10-25 01:00+02:00", time(2, 30), EVERY_DAY, "2026-10-25 02:30+02:00"),
    ("2026-10-25 02:30+02:00", time(2, 30), EVERY_DAY, "2026-10-26 02:30+01:00"),
    ("2026-10-24 22:00+02:00", time(22), EVERY_DAY, "2026-10-25 22:00+01:00"),  # 25 hours
]


@pytest.mark.parametrize(("after", "hour", "days", "expected"), NEXT)
def test_the_next_moment_by_the_wall_clock(after: str, hour: time, days: set[Weekday], expected: str) -> None:
    found = next_moment(at(after), hour, days, BERLIN)
    assert found == at(expected), datetime.fromtimestamp(found, BERLIN)


@given(
    after=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    hour=st.times(),
    days=st.sets(st.sampled_from(Weekday), min_size=1),
    zone=st.sampled_from([ZoneInfo(name) for name in ("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe")]),
)
def test_no_day_is_left_out_and_none_comes_twice(
    after: datetime, hour: time, days: set[Weekday], zone: ZoneInfo
) -> None:
    now = after.timestamp()
    first = next_moment(now, hour, days, zone)
    assert now < first <= now + timedelta(days=7, hours=1).total_seconds()
    second = next_moment(first, hour, days, zone)
    told = [datetime.fromtimestamp(one, zone).date() for one in (first, second)]
    assert told[0] != told[1]
    assert {weekday(day) for day in told} <= days


def test_without_a_zone_it_is_the_computers_own() -> None:
    day = datetime(2026, 6, 10).date()
    assert moment(day, time(22)) == datetime(2026, 6, 10, 22).timestamp()


def test_no_day_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="no such day"):
        next_moment(0.0, time(8), set())
