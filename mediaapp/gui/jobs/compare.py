"""A picture before and after, with a line between them that can be moved."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from mediaapp.gui.theme import Role, app_font, current, paint_checkerboard
from mediaapp.text import tr

HEIGHT = 196
RADIUS = 8
HANDLE = 30
LABEL_HEIGHT = 24
LABEL_INSET = 8
SHADE = QColor(30, 27, 24, 216)
WHOLE = QRectF(0, 0, 1, 1)
"""The part of a picture that is all of it."""
MOST_CUT = 0.2
"""How much of a picture may be cut off so that it fills the box; more, and it stands in the box whole."""


class Compare(QAbstractSlider):
    """Left of the line the picture before, right of it after; its value is the line's place in per cent."""

    def __init__(self) -> None:
        super().__init__()
        self._before: QPixmap | None = None
        self._after: QPixmap | None = None
        self._part: QRectF | None = None
        self._labels = ("", "")
        self._nothing = ""
        self.setRange(0, 100)
        self.setSingleStep(2)
        self.setPageStep(20)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setValue(50)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Before and after"))
        self.valueChanged.connect(self._on_value)

    def show_pictures(self, before: QPixmap | None, after: QPixmap | None, part: QRectF | None) -> None:
        """Show these; where one is not known yet its half is empty.

        `part` is what the picture after shows of the one before, in shares of its width and height: both then stand at the
        same scale and place, and what was cut out is outlined. None where they do not match: each is fitted by itself.
        """
        self._before, self._after, self._part = before, after, part
        self.update()

    def show_labels(self, before: str, after: str, nothing: str = "") -> None:
        """Name the two sides; `after` is '' while there is none yet. `nothing` is told where there is no picture."""
        self._labels = (before, after)
        self.setEnabled(bool(after))
        self._nothing = nothing
        self.setAccessibleDescription(f"{before}, {after}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(311, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_to(event.position().x())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(50)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the line; up and down are left to the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), current().color(Role.TRACK))
        if self._before is None and self._after is None:
            painter.setPen(current().color(Role.MUTED))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._nothing)
        elif not self._labels[1]:
            self._draw_half(painter, self._before, self._place_of(self._before), self.rect())
            self._draw_labels(painter)
        else:
            split = round(self.width() * self.value() / 100)
            left, right = QRect(0, 0, split, self.height()), QRect(split, 0, self.width() - split, self.height())
            after = self._place_after()
            self._draw_half(painter, self._before, self._place_of(self._before), left)
            if self._before is not None and self._part not in (None, WHOLE):
                self._draw_outline(painter, after, left)
            self._draw_half(painter, self._after, after, right)
            self._draw_labels(painter)
            self._draw_handle(painter, split)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current().color(Role.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _place_of(self, picture: QPixmap | None) -> QRectF:
        return fitted(picture.size() if picture is not None else QSize(), self.rect())

    def _place_after(self) -> QRectF:
        if self._part is None or self._before is None:
            return self._place_of(self._after)
        whole, part = self._place_of(self._before), self._part
        return QRectF(
            whole.x() + part.x() * whole.width(),
            whole.y() + part.y() * whole.height(),
            part.width() * whole.width(),
            part.height() * whole.height(),
        )

    def _draw_outline(self, painter: QPainter, place: QRectF, half: QRect) -> None:
        painter.save()
        painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((SHADE, 3.0), (QColor(Qt.GlobalColor.white), 1.0)):
            painter.setPen(QPen(color, width))
            painter.drawRect(place)
        painter.restore()

    def _draw_half(self, painter: QPainter, picture: QPixmap | None, place: QRectF, half: QRect) -> None:
        if picture is None or picture.isNull():
            return
        painter.save()
        painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
        paint_checkerboard(painter, place, picture)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        painter.restore()

    def _draw_labels(self, painter: QPainter) -> None:
        painter.setFont(app_font(12, QFont.Weight.DemiBold))
        for at, text in enumerate(filter(None, self._labels)):
            wide = painter.fontMetrics().horizontalAdvance(text) + 16
            x = self.width() - wide - LABEL_INSET if at else LABEL_INSET
            box = QRect(x, self.height() - LABEL_HEIGHT - LABEL_INSET, wide, LABEL_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(SHADE)
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(Qt.GlobalColor.white)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_handle(self, painter: QPainter, x: int) -> None:
        painter.setPen(QPen(Qt.GlobalColor.white, 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        center = QPointF(x, self.height() / 2)
        painter.setPen(QPen(QColor(0, 0, 0, 40), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawEllipse(center, HANDLE / 2, HANDLE / 2)
        painter.setPen(QPen(QColor("#1b1f24"), 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for side in (-1, 1):
            tip = QPointF(center.x() + side * 9, center.y())
            back = QPointF(-side * 3.5, 3.5)
            painter.drawPolyline([tip + back, tip, tip + QPointF(back.x(), -back.y())])

    def _move_to(self, x: float) -> None:
        self.setValue(round(100 * x / max(1, self.width())))

    def _on_value(self) -> None:
        self.update()


class ReadablePart(QWidget):
    """The part of a damaged picture that can be read, down to the line where it breaks."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._share = 1.0
        self._text = ""
        self.setFixedHeight(150)

    def show_part(self, picture: QPixmap | None, share: float, text: str) -> None:
        """Show the upper `share`, 0 to 1, of the picture, and `text` below the line."""
        self._picture = picture
        self._share = share
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        palette = current()
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), palette.color(Role.TRACK))
        line = round(self.height() * self._share)
        if self._picture is not None and not self._picture.isNull():
            painter.save()
            painter.setClipRect(0, 0, self.width(), line, Qt.ClipOperation.IntersectClip)
            paint_checkerboard(painter, QRectF(self.rect()), self._picture)
            painter.drawPixmap(self.rect(), self._picture)
            painter.restore()
        painter.setPen(QPen(palette.color(Role.BAD), 2, Qt.PenStyle.DashLine))
        painter.drawLine(0, line, self.width(), line)
        painter.setPen(palette.color(Role.TEXT))
        painter.setFont(app_font(12))
        painter.drawText(QRect(0, line, self.width(), self.height() - line), Qt.AlignmentFlag.AlignCenter, self._text)


def fitted(picture: QSize, box: QRect) -> QRectF:
    """Where a picture stands in a box, centred: it fills it if little is cut off, and is whole in it otherwise."""
    if picture.isEmpty():
        return QRectF(box)
    scales = (box.width() / picture.width(), box.height() / picture.height())
    scale = max(scales) if min(scales) / max(scales) >= 1 - MOST_CUT else min(scales)
    width, height = picture.width() * scale, picture.height() * scale
    return QRectF((box.width() - width) / 2, (box.height() - height) / 2, width, height)
