"""How long the frames of an animation are shown, in what a format can count."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import floor, gcd

from workers.facts import Times
from workers.formats import Clock
from workers.image.frames import Frame, FrameSequence

_MOST_PART = 0xFFFF
"""The largest number above or below the line of an APNG's seconds."""

_SECOND_MS = 1000
_UNSEEN_MS = 0.001


class TimesSeen:
    """Takes in frame times as a header tells them, one after the other."""

    __slots__ = ("_grain", "_in_parts", "_longest", "_shortest", "_slowed", "_total")

    def __init__(self) -> None:
        self._shortest: Fraction | None = None
        self._longest = Fraction(0)
        self._total = 0.0  # a sum of fractions would grow without end
        self._grain: int | None = 0
        self._in_parts = True
        self._slowed = False

    def add(self, ms: Fraction | int, count: int = 1, *, slowed: bool = False) -> None:
        """`count` frames of `ms` milliseconds each; `slowed` says that the file asks for less than is shown."""
        time = Fraction(ms)
        off_ms = abs(float(as_seconds(float(time)) * _SECOND_MS - time))
        self._in_parts = self._in_parts and off_ms < _UNSEEN_MS
        self._grain = gcd(self._grain, time.numerator) if time.denominator == 1 and self._grain is not None else None
        self._shortest = time if self._shortest is None else min(self._shortest, time)
        self._longest = max(self._longest, time)
        self._total += float(time) * count
        self._slowed = self._slowed or slowed

    def times(self) -> Times | None:
        """What was seen; None of nothing."""
        if self._shortest is None:
            return None
        return Times(
            shortest_ms=float(self._shortest),
            longest_ms=float(self._longest),
            total_ms=self._total,
            grain_ms=self._grain,
            in_parts=self._in_parts,
            slowed=self._slowed,
        )


def counted(durations_ms: Iterable[float], clock: Clock) -> Iterator[float]:
    """The times that frames of `durations_ms` milliseconds get in a format of that clock.

    What rounding takes from one frame the next one gets, so that an animation lasts as long as before; what is cut or added
    to stay between the shortest and the longest time is not made up for.
    """
    if not clock.unit_ms:
        for duration_ms in durations_ms:
            yield float(as_seconds(duration_ms) * _SECOND_MS)
        return
    elapsed_ms, given, left_ms = 0.0, 0, clock.most_total_ms
    for duration_ms in durations_ms:
        elapsed_ms += duration_ms
        units = round(elapsed_ms / clock.unit_ms) - given
        given += units
        time_ms = min(max(units * clock.unit_ms, clock.least_ms), clock.most_ms, left_ms)
        left_ms -= time_ms
        yield float(time_ms)


def timed(frames: FrameSequence, clock: Clock) -> Iterator[tuple[Frame, float]]:
    """Each frame, and the milliseconds it gets in a format of that clock; one is decoded after the other."""
    asked: list[float] = []

    def durations() -> Iterator[float]:
        while True:
            yield asked.pop()

    times = counted(durations(), clock)
    for frame in frames:
        asked.append(frame.duration_ms)
        yield frame, next(times)


@lru_cache(maxsize=256)
def as_seconds(duration_ms: float) -> Fraction:
    """The time in seconds as the nearest fraction of two 16-bit numbers, as an APNG stores it."""
    seconds = duration_ms / _SECOND_MS
    if seconds >= _MOST_PART:
        return Fraction(_MOST_PART)
    most = floor(_MOST_PART / max(seconds, 1.0) + 1e-6)
    nearest = Fraction(seconds).limit_denominator(most)
    return nearest if nearest.numerator <= _MOST_PART else Fraction(_MOST_PART, nearest.denominator)


def is_exact(times: Times, clock: Clock) -> bool:
    """Whether each of the times, if neither too short nor too long, is one that the clock has."""
    if not clock.unit_ms:
        return times.in_parts
    return times.grain_ms is not None and times.grain_ms % clock.unit_ms == 0
