"""Figures in a line: '14 today   2,318 in all   2 failed', each number standing out from its words."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.theme import Role, app_font, current

_BETWEEN_PX = 18
_HEIGHT_PX = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the sentence it stands in; `role` is that of both where they are to be noticed."""

    n: int
    words: str
    role: Role | None = None


class FigureLine(QWidget):
    """Shows figures; those at the end that there is no room for are left to the screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[Figure, ...] = ()
        self._number, self._plain = app_font(weight=QFont.Weight.DemiBold), app_font(12)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these."""
        if figures != self._figures:
            self._figures = figures
            self.setAccessibleName(", ".join(figure.words for figure in figures))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._width(one) + _BETWEEN_PX for one in self._figures) - _BETWEEN_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        base = QFontMetrics(self._number)
        at = QPoint(0, (self.height() + base.ascent() - base.descent()) // 2)
        for figure in self._figures:
            if at.x() + self._width(figure) > self.width():
                return
            for words, font, role in self._pieces(figure):
                painter.setFont(font)
                painter.setPen(colors.color(figure.role or role))
                painter.drawText(at, words)
                at.setX(at.x() + QFontMetrics(font).horizontalAdvance(words))
            at.setX(at.x() + _BETWEEN_PX)

    def _width(self, figure: Figure) -> int:
        return sum(QFontMetrics(font).horizontalAdvance(words) for words, font, _ in self._pieces(figure))

    def _pieces(self, figure: Figure) -> tuple[tuple[str, QFont, Role], ...]:
        before, number, after = figure.words.partition(text.count(figure.n))
        return (
            (before, self._plain, Role.MUTED),
            (number, self._number, Role.TEXT),
            (after, self._plain, Role.MUTED),
        )
