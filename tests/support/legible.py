"""Looks over all words that a window shows: what is cut, what lies on something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from mediaapp.gui.jobs import delegate
from mediaapp.gui.jobs.view import JobsView
from mediaapp.gui.recipe.cards import RecipeCard
from mediaapp.gui.widgets import Button, ComboBox, ElidedLabel
from tests.support.find import delegate_of

SHORTEST = 6
"""So many signs of words cut short still tell what they are."""

SLACK = 1
"""Pixels that rounding may take."""


@dataclass(frozen=True)
class Written:
    """Words that a row was painted with, and the room they took."""

    row: int
    words: str
    shown: str
    place: QRect


class PaintedRows:
    """Writes down what the rows of the list are painted with."""

    def __init__(self) -> None:
        self.written: list[Written] = []
        self.row = -1

    @contextmanager
    def watching(self) -> Iterator[None]:
        paint = delegate.JobsDelegate.paint
        write = delegate.JobsDelegate._write  # noqa: SLF001 - what is painted can be asked of nobody

        def painted(one: Any, painter: Any, option: Any, index: Any) -> None:
            self.row = index.row()
            self.written = [known for known in self.written if known.row != self.row]
            paint(one, painter, option, index)

        def wrote(one: Any, painter: Any, font: QFont, role: Any, place: QRect, words: str, **more: Any) -> int:
            used = write(one, painter, font, role, place, words, **more)
            if words:
                shown = QRect(place)
                if more.get("align") is Qt.AlignmentFlag.AlignRight:
                    shown.setLeft(place.right() + 1 - used)
                elif more.get("align") is Qt.AlignmentFlag.AlignHCenter:
                    shown = QRect(place.center().x() - used // 2, place.top(), used, place.height())
                else:
                    shown.setWidth(used)
                height = QFontMetrics(font).height()
                shown = QRect(shown.left(), place.center().y() + 1 - height // 2, shown.width(), height)
                self.written.append(Written(self.row, words, "" if not used else words, shown))
            return used

        patch = pytest.MonkeyPatch()
        patch.setattr(delegate.JobsDelegate, "paint", painted)
        patch.setattr(delegate.JobsDelegate, "_write", wrote)
        try:
            yield
        finally:
            patch.undo()

    def faults(self, view: JobsView) -> list[str]:
        """Words in rows that lie on each other or on a button of their row."""
        found = []
        self.written.clear()
        view.viewport().repaint()
        by_row: dict[int, list[Written]] = {}
        for one in self.written:
            by_row.setdefault(one.row, []).append(one)
        for row, written in by_row.items():
            found += [
                f"row {row}: “{one.words}” and “{other.words}” overlap"
                for one, other in combinations(written, 2)
                if _deep(one.place, other.place)
            ]
            rect = view.visualRect(view.model().index(row, 0))
            for offered, place in delegate_of(view).spots(row, rect, chosen=False):
                found += [
                    f"row {row}: “{one.words}” lies on {offered.label}"
                    for one in written
                    if _deep(one.place, place) and not place.contains(one.place)
                ]
            found += [f"row {row}: no room for “{one.words}”" for one in written if not one.shown and one.words]
            found += [
                f"row {row}: “{one.words}” is higher than its row" for one in written if not _within(one.place, rect)
            ]
        return found


def faults_in(window: QWidget) -> list[str]:
    """What is wrong with the labels and buttons that are to be seen."""
    told = [one for one in window.findChildren(QWidget) if _tells(one)]
    found = [fault for one in told for fault in _cut(one)]
    for one, other in combinations(told, 2):
        if one.parentWidget() is other.parentWidget() and _deep(one.geometry(), other.geometry()):
            found.append(f"{_named(one)} and {_named(other)} overlap")
    return found


def _tells(one: QWidget) -> bool:
    if not one.isVisible() or not isinstance(one, QLabel | QAbstractButton | QComboBox):
        return False
    return bool(one.currentText() if isinstance(one, QComboBox) else one.text())


def _cut(one: QWidget) -> Iterator[str]:
    if outside := _outside(one):
        yield f"{_named(one)} is cut by {outside}"
    match one:
        case ElidedLabel():
            yield from _cut_elided(one)
        case QLabel():
            yield from _cut_label(one)
        case QAbstractButton():
            yield from _cut_button(one)
        case ComboBox():
            shown = one.shown_words()
            if one.fontMetrics().horizontalAdvance(shown) > one.width() - 30 or len(shown) < min(
                SHORTEST, len(one.currentText())
            ):
                yield f"{_named(one)} shows only “{shown}”"
        case QComboBox():
            yield f"{_named(one)} cuts words without an ellipsis"


def _cut_elided(one: ElidedLabel) -> Iterator[str]:
    if one.height() + SLACK < one.fontMetrics().height():
        yield f"{_named(one)} is lower than its words"
    if one.text() == "…":
        yield f"“{one.accessibleName()}” shows nothing of its words"


def _cut_label(one: QLabel) -> Iterator[str]:
    if not one.wordWrap():
        if one.textFormat() is not Qt.TextFormat.RichText and one.sizeHint().width() > one.width() + SLACK:
            yield f"{_named(one)} is {one.width()} wide and needs {one.sizeHint().width()}"
        return
    if one.heightForWidth(one.width()) > one.height() + SLACK:
        yield f"{_named(one)} has more lines than room: {one.heightForWidth(one.width())} in {one.height()}"
    widest = max((one.fontMetrics().horizontalAdvance(word) for word in one.text().split()), default=0)
    if widest > one.contentsRect().width() + SLACK and "/" not in one.text():
        yield f"{_named(one)} has a word that is wider than it"


def _cut_button(one: QAbstractButton) -> Iterator[str]:
    if isinstance(one, RecipeCard):
        return  # it elides its name by itself
    if isinstance(one, Button):
        shown = one.shown_words().strip()
        whole = one.text().replace("&&", "&").strip()
        if shown.replace("&&", "&") != whole and (len(shown) < SHORTEST or one.width() >= one.sizeHint().width()):
            yield f"{_named(one)} shows only “{shown}”"
        option = QStyleOptionButton()
        one.initStyleOption(option)
        room = one.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, one).width()
        icon_px = 0 if option.icon.isNull() else option.iconSize.width()
        needed = one.fontMetrics().horizontalAdvance(option.text) + icon_px
        if needed > room + SLACK and one.width() < one.sizeHint().width():
            yield f"{_named(one)} has room for {room} and needs {needed}"
    elif one.fontMetrics().horizontalAdvance(one.text().strip()) > one.width() + SLACK:
        yield f"{_named(one)} is {one.width()} wide, too little for its words"
    if one.fontMetrics().height() > one.height() + 4:
        yield f"{_named(one)} is lower than its words"


def _outside(one: QWidget) -> str:
    """The widget that cuts this one; a list or page that scrolls does not, nor what is scrolled away."""
    inner = one
    while (outer := inner.parentWidget()) is not None and not one.isWindow():
        if isinstance(outer.parentWidget(), QAbstractScrollArea):
            return ""
        place = QRect(one.mapTo(outer, QPoint(0, 0)), one.size())
        if not outer.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            return type(outer).__name__
        inner = outer
        if inner.isWindow():
            break
    return ""


def _deep(one: QRect, other: QRect) -> bool:
    common = one.intersected(other)
    return common.width() > SLACK and common.height() > 3


def _within(place: QRect, rect: QRect) -> bool:
    return place.top() >= rect.top() - SLACK and place.bottom() <= rect.bottom() + SLACK


def _named(one: QWidget) -> str:
    words = one.currentText() if isinstance(one, QComboBox) else one.text() if hasattr(one, "text") else ""
    return f"{type(one).__name__} “{words.strip()}”"


def wider(font: QFont, percent: int) -> QFont:
    """The same font, so many percent as wide: what another system's fonts do to words."""
    stretched = QFont(font)
    stretched.setStretch(percent)
    return stretched
