"""The language of the window: the user's own, as far as there is a catalog of it, with numbers as people there write them."""

import gettext
from pathlib import Path

from PySide6.QtCore import QLocale

import resources
from mediaapp.text import Language

CATALOGS = Path(resources.__file__).parent / "locale"
"""LANGUAGE/LC_MESSAGES/mediaapp.mo of every language there is."""


def language_of(locale: QLocale) -> Language:
    """Sentences and numbers for people of that place; neutral ones where the system names none."""
    if locale.language() is QLocale.Language.C:
        return Language()
    names = [name.replace("-", "_") for name in locale.uiLanguages()]
    return Language(
        catalog=gettext.translation("mediaapp", CATALOGS, names, fallback=True),
        whole=locale.toString,
        decimal=lambda value, digits: locale.toString(value, "f", digits),
    )
