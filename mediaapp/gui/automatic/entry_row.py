"""One thing of the right column: an icon, a name, a switch, and what is to be said of it."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mediaapp.gui.automatic.switch import Switch
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, current, icon
from mediaapp.gui.widgets import ElidedLabel, IconView, button, column
from mediaapp.text import tr

_ICON_PX = 16
_GAP_PX = 12
_SIDE_PX = 12
RADIUS_PX = 8


class EntryRow(QWidget):
    """A ground with a head and lines below. A menu is wanted at the dots, by the right button and by the menu key."""

    switched = signal_of(bool)
    menu_wanted = signal_of(QPoint)
    """Where on the screen."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._ground = Role.BG
        self._icon = IconView("link", Role.MUTED, _ICON_PX)
        self._name = ElidedLabel(look="heading")
        self._more = button("", look="tiny")
        self._more.setIcon(icon("more-horizontal"))
        self._switch = Switch(words)
        whole = column(self, margins=(_SIDE_PX, 8, _SIDE_PX, 10), spacing=3)
        head = QHBoxLayout()
        head.setSpacing(_GAP_PX)
        head.addWidget(self._icon)
        head.addWidget(self._name, 1)
        head.addWidget(self._more)
        head.addWidget(self._switch)
        whole.addLayout(head)
        self.lines = QVBoxLayout()
        self.lines.setContentsMargins(_ICON_PX + _GAP_PX, 0, 0, 0)
        self.lines.setSpacing(5)
        whole.addLayout(self.lines)
        self._switch.clicked.connect(self.switched)
        self._more.clicked.connect(lambda: self.menu_wanted.emit(self._below_more()))

    def show_head(self, name: str, icon_name: str, *, on: bool, failed: bool = False) -> None:
        """Show the name, whether it is on, and whether something is wrong with it."""
        self._name.show_text(name)
        self._icon.show_icon(icon_name, Role.BAD if failed else Role.MUTED)
        self._switch.setChecked(on)
        self._switch.setAccessibleName(name)
        self._more.setAccessibleName(tr("More about “{name}”", name=name))
        self._ground = Role.BAD_BOX if failed else Role.BG
        self.update()

    def take_focus(self) -> None:
        """Give the keys to it: to its switch."""
        self._switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self._below_more() if by_key else event.globalPos())

    def _below_more(self) -> QPoint:
        return self._more.mapToGlobal(QPoint(0, self._more.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
