"""Every text of the window goes through the translator: in a language that brackets them, none is without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mediaapp import text
from mediaapp.gui.actions.context_menu import context_menu
from mediaapp.gui.actions.target import of_job
from mediaapp.gui.dialogs.boxes import ClosingQuestion
from mediaapp.gui.recipe.fields import CheckBox
from mediaapp.gui.widgets import ElidedLabel
from tests.mediaapp.gui.test_legible import LONG, STATES
from tests.support import histories
from tests.support.action_window import ActionWindow, action_context
from tests.support.languages import Bracketed, speaking
from tests.support.legible import PaintedRows
from tests.support.scripted_bridge import ScriptedBridge
from tests.support.window import opened_window
from workers.formats import SPECS
from workers.requests import ReportFormat

pytestmark = pytest.mark.gui

INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
MONTHS = "|".join(QLocale.c().monthName(month, QLocale.FormatType.ShortFormat) for month in range(1, 13))
DAYS = "|".join(QLocale.c().dayName(number) for number in range(1, 8))
DATE_OR_TAG = re.compile(rf"\d+ (?:{MONTHS})|{DAYS}|<[^>]*>|#[0-9a-f]{{6}}")
"""Dates are written by QLocale."""

DATA = (
    "mediaapp",
    LONG,
    "DSC_0409.jpg",
    "DSC_0412.jpg",
    "Smaller, same look",
    "Smaller",
    "June",
    "Photos",
    "Web shop",
    "Web",
    "E-mail",
    *(written_as.value.upper() for written_as in ReportFormat),
    *(spec.label for spec in SPECS.values()),
)
"""What is told as it is: names of files, of recipes and of formats."""


def bare(words: str) -> str:
    """What is left of words without all that was translated, and without data."""
    before = ""
    while words != before:
        before, words = words, INNERMOST.sub("", words)
    words = DATE_OR_TAG.sub("", words)
    for data in sorted(DATA, key=len, reverse=True):
        words = words.replace(data, "")
    return words if re.search(r"[^\W\d_]", words) else ""


def words_of(widget: QWidget) -> Iterator[str]:
    """All that a widget shows or tells a screen reader."""
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
    match widget:
        case ElidedLabel() | CheckBox():
            pass  # its whole words, which a wide font has it cut short, are its accessible name
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QComboBox():
            yield from map(widget.itemText, range(widget.count()))
        case QLineEdit():
            yield widget.placeholderText()
    for action in widget.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def test_every_text_of_the_window_is_translated(qtbot: QtBot, tmp_path: Path) -> None:
    missed = dict[str, str]()
    rows = PaintedRows()
    with (
        speaking(text.Language(catalog=Bracketed())),
        rows.watching(),
        opened_window(qtbot, tmp_path, size=(1280, 800)) as opened,
    ):
        for state, show in STATES.items():
            if state == "told":
                continue  # these words are the test's own
            show(opened)
            rows.written.clear()
            opened.window.panel.view.viewport().repaint()
            for words in (written.words for written in rows.written):
                missed |= dict.fromkeys(filter(None, [bare(words)]), f"{state}, a row: {words}")
            for widget in (opened.window, *opened.window.findChildren(QWidget)):
                for words in words_of(widget):
                    missed |= {
                        left: f"{state}, {type(widget).__name__}: {words}" for left in filter(None, [bare(words)])
                    }
    assert not missed, "\n".join(missed.values())


def test_every_text_of_menus_and_questions_is_translated(qtbot: QtBot) -> None:
    window = ActionWindow()
    qtbot.addWidget(window)
    context = action_context(ScriptedBridge(), window)
    with speaking(text.Language(catalog=Bracketed())):
        menu = context_menu(window, context, of_job(histories.failed()))
        question = ClosingQuestion(window, 2, quit_now=lambda: None, go_on=lambda: None)
        shown = [action.text() for action in menu.actions() if action.text()]
        for widget in question.findChildren(QWidget):
            shown += [words for words in words_of(widget) if words]
    question.done(0)
    assert [words for words in shown if bare(words)] == []
    assert {"⟦Retry⟧", "⟦2 pictures are not done yet.⟧"} <= set(shown)
