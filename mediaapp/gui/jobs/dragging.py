"""Dragging results out of the window."""

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.theme import Role, app_font, current, paint_checkerboard, pixmap

GAP_PX = 14
"""From the pointer to the picture beside it."""
_PICTURE_PX = 40
_BADGE_PX = 20


def drag_out(view: QWidget, data: QMimeData, thumbnail: QPixmap | None) -> None:
    """Let the files in `data` be dropped elsewhere. What hangs at the pointer never hides what they are dropped on."""
    drag = QDrag(view)
    drag.setMimeData(data)
    drag.setPixmap(drag_picture(thumbnail, len(data.urls()), view.devicePixelRatioF()))
    drag.setHotSpot(QPoint(-GAP_PX, -GAP_PX))
    drag.exec(Qt.DropAction.CopyAction)


def drag_picture(thumbnail: QPixmap | None, files: int, ratio: float) -> QPixmap:
    """The first file's picture, and how many they are where there are more."""
    drawn = QPixmap(QSize(_PICTURE_PX + _BADGE_PX // 2, _PICTURE_PX + _BADGE_PX // 2) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = QRect(0, _BADGE_PX // 2, _PICTURE_PX, _PICTURE_PX)
    if thumbnail is None:
        painter.fillRect(place, current().color(Role.TRACK))
        painter.drawPixmap(place.center() - QPoint(7, 7), pixmap("image", Role.MUTED, 16, ratio))
    else:
        cover(painter, place, thumbnail)
    if files > 1:
        _badge(painter, text.count(files))
    painter.end()
    return drawn


def cover(painter: QPainter, place: QRect, picture: QPixmap) -> None:
    """Fill the place with the picture's middle."""
    side = min(picture.width(), picture.height())
    middle = QRect((picture.width() - side) // 2, (picture.height() - side) // 2, side, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_checkerboard(painter, QRectF(place), picture)
    painter.drawPixmap(place, picture, middle)


def _badge(painter: QPainter, words: str) -> None:
    font = app_font(12, QFont.Weight.DemiBold)
    width = max(_BADGE_PX, QFontMetrics(font).horizontalAdvance(words) + 12)
    place = QRect(_PICTURE_PX + _BADGE_PX // 2 - width, 0, width, _BADGE_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().color(Role.FILL))
    painter.drawRoundedRect(place, _BADGE_PX / 2, _BADGE_PX / 2)
    painter.setFont(font)
    painter.setPen(current().color(Role.ON_FILL))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
