"""Paints every row of the list, and says what can be pressed where."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mediaapp.gui.actions.action import Action, Offer
from mediaapp.gui.actions.locations import CHOOSE_COPY
from mediaapp.gui.actions.removing import CANCEL
from mediaapp.gui.actions.results import BRING_BACK
from mediaapp.gui.jobs.dragging import cover
from mediaapp.gui.jobs.lines import RowLine
from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.jobs.thumbnails import Thumbnails
from mediaapp.gui.theme import Role, app_font, current, pixmap

_EDGE = 16
_NAME_X = 48
_STATUS_SHARE = 432 / 928
_STATUS_MAX = 560
_BUTTON_PX = 92
_BUTTON_PADDING = 12
_HIT = 32
_SEEN_PX = 3  # so wide is the smallest part of a bar that is not nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Where things stand in a row, in pixels from its top. `second` None puts the second text behind the first."""

    row: int
    thumb: int
    button: int
    first: int
    second: int | None
    over_bar: int
    bar: int
    bar_px: int


COMFORTABLE = Measures(row=56, thumb=40, button=30, first=9, second=28, over_bar=9, bar=35, bar_px=6)
COMPACT = Measures(row=36, thumb=28, button=26, first=7, second=None, over_bar=3, bar=25, bar_px=4)


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that can be pressed, and the row it is in."""

    row: int
    action: Action


class JobsDelegate(QStyledItemDelegate):
    """One row: the name, how it stands, and its buttons. All that changes on it is kept by the view.

    `beside` is the width in pixels that the scroll bar takes from a row, which moves nothing in it. `by_keyboard` says
    that the last thing done was a key, so that the row with the focus needs its ring.
    """

    def __init__(self, model: JobsModel, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._name = app_font(13, QFont.Weight.DemiBold)
        self._plain = app_font(13)
        self._small = app_font(12)
        self._button = app_font(12, QFont.Weight.DemiBold)
        self.measures = COMFORTABLE
        self.hovered_row = -1
        self.hovered: Spot | None = None
        self.focused: Spot | None = None
        self.pressed: Spot | None = None
        self.by_keyboard = False
        self.beside = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(400, self.measures.row)

    def spots(self, row: int, rect: QRect, *, chosen: bool) -> list[tuple[Offer, QRect]]:
        """What can be pressed in a row that is drawn in `rect`; icons of finished rows only show on the chosen ones."""
        line = self._model.line(row)
        if line.button is not None:
            width, height = self._button_px(line), self.measures.button
            left = self._edge(rect) - width
            return [(line.button, QRect(left, rect.center().y() + 1 - height // 2, width, height))]
        if not (chosen or [one.action for one in line.icons] == [CANCEL]):
            return []
        middle = self._edge(rect) - _HIT // 2
        top = rect.center().y() + 1 - _HIT // 2
        places = []
        for n, offered in enumerate(reversed(line.icons)):
            places.append((offered, QRect(middle - 47 * n - _HIT // 2, top, _HIT, _HIT)))
        return places[::-1]

    @property
    def buttons_px(self) -> int:
        """How wide the strip at the right end is, in pixels, in which the buttons of rows stand."""
        longest = (BRING_BACK.counted_words(100_000), CHOOSE_COPY.words())
        widest = max(map(QFontMetrics(self._button).horizontalAdvance, longest))
        return _EDGE + max(_BUTTON_PX, widest + 2 * _BUTTON_PADDING)

    def _edge(self, rect: QRect) -> int:
        return rect.right() + 1 - max(_EDGE - self.beside, 2)

    def _button_px(self, line: RowLine) -> int:
        return max(
            _BUTTON_PX,
            QFontMetrics(self._button).horizontalAdvance(line.button.label if line.button else "")
            + 2 * _BUTTON_PADDING,
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, rect = index.row(), option.rect
        line = self._model.line(row)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, line, row=row, selected=selected)
        status_x = rect.left() + min(round((rect.width() + self.beside) * _STATUS_SHARE), _STATUS_MAX)
        says_more = line.status or line.bar is not None
        until = status_x - 12 if says_more else self._edge(rect) - self._button_px(line) - 25
        self._names(painter, rect, line, row=row, until=until)
        self._status(painter, rect, line, status_x)
        for offered, place in self.spots(row, rect, chosen=selected or row == self.hovered_row):
            self._offer(painter, place, line, Spot(row, offered.action))
        if option.state & QStyle.StateFlag.State_HasFocus and self.by_keyboard and self.focused is None:
            self._ring(painter, QRectF(rect).adjusted(2, 2, -2, -3), current().color(Role.ACCENT))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, line: RowLine, *, row: int, selected: bool) -> None:
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
        left = rect.left() if heading else rect.left() + _NAME_X + self.measures.thumb + _EDGE
        painter.fillRect(QRect(left, rect.bottom(), rect.right() + 1 - left, 1), colors.color(Role.LINE))

    def _names(self, painter: QPainter, rect: QRect, line: RowLine, *, row: int, until: int) -> None:
        measures = self.measures
        left = rect.left() + _NAME_X
        if line.is_open is None:
            top = rect.top() + (measures.row - measures.thumb) // 2
            place = QRect(left, top, measures.thumb, measures.thumb)
            self._thumbnail(painter, place, line, self._model.key(row))
            left += measures.thumb + _EDGE
        else:
            mark = line.mark or ("chevron-down" if line.is_open else "chevron-right")
            role = Role.BAD if line.mark else Role.MUTED
            self._icon(painter, mark, role, QPoint(rect.left() + 25, rect.center().y()), 14)
        first = QRect(left, rect.top() + measures.first, until - left, 20)
        kept_for_aside = QFontMetrics(self._small).horizontalAdvance(line.aside) + 10 if line.aside else 0
        named = first.adjusted(0, 0, -min(kept_for_aside, first.width() // 2), 0)
        behind = self._behind(first, self._write(painter, self._name, Role.TEXT, named, line.name))
        if line.aside:
            used = self._write(painter, self._small, Role.MUTED, behind, line.aside)
            behind = self._behind(behind, used)
        self._second(painter, rect, first, behind, line.about)

    def _status(self, painter: QPainter, rect: QRect, line: RowLine, left: int) -> None:
        measures = self.measures
        right = self._edge(rect) - self._button_px(line) - 25
        if line.icon is not None:
            self._icon(painter, line.icon, line.icon_role, QPoint(left + 9, rect.center().y()), 16)
            left += 28
        top = measures.first if line.bar is None else measures.over_bar
        if line.bar is None and not line.detail:
            top = (measures.row - 20) // 2 - 1
        first = QRect(left, rect.top() + top, right - left, 20)
        if line.percent:
            self._write(painter, self._small, Role.MUTED, first, line.percent, align=Qt.AlignmentFlag.AlignRight)
            first.setRight(right - 44)
        font = self._name if line.strong else self._plain
        used = self._write(painter, font, line.status_role, first, line.status)
        if line.bar is not None:
            self._bar(painter, QRectF(left, rect.top() + measures.bar, right - left, measures.bar_px), line.bar)
        else:
            self._second(painter, rect, first, self._behind(first, used), line.detail)

    def _second(self, painter: QPainter, rect: QRect, first: QRect, behind: QRect, words: str) -> None:
        place = behind
        if self.measures.second is not None:
            place = QRect(first.left(), rect.top() + self.measures.second, first.width(), 20)
        self._write(painter, self._small, Role.MUTED, place, words)

    def _behind(self, place: QRect, used: int) -> QRect:
        return place.adjusted(used + 9, 0, 0, 0)

    def _bar(self, painter: QPainter, place: QRectF, parts: tuple[tuple[float, Role], ...]) -> None:
        colors = current()
        path = QPainterPath()
        path.addRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(place, colors.color(Role.TRACK))
        left = place.left()
        for share, role in parts:
            width = max(place.width() * share, _SEEN_PX) if share > 0 else 0
            painter.fillRect(QRectF(left, place.top(), width, place.height()), colors.color(role))
            left += width
        painter.restore()

    def _offer(self, painter: QPainter, place: QRect, line: RowLine, spot: Spot) -> None:
        colors = current()
        hot, down = spot == self.hovered, spot == self.pressed
        if line.button is not None:
            frame = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
            fill = Role.TRACK if down else Role.HOVER if hot else Role.SURFACE
            painter.setPen(QPen(colors.color(Role.EDGE), 1))
            painter.setBrush(colors.color(fill))
            painter.drawRoundedRect(frame, 6, 6)
            self._write(painter, self._button, Role.TEXT, place, line.button.label, align=Qt.AlignmentFlag.AlignHCenter)
        else:
            if hot or down:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colors.color(Role.TRACK))
                painter.drawRoundedRect(QRectF(place), 6, 6)
            role = Role.MUTED if spot.action is CANCEL else Role.TEXT
            self._icon(painter, spot.action.icon, role, place.center() + QPoint(1, 1), 16)
        if spot == self.focused:
            self._ring(painter, QRectF(place).adjusted(1, 1, -1, -1), colors.color(Role.ACCENT))

    def _thumbnail(self, painter: QPainter, place: QRect, line: RowLine, key: int) -> None:
        colors = current()
        job = self._model.job(key)
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), 4, 4)
        picture = None if job is None else self._thumbnails.get(job)
        painter.save()
        painter.setClipPath(path)
        if picture is None:
            painter.fillRect(place, colors.color(Role.TRACK))
        else:
            cover(painter, place, picture)
        if line.cut is not None:
            at = place.top() + round(place.height() * line.cut)
            painter.fillRect(QRect(place.left(), at, place.width(), place.bottom() + 1 - at), colors.color(Role.TRACK))
            painter.fillRect(QRect(place.left(), at, place.width(), 1), colors.color(Role.BAD))
        painter.restore()
        if picture is None and job is not None:
            self._icon(painter, "lock" if line.locked else line.symbol, Role.MUTED, place.center() + QPoint(1, 1), 16)

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
