"""The pictures a second of the last minutes, kept and drawn."""

from collections import deque

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.theme import Role, app_font, current
from mediaapp.text import tr

SPAN_S = 300.0
STEP_S = 2.0
AXIS_WIDTH = 30
PLOT_HEIGHT = 60
CAPTION_HEIGHT = 18


class Pace:
    """Samples of the rate, about one each `STEP_S`, none older than `SPAN_S`. Times are seconds of one clock."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()

    def add(self, at: float, rate: float) -> None:
        """Note the rate, in pictures a second. That work ended or began is noted at once."""
        if self._samples:
            before, last = self._samples[-1]
            if at - before < STEP_S and bool(last) == bool(rate):
                return
            if rate and not last:
                self._samples.append((at, 0.0))  # it was at rest until now
        self._samples.append((at, rate))
        while self._samples and at - self._samples[0][0] > SPAN_S:
            self._samples.popleft()

    def samples(self) -> tuple[tuple[float, float], ...]:
        """All of them, the oldest first."""
        return tuple(self._samples)


class PaceChart(QWidget):
    """The last five minutes as a line."""

    def __init__(self) -> None:
        super().__init__()
        self._samples: tuple[tuple[float, float], ...] = ()
        self._now = 0.0
        self._rate = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_samples(self, samples: tuple[tuple[float, float], ...], now: float, rate: float) -> None:
        """Show these; `rate` is the one of now."""
        self._samples, self._now, self._rate = samples, now, rate
        self.setAccessibleName(tr("{rate} pictures a second", rate=text.pace(rate)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(311, PLOT_HEIGHT + CAPTION_HEIGHT + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(app_font(11))
        palette = current()
        plot = QRectF(0, 10, self.width() - AXIS_WIDTH, PLOT_HEIGHT)
        highest = top_of_scale(max((rate for _, rate in self._samples), default=0.0))
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height()
            painter.setPen(QPen(palette.color(Role.LINE), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(palette.color(Role.MUTED))
            label = QRectF(plot.right() + 6, y - 8, AXIS_WIDTH - 6, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text.number(highest * share))
        self._draw_line(painter, plot, highest)
        self._draw_caption(painter, plot)

    def _draw_line(self, painter: QPainter, plot: QRectF, highest: float) -> None:
        if len(self._samples) < 2:
            return
        points = [
            QPointF(
                plot.right() - (self._now - at) / SPAN_S * plot.width(),
                plot.bottom() - rate / highest * plot.height(),
            )
            for at, rate in self._samples
        ]
        accent = current().color(Role.ACCENT)
        filling = QColor(accent)
        filling.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(filling)
        below = [QPointF(points[-1].x(), plot.bottom()), QPointF(points[0].x(), plot.bottom())]
        painter.drawPolygon(QPolygonF(points + below))
        painter.setPen(QPen(accent, 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(accent)
        painter.drawEllipse(points[-1], 2.5, 2.5)

    def _draw_caption(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(current().color(Role.MUTED))
        line = QRect(0, round(plot.bottom()) + 3, round(plot.width()), CAPTION_HEIGHT)
        now = tr("now: {rate}", rate=text.pace(self._rate))
        room = line.width() - QFontMetrics(painter.font()).horizontalAdvance(now) - 8
        if room > 80:
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tr("5 minutes ago"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, now)


def top_of_scale(highest: float) -> float:
    """The smallest of 1, 2, 4, 10, 20, 40, 100, … that is not below `highest`."""
    step = 1.0
    while True:
        for factor in (1, 2, 4):
            if highest <= step * factor:
                return step * factor
        step *= 10
