"""Time as the supervisor lives it."""

from collections.abc import Iterator

from workers.pool.sleep_safe_clock import Every, SleepSafeClock


def clock(*clock: float) -> SleepSafeClock:
    times: Iterator[float] = iter(clock)
    return SleepSafeClock(2.0, clock=lambda: next(times))


def test_short_gaps_add_up() -> None:
    time = clock(100.0, 100.5, 101.0)
    assert (time.advance(), time.advance()) == (0.5, 1.0)


def test_a_sleep_and_a_clock_that_jumps_add_nothing() -> None:
    time = clock(100.0, 100.5, 4000.0, 4000.5, 50.0, 50.25)
    assert [time.advance() for _ in range(5)] == [0.5, 0.5, 1.0, 1.0, 1.25]


def test_every_is_due_once_an_interval() -> None:
    every = Every(1.0)
    assert [every.due(now) for now in (0.0, 0.5, 1.0, 1.5, 3.0, 3.5)] == [True, False, True, False, True, False]
