"""The way that Tab takes: as people read, also past widgets that came later."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

LINE_PX = 8
"""Widgets whose middles differ less in height stand in one line."""


@dataclass(frozen=True, slots=True)
class _Place:
    middle: QPoint
    widget: QWidget


def step(areas: Sequence[QWidget], focused: QWidget | None, *, forward: bool) -> bool:
    """Give the focus to the next widget, or the one before; False when there is none. `areas` are in the order of reading."""
    order = [widget for area in areas for widget in _in_reading_order(area)]
    if not order:
        return False
    at = order.index(focused) if focused in order else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    order[(at + (1 if forward else -1)) % len(order)].setFocus(reason)
    return True


def _in_reading_order(area: QWidget) -> list[QWidget]:
    places = [_Place(_middle(widget, area), widget) for widget in area.findChildren(QWidget) if _takes_tab(widget)]
    return [place.widget for place in sorted(places, key=cmp_to_key(_compare))]


def _takes_tab(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _middle(widget: QWidget, area: QWidget) -> QPoint:
    return widget.mapTo(area, widget.rect().center())


def _compare(one: _Place, other: _Place) -> int:
    if abs(one.middle.y() - other.middle.y()) < LINE_PX:
        return one.middle.x() - other.middle.x()
    return one.middle.y() - other.middle.y()
