"""What the chart of bytes saved says."""

from datetime import date

from mediaapp import text
from mediaapp.gui.automatic.chart_scale import Bar, Bars, Range, Unit
from mediaapp.gui.language import day_and_month, month_name
from mediaapp.text import tr, tr_n


def range_name(shown: Range) -> str:
    """As the choice is labelled."""
    match shown:
        case Range.DAYS:
            return tr("30 days")
        case Range.MONTHS:
            return tr("12 months")
        case Range.ALL:
            return tr("All")


def summed_up(bars: Bars, shown: Range) -> str:
    """'41.2 GB became 9.8 GB in 30 days, 31.4 GB saved'."""
    total = bars.total
    if not total.files:
        return ""
    sizes = {"before": text.size(total.bytes_in), "after": text.size(total.bytes_out)}
    match shown:
        case Range.DAYS:
            became = tr("{before} became {after} in 30 days", **sizes)
        case Range.MONTHS:
            became = tr("{before} became {after} in 12 months", **sizes)
        case Range.ALL:
            became = tr("{before} became {after} in all", **sizes)
    return ", ".join((became, saved(total)))


def saved(bar: Bar) -> str:
    """'2.7 GB saved', or how much more there is."""
    if bar.saved < 0:
        return tr("{size} more", size=text.size(-bar.saved))
    return tr("{size} saved", size=text.size(bar.saved))


def told(bar: Bar, unit: Unit) -> str:
    """One bar: '16 June: 2.7 GB saved, 412 files'."""
    if not bar.files:
        return tr("{when}: nothing", when=when(bar.begins, unit))
    files = tr_n("1 file", "{n} files", bar.files)
    return tr("{when}: {saved}, {files}", when=when(bar.begins, unit), saved=saved(bar), files=files)


def when(begins: date, unit: Unit) -> str:
    """'16 June', 'June 2026', '2026'."""
    match unit:
        case Unit.DAY:
            return day_and_month(begins)
        case Unit.MONTH:
            return tr("{month} {year}", month=month_name(begins), year=begins.year)
        case Unit.YEAR:
            return str(begins.year)


def below(bars: Bars, at: int) -> str:
    """What stands below one bar; '' below most of them. The first day of a month names it."""
    begins = bars.bars[at].begins
    match bars.unit:
        case Unit.DAY:
            if at == 0 or begins.day == 1:
                return day_and_month(begins)
            return str(begins.day) if begins.day in {8, 15, 22} or at == len(bars.bars) - 1 else ""
        case Unit.MONTH:
            return (
                tr("{month} {year}", month=month_name(begins, short=True), year=begins.year)
                if (at == 0 or begins.month == 1)
                else month_name(begins, short=True)
            )
        case Unit.YEAR:
            return str(begins.year)
