"""The language of the window: the user's own, as far as there is a catalog of it, with numbers as people there write them."""

import gettext
import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QLocale

import resources
from mediaapp.text import Language, tr

CATALOGS = Path(resources.__file__).parent / "locale"
"""LANGUAGE/LC_MESSAGES/mediaapp.mo of every language there is."""
_WEEK = 7


def language_of(locale: QLocale) -> Language:
    """Sentences and numbers for people of that place; neutral ones where the system names none."""
    if _is_neutral(locale):
        return Language()
    names = [name.replace("-", "_") for name in locale.uiLanguages()]
    return Language(
        catalog=gettext.translation("mediaapp", CATALOGS, names, fallback=True),
        whole=locale.toString,
        decimal=lambda value, digits: locale.toString(value, "f", digits),
        clock=time_of_day,
    )


def time_of_day(at: float, *, seconds: bool = False) -> str:
    """Hours and minutes of a moment in seconds since 1970: '10:41', '10:41 am'."""
    locale = QLocale()
    short = "HH:mm" if _is_neutral(locale) else locale.timeFormat(QLocale.FormatType.ShortFormat)
    return locale.toString(_moment(at).time(), re.sub(r"(\W)mm", r"\1mm\1ss", short) if seconds else short)


def day(at: float) -> str:
    """The day of a moment in seconds since 1970: '24.11.26'."""
    locale, on = QLocale(), _moment(at).date()
    if _is_neutral(locale):
        return locale.toString(on, "d MMM")
    return locale.toString(on, QLocale.FormatType.ShortFormat)


def weekday(at: float) -> str:
    """The name of the day of a moment in seconds since 1970: 'Monday'."""
    return QLocale().dayName(_moment(at).date().dayOfWeek())


def weekday_name(number: int) -> str:
    """The name of a day of the week, 1 being Monday."""
    return QLocale().dayName(number)


def moment_words(at: float, now: float) -> str:
    """A moment near to now, both in seconds since 1970: '18:22', 'yesterday, 18:22', 'Monday, 18:22', '24 Nov'."""
    days = (date.fromtimestamp(at) - date.fromtimestamp(now)).days
    if days == 0:
        return time_of_day(at)
    if abs(days) == 1:
        time = time_of_day(at)
        return tr("tomorrow, {time}", time=time) if days > 0 else tr("yesterday, {time}", time=time)
    return tr("{day}, {time}", day=weekday(at), time=time_of_day(at)) if abs(days) < _WEEK else day(at)


def day_and_month(on: date) -> str:
    """A day of this year or another one near: '16 June'."""
    return QLocale().toString(QDate(on.year, on.month, on.day), "d MMMM")


def month_name(on: date, *, short: bool = False) -> str:
    """The month that a day is in, as it is called by itself: 'June', 'Jun'."""
    kind = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return QLocale().standaloneMonthName(on.month, kind)


def _moment(at: float) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(at))


def _is_neutral(locale: QLocale) -> bool:
    return locale.language() is QLocale.Language.C
