"""A word about how something stands, with its icon, on a ground of its own colour."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp.gui.theme import Role, app_font, current, pixmap

HEIGHT_PX = 22
_ICON_PX = 13
_SIDE_PX = 9
_GAP_PX = 5


@dataclass(frozen=True, slots=True)
class PillWords:
    """What a pill says: words, the name of an icon, the role of both and of the ground."""

    words: str
    icon: str
    role: Role
    ground: Role


class Pill(QWidget):
    """Shows a standing; what it says is told by what it belongs to as well."""

    def __init__(self) -> None:
        super().__init__()
        self._standing: PillWords | None = None
        self._font = app_font(12, QFont.Weight.DemiBold)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_standing(self, standing: PillWords) -> None:
        """Show another one."""
        if standing != self._standing:
            self._standing = standing
            self.setAccessibleName(standing.words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        words = "" if self._standing is None else self._standing.words
        wide = QFontMetrics(self._font).horizontalAdvance(words)
        return QSize(2 * _SIDE_PX + _ICON_PX + _GAP_PX + wide, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._standing is None:
            return
        colors = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color(self._standing.ground))
        painter.drawRoundedRect(QRectF(self.rect()), HEIGHT_PX / 2, HEIGHT_PX / 2)
        mark = pixmap(self._standing.icon, self._standing.role, _ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap(_SIDE_PX, (self.height() - _ICON_PX) // 2, mark)
        painter.setFont(self._font)
        painter.setPen(colors.color(self._standing.role))
        left = _SIDE_PX + _ICON_PX + _GAP_PX
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._standing.words)
