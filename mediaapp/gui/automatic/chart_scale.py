"""What a chart of bytes saved shows: bars of days or months, a scale of round numbers, and the names below."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from workers.jobs.queries import DaySum

_DAYS = 30
_MONTHS = 12
_MOST_MONTHS = 60
"""With more of them all time is shown by years."""
_LINES = 3


class Range(StrEnum):
    """How far back is looked."""

    DAYS = "days"
    MONTHS = "months"
    ALL = "all"


class Unit(StrEnum):
    """What one bar stands for."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Bar(Struct, frozen=True, kw_only=True):
    """What was made from the day `begins` on, for as long as one bar stands for."""

    begins: date
    files: int = 0
    bytes_in: int = 0
    bytes_out: int = 0

    @property
    def saved(self) -> int:
        """How many bytes fewer there are; below 0 where results are larger."""
        return self.bytes_in - self.bytes_out


class Bars(Struct, frozen=True, kw_only=True):
    """Bars without a gap, the oldest first."""

    unit: Unit
    bars: tuple[Bar, ...]

    @property
    def total(self) -> Bar:
        """All of them together."""
        return Bar(
            begins=self.bars[0].begins if self.bars else date.min,
            files=sum(bar.files for bar in self.bars),
            bytes_in=sum(bar.bytes_in for bar in self.bars),
            bytes_out=sum(bar.bytes_out for bar in self.bars),
        )


def bars_of(days: Sequence[DaySum], shown: Range, today: date) -> Bars:
    """What was made in a range that ends today; days on which nothing was are bars of 0."""
    match shown:
        case Range.DAYS:
            return _summed(days, Unit.DAY, [today - timedelta(days=back) for back in reversed(range(_DAYS))])
        case Range.MONTHS:
            return _summed(days, Unit.MONTH, [_month(today, back) for back in reversed(range(_MONTHS))])
        case Range.ALL:
            first = min((one.day for one in days), default=today)
            months = (today.year - first.year) * 12 + today.month - first.month
            if months < _MOST_MONTHS:
                return _summed(days, Unit.MONTH, [_month(today, back) for back in reversed(range(months + 1))])
            return _summed(days, Unit.YEAR, [date(year, 1, 1) for year in range(first.year, today.year + 1)])


def scale(highest: int) -> tuple[int, ...]:
    """Where lines are drawn, in bytes: 0 and up to 4 round numbers, the last one not below the highest bar."""
    if highest <= 0:
        return (0,)
    step = _rounded_up(highest / _LINES)
    return tuple(range(0, highest + step, step)) if highest % step else tuple(range(0, highest + 1, step))


def _rounded_up(value: float) -> int:
    """1, 2 or 5 with zeros behind it: the first of them that is not below the value."""
    power = 1
    while power * 10 <= value:
        power *= 10
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= value)


def _month(today: date, back: int) -> date:
    """The first day of the month so many before this one."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _summed(days: Sequence[DaySum], unit: Unit, begins: Sequence[date]) -> Bars:
    known = set(begins)
    sums: dict[date, list[int]] = {}
    for one in days:
        begin = _begin(one.day, unit)
        if begin in known:
            found = sums.setdefault(begin, [0, 0, 0])
            found[0] += one.files
            found[1] += one.bytes_in
            found[2] += one.bytes_out
    return Bars(
        unit=unit,
        bars=tuple(
            Bar(begins=begin, files=files, bytes_in=bytes_in, bytes_out=bytes_out)
            for begin in begins
            for files, bytes_in, bytes_out in (sums.get(begin, (0, 0, 0)),)
        ),
    )


def _begin(day: date, unit: Unit) -> date:
    match unit:
        case Unit.DAY:
            return day
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)
