"""The goal fields of the recipe panel: how far a picture may be compressed."""

from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mediaapp.gui.recipe.fields import ROW_GAP, CheckBox, ChoiceBox, NumberBox, Row
from mediaapp.gui.widgets import column
from mediaapp.text import tr
from workers.recipe import Goal, Lossless, MaxBytes, Quality, SameLook, Smaller

KILOBYTE = 1000


class GoalKind(StrEnum):
    """The goals, as the panel offers them."""

    SAME_LOOK = "same_look"
    QUALITY = "quality"
    LOSSLESS = "lossless"
    MAX_BYTES = "max_bytes"
    SMALLER = "smaller"


class GoalFields(QWidget):
    """What the compression aims at."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._score = SameLook().score
        self._kind = ChoiceBox(
            (
                (GoalKind.SAME_LOOK, tr("Looks the same")),
                (GoalKind.QUALITY, tr("A quality number")),
                (GoalKind.LOSSLESS, tr("No pixel changed")),
                (GoalKind.MAX_BYTES, tr("At most this large")),
                (GoalKind.SMALLER, tr("Smaller by")),
            )
        )
        self._quality = NumberBox(1, 100)
        self._limit = NumberBox(1, 10_000_000, tr(" KB"))
        self._shrink = CheckBox(tr("Fewer pixels if needed"))
        self._percent = NumberBox(1, 99, tr(" %"))
        self._quality_row = Row(tr("Quality"), self._quality)
        self._limit_row = Row(tr("At most"), self._limit)
        self._percent_row = Row(tr("Smaller by"), self._percent)
        self.keep_small = CheckBox(tr("Never larger than the original"))
        layout = column(self, spacing=ROW_GAP)
        layout.addWidget(Row(tr("Goal"), self._kind))
        for each in (self._quality_row, self._limit_row, self._percent_row, self._shrink, self.keep_small):
            layout.addWidget(each)
        for check in (self._shrink, self.keep_small):
            check.clicked.connect(self.changed)
        self._kind.chosen.connect(self._on_kind)
        for number in (self._quality, self._limit, self._percent):
            number.valueChanged.connect(self.changed)
        self.show_value(Quality(), keep_larger=False)

    def show_value(self, goal: Goal, *, keep_larger: bool) -> None:
        """Show a goal without telling anybody."""
        self._kind.show_value(_kind_of(goal))
        self._score = goal.score if isinstance(goal, SameLook) else SameLook().score
        self._quality.show_value(goal.quality if isinstance(goal, Quality) else Quality().quality)
        self._limit.show_value(goal.bytes // KILOBYTE if isinstance(goal, MaxBytes) else 1000)
        self._shrink.setChecked(isinstance(goal, MaxBytes) and goal.shrink)
        self._percent.show_value(round(goal.percent) if isinstance(goal, Smaller) else 50)
        self.keep_small.setChecked(not keep_larger)
        self._show_fields()

    def value(self) -> Goal:
        """The goal that the fields say."""
        match self._kind.value():
            case GoalKind.SAME_LOOK:
                return SameLook(self._score)
            case GoalKind.QUALITY:
                return Quality(self._quality.value())
            case GoalKind.LOSSLESS:
                return Lossless()
            case GoalKind.MAX_BYTES:
                return MaxBytes(self._limit.value() * KILOBYTE, self._shrink.isChecked())
            case GoalKind.SMALLER:
                return Smaller(self._percent.value())
            case _ as never:
                assert_never(never)

    def _show_fields(self) -> None:
        kind = self._kind.value()
        self._quality_row.setVisible(kind is GoalKind.QUALITY)
        self._limit_row.setVisible(kind is GoalKind.MAX_BYTES)
        self._shrink.setVisible(kind is GoalKind.MAX_BYTES)
        self._percent_row.setVisible(kind is GoalKind.SMALLER)

    def _on_kind(self) -> None:
        self._show_fields()
        self.changed.emit()


def _kind_of(goal: Goal) -> GoalKind:
    match goal:
        case SameLook():
            return GoalKind.SAME_LOOK
        case Quality():
            return GoalKind.QUALITY
        case Lossless():
            return GoalKind.LOSSLESS
        case MaxBytes():
            return GoalKind.MAX_BYTES
        case Smaller():
            return GoalKind.SMALLER
        case _:
            assert_never(goal)
