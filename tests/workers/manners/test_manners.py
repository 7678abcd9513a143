"""Whether jobs may begin: quiet hours by the wall clock, mains power, and a computer that nobody uses."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.local_time import EVERY_DAY, Weekday
from workers.manners.manners import HoldReason, Manners, No, QuietHours, Surroundings, Yes, may_begin, quiet_until

BERLIN = ZoneInfo("Europe/Berlin")
DAY = QuietHours(begins=time(8), until=time(22))
NIGHT = QuietHours(begins=time(22), until=time(7))
WORKDAYS = EVERY_DAY - {Weekday.SATURDAY, Weekday.SUNDAY}


def at(words: str) -> float:
    return datetime.fromisoformat(words).replace(tzinfo=BERLIN).timestamp()


QUIET = [
    # hours, now -> until
    ((DAY,), "2026-06-10 07:59", None),
    ((DAY,), "2026-06-10 08:00", "2026-06-10 22:00"),
    ((DAY,), "2026-06-10 21:59", "2026-06-10 22:00"),
    ((DAY,), "2026-06-10 22:00", None),
    ((NIGHT,), "2026-06-10 23:00", "2026-06-11 07:00"),
    ((NIGHT,), "2026-06-11 06:00", "2026-06-11 07:00"),
    ((NIGHT,), "2026-06-11 07:00", None),
    # The night from Friday to Saturday belongs to Friday, the one from Sunday to Monday to nobody.
    ((QuietHours(begins=time(22), until=time(7), days=WORKDAYS),), "2026-06-13 03:00", "2026-06-13 07:00"),
    ((QuietHours(begins=time(22), until=time(7), days=WORKDAYS),), "2026-06-15 03:00", None),
    # A whole day, and hours that follow each other at once.
    (
        (QuietHours(begins=time(0), until=time(0), days=frozenset({Weekday.SUNDAY})),),
        "2026-06-14 12:00",
        "2026-06-15 00:00",
    ),
    ((DAY, NIGHT), "2026-06-10 12:00", "2026-06-11 07:00"),
    ((NIGHT, DAY), "2026-06-10 12:00", "2026-06-11 07:00"),
    # The nights on which the clock is put forward and back.
    ((NIGHT,), "2026-03-29 01:30", "2026-03-29 07:00"),
    ((QuietHours(begins=time(2, 15), until=time(2, 45)),), "2026-03-29 03:20", "2026-03-29 03:45"),
    ((NIGHT,), "2026-10-25 02:30", "2026-10-25 07:00"),
]


@pytest.mark.parametrize(("quiet", "now", "until"), QUIET)
def test_quiet_hours_end_when_the_wall_clock_says(quiet: tuple[QuietHours, ...], now: str, until: str | None) -> None:
    assert quiet_until(at(now), quiet, BERLIN) == (None if until is None else at(until))


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    quiet=st.lists(
        st.builds(
            QuietHours,
            begins=st.times(),
            until=st.times(),
            days=st.frozensets(st.sampled_from(Weekday), min_size=1, max_size=6),
        ),
        max_size=3,
    ),
)
def test_what_is_quiet_ends_and_is_not_quiet_then(now: datetime, quiet: list[QuietHours]) -> None:
    until = quiet_until(now.timestamp(), quiet, BERLIN)
    if until is not None:
        assert until > now.timestamp()
        assert quiet_until(until, quiet, BERLIN) is None or until - now.timestamp() > 7 * 86_400


def test_without_manners_jobs_may_always_begin() -> None:
    assert may_begin(at("2026-06-10 12:00"), Surroundings(on_mains=False, idle_s=0.0), Manners()) == Yes()


DECIDED = [
    # surroundings, manners -> reasons
    (Surroundings(on_mains=False), Manners(on_mains=True), (HoldReason.ON_BATTERY,)),
    (Surroundings(on_mains=True), Manners(on_mains=True), ()),
    (Surroundings(idle_s=299.0), Manners(when_idle=True), (HoldReason.IN_USE,)),
    (Surroundings(idle_s=300.0), Manners(when_idle=True), ()),
    (Surroundings(idle_s=59.0), Manners(when_idle=True, idle_minutes=1), (HoldReason.IN_USE,)),
    (Surroundings(idle_s=None), Manners(when_idle=True), ()),  # nobody can tell: nothing waits for ever
    (
        Surroundings(on_mains=False, idle_s=0.0),
        Manners(on_mains=True, when_idle=True),
        (HoldReason.ON_BATTERY, HoldReason.IN_USE),
    ),
]


@pytest.mark.parametrize(("around", "manners", "reasons"), DECIDED)
def test_each_case_is_decided_as_the_table_says(
    around: Surroundings, manners: Manners, reasons: tuple[HoldReason, ...]
) -> None:
    expected = No(reasons=reasons) if reasons else Yes()
    assert may_begin(at("2026-06-10 12:00"), around, manners) == expected


def test_all_reasons_are_told_and_until_when_it_is_quiet() -> None:
    manners = Manners(quiet=(DAY,), on_mains=True)
    decided = may_begin(at("2026-06-10 12:00"), Surroundings(on_mains=False), manners, BERLIN)
    assert decided == No(reasons=(HoldReason.QUIET_HOURS, HoldReason.ON_BATTERY), until=at("2026-06-10 22:00"))
