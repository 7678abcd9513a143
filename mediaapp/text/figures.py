"""Numbers as people read them, written as the language spoken writes them."""

import math
from pathlib import PurePath

from mediaapp.text.language import N_, spoken, tr, tr_n

_UNITS = (N_("{n} KB"), N_("{n} MB"), N_("{n} GB"), N_("{n} TB"), N_("{n} PB"))
_LENGTHS = (
    (N_("{n} d"), 86_400, N_("{n} h"), 3_600),
    (N_("{n} h"), 3_600, N_("{n} min"), 60),
    (N_("{n} min"), 60, N_("{n} s"), 1),
)
"""A unit of time and the next smaller one, each with its seconds."""


def count(n: int) -> str:
    """A whole number: '8,412'."""
    return spoken().whole(n)


def number(value: float) -> str:
    """A number of as many digits as it needs, at most six: '12.5', '80'."""
    _, _, decimals = f"{value:g}".partition(".")
    return spoken().decimal(value, len(decimals))


def percent(share: float) -> str:
    """A share of 1: '40 %'."""
    return tr("{n} %", n=count(round(100 * share)))


def pace(rate: float) -> str:
    """How many of something in a second: '7.1'."""
    return spoken().decimal(rate, 1)


def exact_size(n_bytes: int) -> str:
    """Bytes to the byte: '1,234 bytes'."""
    return tr_n("1 byte", "{n} bytes", n_bytes)


def size(n_bytes: int) -> str:
    """Bytes in decimal units, as file managers tell them: '640 KB', '9.8 MB', '41 MB'."""
    if n_bytes < 1000:
        return exact_size(n_bytes)
    value, unit = _scaled(n_bytes)
    whole = unit == _UNITS[0] or value >= 20 or (value >= 10 and round(value, 1) == round(value))
    return tr(unit, n=spoken().decimal(value, 0 if whole else 1))


def about_size(n_bytes: int) -> str:
    """Bytes that are an estimate: '9 GB', '9.5 GB'."""
    if n_bytes < 1000:
        return exact_size(n_bytes)
    value, unit = _scaled(n_bytes)
    return tr(unit, n=number(round(value, 0 if unit == _UNITS[0] or value >= 20 else 1)))


def _scaled(n_bytes: int) -> tuple[float, str]:
    """So many of the unit that makes it a number below 1000, and the unit."""
    value, power = n_bytes / 1000, 0
    while round(value) >= 1000 and power < len(_UNITS) - 1:
        value, power = value / 1000, power + 1
    return value, _UNITS[power]


def duration(seconds: float) -> str:
    """A length of time with its two largest units: '4 ms', '0.04 s', '12 s', '5 min 30 s', '2 h 5 min', '3 d'."""
    if 0 < seconds < 0.0095:
        return tr("{n} ms", n=count(math.ceil(seconds * 1000)))
    if seconds < 9.95:
        return tr("{n} s", n=spoken().decimal(seconds, 2 if seconds < 0.995 else 1))
    whole = round(seconds)
    for unit, length, below, part in _LENGTHS:
        if whole >= length:
            rest = whole % length // part
            return " ".join((tr(unit, n=count(whole // length)), *([tr(below, n=count(rest))] if rest else ())))
    return tr("{n} s", n=count(whole))


def pixels(width: int, height: int) -> str:
    """Width and height: '6000 × 4000', with separators from 10,000."""
    if max(width, height) >= 10_000:
        return f"{count(width)} × {count(height)}"
    return f"{width} × {height}"


def megapixels(width: int, height: int) -> str:
    """Millions of pixels: '24.1 MP', '412 MP'."""
    millions = width * height / 1e6
    return tr("{n} MP", n=spoken().decimal(millions, 0 if millions >= 99.95 else 1))


def place(path: str) -> str:
    """The last two names of a path, enough to know a folder by: 'June/Web shop'."""
    parts = [part for part in PurePath(path).parts if part != PurePath(path).anchor]
    return "/".join(parts[-2:]) or path
