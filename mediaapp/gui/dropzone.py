"""The sheet over the whole window while something is dragged over it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mediaapp.gui.theme import Role, app_font, current, pixmap


class DropSheet(QWidget):
    """Says what a drop will do; lets every event through to the window below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = ""
        self._hint = ""
        self.hide()

    def tell(self, title: str, hint: str) -> None:
        """Cover the window and say this."""
        if (title, hint) != (self._title, self._hint) or not self.isVisible():
            self._title, self._hint = title, hint
            self.setGeometry(self._below.rect())
            self.show()
            self.raise_()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colors.color(Role.SELECTION)
        ground.setAlpha(240)
        painter.fillRect(self.rect(), ground)
        pen = QPen(colors.color(Role.ACCENT), 2)
        pen.setDashPattern([4, 2.5])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(17, 17, -17, -17), 14, 14)
        middle = self.rect().center()
        picture = pixmap("download", Role.ACCENT, 40, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - 20, middle.y() - 72, picture)
        place = self.rect().adjusted(40, 0, -40, 0)
        painter.setFont(app_font(22, QFont.Weight.DemiBold))
        painter.setPen(colors.color(Role.TEXT))
        painter.drawText(place.translated(0, 0), Qt.AlignmentFlag.AlignCenter, self._title)
        painter.setFont(app_font(14))
        painter.setPen(colors.color(Role.MUTED))
        painter.drawText(place.translated(0, 32), Qt.AlignmentFlag.AlignCenter, self._hint)
