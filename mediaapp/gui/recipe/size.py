"""The size fields of the recipe panel."""

from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mediaapp.gui.recipe.fields import ROW_GAP, CheckBox, ChoiceBox, NumberBox, Row
from mediaapp.gui.widgets import column
from mediaapp.text import tr
from workers.recipe import AsItIs, Box, Fit, LongEdge, Percent, ShortEdge, Size

MOST_PIXELS = 100_000


class SizeKind(StrEnum):
    """The ways to say a size, as the panel offers them."""

    AS_IT_IS = "as_it_is"
    LONG_EDGE = "long_edge"
    SHORT_EDGE = "short_edge"
    INSIDE = "inside"
    COVER = "cover"
    EXACT = "exact"
    PERCENT = "percent"


class SizeFields(QWidget):
    """How large the pictures become."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind = ChoiceBox(
            (
                (SizeKind.AS_IT_IS, tr("As it is")),
                (SizeKind.LONG_EDGE, tr("Long side")),
                (SizeKind.SHORT_EDGE, tr("Short side")),
                (SizeKind.INSIDE, tr("Inside a box")),
                (SizeKind.COVER, tr("Fill a box, cut the rest")),
                (SizeKind.EXACT, tr("Exactly, may distort")),
                (SizeKind.PERCENT, tr("Per cent")),
            )
        )
        self._edge = NumberBox(1, MOST_PIXELS, tr(" px"))
        self._width = NumberBox(0, MOST_PIXELS, tr(" px"), none=tr("any width"))
        self._height = NumberBox(0, MOST_PIXELS, tr(" px"), none=tr("any height"))
        self._percent = NumberBox(1, 1000, tr(" %"))
        self.enlarge = CheckBox(tr("Enlarge smaller pictures"))
        self._edge_row = Row(tr("Pixels"), self._edge)
        self._box_row = Row(tr("Box"), self._width, self._height)
        self._percent_row = Row(tr("Per cent"), self._percent)
        layout = column(self, spacing=ROW_GAP)
        for each in (Row(tr("Size"), self._kind), self._edge_row, self._box_row, self._percent_row, self.enlarge):
            layout.addWidget(each)
        self._width.setAccessibleName(tr("Width"))
        self._height.setAccessibleName(tr("Height"))
        self._kind.chosen.connect(self._on_kind)
        for number in (self._edge, self._width, self._height, self._percent):
            number.valueChanged.connect(self.changed)
        self.enlarge.clicked.connect(self.changed)
        self.show_value(AsItIs(), enlarge=False)

    def show_value(self, size: Size, *, enlarge: bool) -> None:
        """Show a size without telling anybody."""
        self._kind.show_value(_kind_of(size))
        edge = size.px if isinstance(size, LongEdge | ShortEdge) else 2000
        self._edge.show_value(edge)
        width, height = (size.width, size.height) if isinstance(size, Box) else (1600, 1200)
        self._width.show_value(width or 0)
        self._height.show_value(height or 0)
        self._percent.show_value(round(size.percent) if isinstance(size, Percent) else 50)
        self.enlarge.setChecked(enlarge)
        self._show_fields()

    def value(self) -> Size:
        """The size that the fields say."""
        size: Size
        match self._kind.value():
            case SizeKind.AS_IT_IS:
                size = AsItIs()
            case SizeKind.LONG_EDGE:
                size = LongEdge(self._edge.value())
            case SizeKind.SHORT_EDGE:
                size = ShortEdge(self._edge.value())
            case SizeKind.INSIDE | SizeKind.COVER | SizeKind.EXACT as fit:
                size = self._box(Fit(fit.value))
            case SizeKind.PERCENT:
                size = Percent(self._percent.value())
            case _ as never:
                assert_never(never)
        return size

    def _box(self, fit: Fit) -> Size:
        width, height = self._width.value() or None, self._height.value() or None
        return Box(width=width, height=height, fit=fit) if width or height else AsItIs()

    def _show_fields(self) -> None:
        kind = self._kind.value()
        self._edge_row.setVisible(kind in (SizeKind.LONG_EDGE, SizeKind.SHORT_EDGE))
        self._box_row.setVisible(kind in (SizeKind.INSIDE, SizeKind.COVER, SizeKind.EXACT))
        self._percent_row.setVisible(kind is SizeKind.PERCENT)
        self.enlarge.setVisible(kind is not SizeKind.AS_IT_IS)

    def _on_kind(self) -> None:
        self._show_fields()
        self.changed.emit()


def _kind_of(size: Size) -> SizeKind:
    match size:
        case AsItIs():
            return SizeKind.AS_IT_IS
        case LongEdge():
            return SizeKind.LONG_EDGE
        case ShortEdge():
            return SizeKind.SHORT_EDGE
        case Box(fit=fit):
            return SizeKind(fit.value)
        case Percent():
            return SizeKind.PERCENT
        case _:
            assert_never(size)
