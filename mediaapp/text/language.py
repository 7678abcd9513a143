"""The language of every sentence and number: English, and figures that mean the same everywhere, until `speak` is called.

Sentences stand in the code in English. `tr` and `tr_n` look them up in the catalog of the language that is spoken, and
fill in their blanks; tables of sentences mark theirs with `N_`, so that xgettext finds them, and look them up later.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from gettext import NullTranslations
from string import Formatter

from msgspec import Struct


def _whole(n: int) -> str:
    return f"{n:,}"


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at):%H:%M}"


def _decimal(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


class Language(Struct, frozen=True, kw_only=True):
    """What sentences are translated with, and how numbers are written.

    `whole` writes a whole number, `decimal` one with so many digits after its point, `clock` the time of day of a moment in
    seconds since 1970.
    """

    catalog: NullTranslations = NullTranslations()
    whole: Callable[[int], str] = _whole
    decimal: Callable[[float, int], str] = _decimal
    clock: Callable[[float], str] = _clock


class _Spoken:
    language = Language()


def speak(language: Language) -> None:
    """Tell everything in this language from now on; for the whole process."""
    _Spoken.language = language


def spoken() -> Language:
    """The language of now."""
    return _Spoken.language


def N_(sentence: str) -> str:  # noqa: N802 - what gettext's tools look for
    """Mark a sentence that is translated later, where it is told."""
    return sentence


def tr(sentence: str, /, **blanks: object) -> str:
    """The sentence in the language spoken, its {blanks} filled in."""
    told = spoken().catalog.gettext(sentence)
    return told.format_map(blanks) if blanks else told


def tr_n(one: str, many: str, n: int, /, **blanks: object) -> str:
    """The form of a sentence that fits a number; {n} is the number. Languages have as many forms as they need."""
    return spoken().catalog.ngettext(one, many, n).format_map({"n": spoken().whole(n), **blanks})


def tr_some(one: str, many: str, n: int, /) -> str:
    """The same, '' for none."""
    return tr_n(one, many, n) if n else ""


def tr_known(sentences: Sequence[str], facts: Mapping[str, str]) -> str:
    """The first sentence whose every blank is among the facts, filled in; '' when there is none."""
    for sentence in sentences:
        blanks = {blank for _, blank, _, _ in Formatter().parse(sentence) if blank}
        if blanks <= facts.keys():
            return tr(sentence, **facts)
    return ""
