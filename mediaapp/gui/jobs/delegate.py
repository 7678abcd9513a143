"""Paints every row of the list, and says what can be pressed where."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mediaapp.gui.jobs.lines import Line, Press
from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.jobs.thumbnails import Thumbnails
from mediaapp.gui.theme import Role, app_font, current, pixmap

ROW_PX = 56
COMPACT_PX = 36
_EDGE = 16
_NAME_X = 48
_THUMB = 40
_STATUS_SHARE = 432 / 928
_STATUS_MAX = 560
_BUTTON = QSize(92, 30)
_HIT = 32
_BAR_PX = 6
_SEEN_PX = 3  # so wide is the smallest part of a bar that is not nothing

_ICONS = {Press.CANCEL: "x", Press.OPEN: "external-link", Press.REVEAL: "folder-open"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that can be pressed, and the row it is in."""

    row: int
    press: Press


class JobsDelegate(QStyledItemDelegate):
    """One row: the name, how it stands, and its buttons. `hovered`, `focused` and `by_keyboard` are kept by the view.

    `by_keyboard` says that the last thing done was a key, so that the row with the focus needs its ring.
    """

    def __init__(self, model: JobsModel, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._name = app_font(13, QFont.Weight.DemiBold)
        self._plain = app_font(13)
        self._small = app_font(12)
        self._button = app_font(12, QFont.Weight.DemiBold)
        self.hovered_row = -1
        self.hovered: Spot | None = None
        self.focused: Spot | None = None
        self.pressed: Spot | None = None
        self.by_keyboard = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(400, ROW_PX)

    def spots(self, row: int, rect: QRect, *, chosen: bool) -> list[tuple[Press, QRect]]:
        """What can be pressed in a row that is drawn in `rect`; icons of finished rows only show on the chosen ones."""
        line = self._model.line(row)
        if line.button:
            corner = QPoint(rect.right() + 1 - _EDGE - _BUTTON.width(), rect.center().y() + 1 - _BUTTON.height() // 2)
            return [(line.presses[0], QRect(corner, _BUTTON))]
        if not line.presses or not (chosen or line.presses == (Press.CANCEL,)):
            return []
        middle = rect.right() + 1 - _EDGE - _HIT // 2
        top = rect.center().y() + 1 - _HIT // 2
        places = []
        for n, press in enumerate(reversed(line.presses)):
            places.append((press, QRect(middle - 47 * n - _HIT // 2, top, _HIT, _HIT)))
        return places[::-1]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, rect = index.row(), option.rect
        line = self._model.line(row)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, line, row=row, selected=selected)
        status_x = rect.left() + min(round(rect.width() * _STATUS_SHARE), _STATUS_MAX)
        self._names(painter, rect, line, row=row, until=status_x - 12)
        self._status(painter, rect, line, status_x)
        for press, place in self.spots(row, rect, chosen=selected or row == self.hovered_row):
            self._press(painter, place, line, Spot(row, press))
        if option.state & QStyle.StateFlag.State_HasFocus and self.by_keyboard and self.focused is None:
            self._ring(painter, QRectF(rect).adjusted(2, 2, -2, -3), current().color(Role.ACCENT))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, line: Line, *, row: int, selected: bool) -> None:
        colors = current()
        heading = line.is_open is not None
        role = Role.BG if heading else Role.SURFACE
        if selected:
            role = Role.SELECTION
        elif row == self.hovered_row and not heading:
            role = Role.HOVER
        painter.fillRect(rect, colors.color(role))
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), colors.color(Role.ACCENT))
        left = rect.left() if heading else rect.left() + _NAME_X + _THUMB + _EDGE
        painter.fillRect(QRect(left, rect.bottom(), rect.right() + 1 - left, 1), colors.color(Role.LINE))

    def _names(self, painter: QPainter, rect: QRect, line: Line, *, row: int, until: int) -> None:
        left = rect.left() + _NAME_X
        if line.is_open is None:
            self._thumbnail(painter, QRect(left, rect.top() + 8, _THUMB, _THUMB), line, row)
            left += _THUMB + _EDGE
        else:
            mark = line.mark or ("chevron-down" if line.is_open else "chevron-right")
            role = Role.BAD if line.mark else Role.MUTED
            self._icon(painter, mark, role, QPoint(rect.left() + 25, rect.top() + 27), 14)
        used = self._write(painter, self._name, Role.TEXT, QRect(left, rect.top() + 9, until - left, 20), line.name)
        if line.aside:
            aside = QRect(left + used + 9, rect.top() + 9, until - left - used - 9, 20)
            self._write(painter, self._small, Role.MUTED, aside, line.aside)
        self._write(painter, self._small, Role.MUTED, QRect(left, rect.top() + 28, until - left, 20), line.about)

    def _status(self, painter: QPainter, rect: QRect, line: Line, left: int) -> None:
        right = rect.right() + 1 - 133
        if line.icon is not None:
            self._icon(painter, line.icon, line.icon_role, QPoint(left + 9, rect.top() + 27), 16)
            left += 28
        first = QRect(left, rect.top() + 9, right - left, 20)
        if line.percent:
            self._write(painter, self._small, Role.MUTED, first, line.percent, align=Qt.AlignmentFlag.AlignRight)
            first.setRight(right - 44)
        font = self._name if line.strong else self._plain
        self._write(painter, font, line.status_role, first, line.status)
        if line.bar is not None:
            self._bar(painter, QRectF(left, rect.top() + 35, right - left, _BAR_PX), line.bar)
        elif line.detail:
            self._write(painter, self._small, Role.MUTED, QRect(left, rect.top() + 28, right - left, 20), line.detail)

    def _bar(self, painter: QPainter, place: QRectF, parts: tuple[tuple[float, Role], ...]) -> None:
        colors = current()
        path = QPainterPath()
        path.addRoundedRect(place, _BAR_PX / 2, _BAR_PX / 2)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(place, colors.color(Role.TRACK))
        left = place.left()
        for share, role in parts:
            width = max(place.width() * share, _SEEN_PX) if share > 0 else 0
            painter.fillRect(QRectF(left, place.top(), width, place.height()), colors.color(role))
            left += width
        painter.restore()

    def _press(self, painter: QPainter, place: QRect, line: Line, spot: Spot) -> None:
        colors = current()
        hot, down = spot == self.hovered, spot == self.pressed
        if line.button:
            frame = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
            fill = Role.TRACK if down else Role.HOVER if hot else Role.SURFACE
            painter.setPen(QPen(colors.color(Role.EDGE), 1))
            painter.setBrush(colors.color(fill))
            painter.drawRoundedRect(frame, 6, 6)
            self._write(painter, self._button, Role.TEXT, place, line.button, align=Qt.AlignmentFlag.AlignHCenter)
        else:
            if hot or down:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colors.color(Role.TRACK))
                painter.drawRoundedRect(QRectF(place), 6, 6)
            role = Role.MUTED if spot.press is Press.CANCEL else Role.TEXT
            self._icon(painter, _ICONS[spot.press], role, place.center() + QPoint(1, 1), 16)
        if spot == self.focused:
            self._ring(painter, QRectF(place).adjusted(1, 1, -1, -1), colors.color(Role.ACCENT))

    def _thumbnail(self, painter: QPainter, place: QRect, line: Line, row: int) -> None:
        colors = current()
        job = self._model.job(self._model.key(row))
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), 4, 4)
        picture = None if job is None else self._thumbnails.get(job)
        painter.save()
        painter.setClipPath(path)
        if picture is None:
            painter.fillRect(place, colors.color(Role.TRACK))
        else:
            _cover(painter, place, picture)
        if line.cut is not None:
            at = place.top() + round(place.height() * line.cut)
            painter.fillRect(QRect(place.left(), at, place.width(), place.bottom() + 1 - at), colors.color(Role.TRACK))
            painter.fillRect(QRect(place.left(), at, place.width(), 1), colors.color(Role.BAD))
        painter.restore()
        if picture is None and job is not None:
            self._icon(painter, "lock" if line.locked else "image", Role.MUTED, place.center() + QPoint(1, 1), 16)

    def _icon(self, painter: QPainter, name: str, role: Role, middle: QPoint, size: int) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(middle - QPoint(size // 2, size // 2), pixmap(name, role, size, ratio))

    def _write(
        self,
        painter: QPainter,
        font: QFont,
        role: Role,
        place: QRect,
        words: str,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """Write one line, cut short with an ellipsis; the width it took."""
        if not words or place.width() < 8:
            return 0
        metrics = QFontMetrics(font)
        mode = Qt.TextElideMode.ElideMiddle if font is self._name else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(words, mode, place.width())
        painter.setFont(font)
        painter.setPen(current().color(role))
        painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def _ring(self, painter: QPainter, frame: QRectF, color: QColor) -> None:
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 5, 5)


def _cover(painter: QPainter, place: QRect, picture: QPixmap) -> None:
    """Fill the place with the picture's middle."""
    side = min(picture.width(), picture.height())
    middle = QRect((picture.width() - side) // 2, (picture.height() - side) // 2, side, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(place, picture, middle)
