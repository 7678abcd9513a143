"""What is held back is written where all see it, on a clock and a computer that the test has in its hand."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.store import ME, Table, new_table
from workers.manners.manners import Hold, HoldReason, Manners, QuietHours, Surroundings
from workers.pool.manners_gate import MannersGate

BERLIN = ZoneInfo("Europe/Berlin")
DAY = Manners(quiet=(QuietHours(begins=time(8), until=time(22)),))


def at(words: str) -> float:
    return datetime.fromisoformat(words).replace(tzinfo=BERLIN).timestamp()


class Computer:
    """A gate on a table, and what it sees: manners, surroundings and the clock can be changed."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.manners: Sequence[Manners] = (DAY,)
        self.around = Surroundings()
        self.restart()

    def restart(self) -> None:
        self.gate = MannersGate(
            self.table.store,
            manners=lambda: self.manners,
            around=lambda: self.around,
            clock=self.table.clock,
            zone=BERLIN,
        )

    def look_at(self, words: str) -> bool:
        self.table.clock.now = at(words)
        return self.gate.look()

    @property
    def reasons(self) -> list[tuple[HoldReason, ...]]:
        return [hold.reasons for hold in self.table.reader.holds()]


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    with new_table(tmp_path) as table:
        table.add(3)
        yield Computer(table)


def test_a_day_goes_by(computer: Computer) -> None:
    assert not computer.look_at("2026-06-10 07:59")
    assert computer.table.reader.holds() == ()
    assert not computer.look_at("2026-06-10 08:00")
    assert computer.table.reader.holds() == (Hold(reasons=(HoldReason.QUIET_HOURS,), until=at("2026-06-10 22:00")),)
    assert computer.table.claims.claim(ME) is None
    assert computer.look_at("2026-06-10 22:00")
    assert computer.table.claims.claim(ME) is not None


def test_nothing_is_written_while_nothing_changes(computer: Computer) -> None:
    computer.look_at("2026-06-10 08:00")
    before = computer.table.reader.mark()
    computer.look_at("2026-06-10 08:01")
    assert computer.table.reader.mark() == before


def test_go_on_now_lasts_until_the_hours_end_also_through_a_restart(computer: Computer) -> None:
    computer.look_at("2026-06-10 08:00")
    computer.table.timetable.go_on(computer.table.reader.holds())
    assert computer.look_at("2026-06-10 08:01")
    assert computer.reasons == []
    computer.gate.open()
    computer.restart()
    computer.look_at("2026-06-10 21:00")
    assert computer.reasons == []
    computer.look_at("2026-06-10 22:00")
    computer.look_at("2026-06-11 08:00")
    assert computer.reasons == [(HoldReason.QUIET_HOURS,)]


def test_going_on_in_spite_of_one_reason_does_not_go_on_in_spite_of_another(computer: Computer) -> None:
    computer.manners = (Manners(quiet=DAY.quiet, on_mains=True),)
    computer.look_at("2026-06-10 08:00")
    computer.table.timetable.go_on(computer.table.reader.holds())
    computer.look_at("2026-06-10 08:01")
    computer.around = Surroundings(on_mains=False)
    computer.look_at("2026-06-10 08:02")
    assert computer.table.reader.holds() == (Hold(reasons=(HoldReason.ON_BATTERY,)),)
    computer.around = Surroundings(on_mains=True)
    assert computer.look_at("2026-06-10 08:03")
    assert computer.reasons == []


def test_other_manners_hold_at_once_and_end_what_was_let_through(computer: Computer) -> None:
    computer.look_at("2026-06-10 08:00")
    computer.table.timetable.go_on(computer.table.reader.holds())
    computer.look_at("2026-06-10 08:01")
    computer.manners = (Manners(quiet=(QuietHours(begins=time(8), until=time(20)),)),)
    computer.look_at("2026-06-10 08:02")
    assert computer.table.reader.holds() == (Hold(reasons=(HoldReason.QUIET_HOURS,), until=at("2026-06-10 20:00")),)
    computer.manners = ()
    assert computer.look_at("2026-06-10 08:03")
    assert computer.reasons == []


def test_a_click_between_two_looks_is_not_lost(computer: Computer) -> None:
    computer.manners = (Manners(quiet=DAY.quiet, on_mains=True),)
    computer.around = Surroundings(on_mains=False)
    computer.look_at("2026-06-10 08:00")
    computer.table.timetable.go_on(computer.table.reader.holds())
    computer.around = Surroundings(on_mains=True)
    computer.look_at("2026-06-10 08:01")
    assert computer.reasons == []
    computer.around = Surroundings(on_mains=False)
    computer.look_at("2026-06-10 08:02")
    assert computer.reasons == [(HoldReason.ON_BATTERY,)]  # it had ended in between


def test_what_a_pool_held_back_that_is_no_more_is_looked_at_anew(computer: Computer) -> None:
    computer.look_at("2026-06-10 08:00")
    computer.restart()  # as after a crash: the table still says so
    assert computer.reasons == [(HoldReason.QUIET_HOURS,)]
    assert computer.look_at("2026-06-10 23:00")
    assert computer.reasons == []
