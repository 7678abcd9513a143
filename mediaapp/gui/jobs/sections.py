"""The sections of the details page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import Offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.jobs.facts import Moment
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import (
    BUTTON_GAP,
    LINK_STYLE,
    ROW_GAP,
    IconView,
    clear,
    column,
    label,
    link,
    row,
    side_by_side,
)
from mediaapp.text import FailureText, tr
from workers.outcome import Checked, Verdict

TIME_WIDTH = 72
CHECK_GAP = 8
CHECK_ICON = 13
CHECK_COLUMNS = 2


class Checks(QWidget):
    """What was looked at in the output before it got its name."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Checked, ...] = ()
        self._heading = label(tr("Checked after writing"), "heading")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(CHECK_GAP)
        layout = column(self, spacing=9)
        layout.addWidget(self._heading)
        layout.addLayout(self._grid)

    def show_checks(self, promises: tuple[Checked, ...]) -> None:
        """Show these; nothing at all when there are none."""
        self.setVisible(bool(promises))
        if promises == self._shown:
            return
        self._shown = promises
        clear(self._grid)
        words = [text.checked(promise) for promise in promises]
        metrics = QFontMetrics(self.font())
        narrow = all(metrics.horizontalAdvance(each) <= 130 for each in words)
        columns = CHECK_COLUMNS if narrow else 1
        for at, (promise, told) in enumerate(zip(promises, words, strict=True)):
            self._grid.addWidget(_check(promise.verdict, told), at // columns, at % columns)
        for at in range(CHECK_COLUMNS):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)


class Timeline(QWidget):
    """Times on the left, what happened on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Moment] = []
        self._heading = label("", "heading")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnMinimumWidth(0, TIME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        layout = column(self, spacing=8)
        layout.addWidget(self._heading)
        layout.addLayout(self._grid)

    def show_moments(self, heading: str, moments: list[Moment]) -> None:
        """Show these, oldest first."""
        self._heading.setText(heading)
        if moments == self._shown:
            return
        self._shown = moments
        clear(self._grid)
        for at, moment in enumerate(moments):
            self._grid.addWidget(label(f"{moment.when}  ", "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(moment.what, wrap=True), at, 1)


class CauseBox(QWidget):
    """Why a job failed or waits, and the buttons that fit."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._frame = QFrame()
        self._icon = IconView("failed", Role.BAD)
        self._title = label("", "bad", wrap=True)
        self._title.setStyleSheet("font-size: 14px;")
        self._cause = label("", wrap=True)
        self._advice = label("", wrap=True)
        self._note = label("", "muted", wrap=True)
        self._buttons = QWidget()
        self._line = row(self._buttons, spacing=BUTTON_GAP)
        inner = column(self._frame, margins=(14, 13, 14, 12), spacing=6)
        head = QWidget()
        line = row(head, spacing=10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._title, 1)
        for each in (head, self._cause, self._advice):
            inner.addWidget(each)
        layout = column(self, spacing=10)
        layout.addWidget(self._frame)
        layout.addWidget(self._buttons)
        layout.addWidget(self._note)

    def show_cause(self, told: FailureText, *, waits: bool, offers: Sequence[Offer], note: str) -> None:
        """Show a cause; of `offers` the first stands out. `note` is about whether retrying helps."""
        self._frame.setProperty("look", "warn_box" if waits else "bad_box")
        self._title.setProperty("look", "warn" if waits else "bad")
        for each in (self._frame, self._title):
            each.style().polish(each)
        self._icon.show_icon("hourglass" if waits else "failed", Role.WARN if waits else Role.BAD)
        for part, words in ((self._title, told.title), (self._cause, told.cause), (self._advice, told.advice)):
            part.setText(words)
            part.setVisible(bool(words))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show_buttons(offers, waits=waits)

    def _show_buttons(self, offers: Sequence[Offer], *, waits: bool) -> None:
        clear(self._line)
        self._buttons.setVisible(bool(offers))
        looks = ["" if at or waits else "primary" for at in range(len(offers))]
        side_by_side(
            self._line, [OfferButton(self._context, one, look=look) for one, look in zip(offers, looks, strict=True)]
        )


class Steps(QWidget):
    """Every step of the plan, folded behind a link, with all of it to copy."""

    copy_wanted = Signal()

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._shown: list[str] = []
        self.link = link(tr("Every step"))
        self.link.setCheckable(True)
        self.other_recipe = OfferButton(context, look="link")
        self.other_recipe.setStyleSheet(LINK_STYLE)
        self._copy = link(tr("Copy details"))
        self._lines = QWidget()
        self._column = column(self._lines, margins=(0, 4, 0, 0), spacing=ROW_GAP)
        self._lines.hide()
        links = QWidget()
        line = row(links, spacing=12)
        line.addWidget(self.link)
        line.addWidget(self._copy)
        line.addStretch(1)
        layout = column(self)
        layout.addWidget(self.other_recipe, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(links)
        layout.addWidget(self._lines)
        self.link.toggled.connect(self._lines.setVisible)
        self._copy.clicked.connect(self.copy_wanted)

    def show_steps(self, lines: list[str]) -> None:
        """Show these; without any only the copying is left."""
        self.link.setVisible(bool(lines))
        self._lines.setVisible(bool(lines) and self.link.isChecked())
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._column)
        for each in lines:
            self._column.addWidget(label(each, wrap=True))


def _check(verdict: Verdict, told: str) -> QWidget:
    made = QWidget()
    line = row(made, margins=(2, 0, 0, 0), spacing=7)
    lost = verdict is Verdict.LOST
    mark = IconView("notice" if lost else "done", Role.WARN if lost else Role.OK, CHECK_ICON)
    line.addWidget(mark)
    line.addWidget(label(told, wrap=True), 1)
    return made
