"""Bars of the bytes saved, drawn and told: the day pointed at, or reached by the arrow keys, is named."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.automatic.chart_scale import Bars, Range, Unit, scale
from mediaapp.gui.automatic.chart_words import below, summed_up, told
from mediaapp.gui.theme import Role, app_font, current
from mediaapp.text import tr

LOWEST_PX = 172
_TOP_PX = 12
_BELOW_PX = 26
_BAR_SHARE = 0.6
_CORNER_PX = 3
_WIDEST_PX = 56
_TIP_PX = 24
_TIP_SIDE_PX = 9
_NAMES_GAP_PX = 8
"""The least space between two names below the bars."""


class Chart(QWidget):
    """One bar a day, month or year. Left and Right go from bar to bar, Home and End to the first and the last."""

    def __init__(self) -> None:
        super().__init__()
        self._bars = Bars(unit=Unit.DAY, bars=())
        self._shown = Range.DAYS
        self._at: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(LOWEST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Saved by day"))

    def sizeHint(self) -> QSize:
        return QSize(400, 260)

    def show_bars(self, bars: Bars, shown: Range) -> None:
        """Show these; the bar that is named stays as long as there is one in its place."""
        if (bars, shown) == (self._bars, self._shown):
            return
        if shown is not self._shown:
            self._at = None
        self._bars, self._shown = bars, shown
        if self._at is not None and self._at >= len(bars.bars):
            self._at = None
        self.setAccessibleDescription(summed_up(bars, shown))
        self.update()

    def named(self) -> str:
        """What is told of the bar that is pointed at or was reached by a key; '' for none."""
        return "" if self._at is None else told(self._bars.bars[self._at], self._bars.unit)

    # --- what a person does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._name(self._bar_at(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._name(self._bar_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._name(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._bars.bars) - 1
        at = last + 1 if self._at is None else self._at
        match event.key():
            case Qt.Key.Key_Left:
                self._reach(max(0, at - 1))
            case Qt.Key.Key_Right:
                self._reach(min(last, at + 1))
            case Qt.Key.Key_Home:
                self._reach(0)
            case Qt.Key.Key_End:
                self._reach(last)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._name(None)
        self.update()

    def _reach(self, at: int) -> None:
        if self._bars.bars:
            self._name(at)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.named()))

    def _name(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self.update()

    # --- places

    def _plot(self) -> QRect:
        widest = max(
            (QFontMetrics(app_font(12)).horizontalAdvance(_line_name(one)) for one in self._scale()), default=0
        )
        return QRect(widest + 12, _TOP_PX, self.width() - widest - 12, self.height() - _TOP_PX - _BELOW_PX)

    def _scale(self) -> tuple[int, ...]:
        return scale(max((bar.saved for bar in self._bars.bars), default=0))

    def _slot(self, plot: QRect) -> float:
        return plot.width() / max(1, len(self._bars.bars))

    def _bar_at(self, x: float) -> int | None:
        plot = self._plot()
        at = int((x - plot.left()) // self._slot(plot))
        return at if 0 <= at < len(self._bars.bars) else None

    def _place(self, at: int, plot: QRect, highest: int) -> QRectF:
        slot = self._slot(plot)
        width = min(slot * _BAR_SHARE, _WIDEST_PX)
        height = max(0.0, self._bars.bars[at].saved / highest * plot.height()) if highest else 0.0
        return QRectF(plot.left() + at * slot + (slot - width) / 2, plot.bottom() + 1 - height, width, height)

    # --- how it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, lines = self._plot(), self._scale()
        self._draw_lines(painter, plot, lines)
        for at, bar in enumerate(self._bars.bars):
            if bar.saved > 0:
                self._draw_bar(painter, self._place(at, plot, lines[-1]), Role.ACCENT if at == self._at else Role.BAR)
        self._draw_names(painter, plot)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current().color(Role.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        if self._at is not None:
            self._draw_tip(painter, self._place(self._at, plot, lines[-1]))

    def _draw_lines(self, painter: QPainter, plot: QRect, lines: tuple[int, ...]) -> None:
        painter.setFont(app_font(12))
        for line in lines:
            y = plot.bottom() + 1 - (round(line / lines[-1] * plot.height()) if lines[-1] else 0)
            painter.setPen(QPen(current().color(Role.LINE), 1))
            painter.drawLine(plot.left(), y, plot.right(), y)
            painter.setPen(current().color(Role.MUTED))
            place = QRect(0, y - 10, plot.left() - 12, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _line_name(line))

    def _draw_bar(self, painter: QPainter, place: QRectF, role: Role) -> None:
        corner = min(_CORNER_PX, place.height(), place.width() / 2)
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRoundedRect(place, corner, corner)
        shape.addRect(place.adjusted(0, corner, 0, 0))  # only the upper corners are round
        painter.fillPath(shape, current().color(role))

    def _draw_names(self, painter: QPainter, plot: QRect) -> None:
        painter.setFont(app_font(12))
        painter.setPen(current().color(Role.MUTED))
        metrics, free_from = painter.fontMetrics(), -_NAMES_GAP_PX
        last = len(self._bars.bars) - 1
        reserved = self._name_place(last, plot, metrics).left() if last > 0 else self.width()
        for at in range(len(self._bars.bars)):
            words, place = below(self._bars, at), self._name_place(at, plot, metrics)
            fits = place.left() >= free_from + _NAMES_GAP_PX and (
                at == last or place.right() < reserved - _NAMES_GAP_PX
            )
            if words and fits:
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
                free_from = place.right()

    def _name_place(self, at: int, plot: QRect, metrics: QFontMetrics) -> QRect:
        wide = metrics.horizontalAdvance(below(self._bars, at)) + 2
        middle = plot.left() + (at + 0.5) * self._slot(plot)
        left = min(max(round(middle - wide / 2), 0), self.width() - wide)
        return QRect(left, plot.bottom() + 6, wide, 20)

    def _draw_tip(self, painter: QPainter, bar: QRectF) -> None:
        font = app_font(12, QFont.Weight.DemiBold)
        wide = QFontMetrics(font).horizontalAdvance(self.named()) + 2 * _TIP_SIDE_PX
        left = bar.right() + 8 if bar.right() + 8 + wide <= self.width() else bar.left() - 8 - wide
        place = QRectF(
            max(0.0, left), max(0.0, min(bar.top() - 12, self.height() - _BELOW_PX - _TIP_PX)), wide, _TIP_PX
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color(Role.TEXT))
        painter.drawRoundedRect(place, 5, 5)
        painter.setFont(font)
        painter.setPen(current().color(Role.SURFACE))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.named())


def _line_name(n_bytes: int) -> str:
    return text.about_size(n_bytes) if n_bytes else text.count(0)
