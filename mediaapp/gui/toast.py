"""A message at the bottom of the window: what was just done or became ready, and what can be done about it."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QPushButton, QWidget

from mediaapp.gui.theme import Role, icon
from mediaapp.gui.widgets import IconView, button
from mediaapp.gui.wrapped_label import WrappedLabel
from mediaapp.text import tr

SHOWN_MS = 8_000
MOST_LINES = 3
"""Of the title with the rest, and of the body."""
HEIGHT = 52
HEIGHT_OF_TWO = 64
"""The least height, in pixels, with one line of words and with more."""
LEFT = 18
RIGHT = 12
MARGIN = 10
ICON_PX = 18
WORDS_LEFT = LEFT + ICON_PX + 14
WORDS_RIGHT = 26
BEFORE_CLOSE = 8
BETWEEN_WORDS = 4
BETWEEN_LINES = 1
BETWEEN_BUTTONS = 8


class ToastButton(Struct, frozen=True, kw_only=True):
    """A button of a toast; pressing it closes the toast."""

    label: str
    do: Callable[[], None]


class ToastMessage(Struct, frozen=True, kw_only=True):
    """One message. `rest` follows the title, on its line where there is room; `body` stands below.

    A later one with the same `tag` replaces it. `stays` keeps it until it is closed: for what needs an answer.
    """

    title: str
    rest: str = ""
    body: str = ""
    tag: str = ""
    icon: str = "done"
    role: Role = Role.OK
    buttons: tuple[ToastButton, ...] = ()
    stays: bool = False


class Toast(QFrame):
    """One message on screen. Goes by itself after a while, but never while the mouse or the keyboard is in it."""

    closed = Signal()

    def __init__(self, message: ToastMessage, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = message
        self.setProperty("look", "card")
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 60))
        self.setGraphicsEffect(shadow)
        self._icon = IconView(message.icon, message.role, ICON_PX)
        self._icon.setParent(self)
        self._title = WrappedLabel(message.title, "heading", self)
        self._rest = WrappedLabel(message.rest, "", self)
        self._body = WrappedLabel(message.body, "muted", self)
        self._buttons = [self._made(one) for one in message.buttons]
        self._close = self._closer()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        if not message.stays:
            self._timer.start()
        self.setAccessibleName(" ".join(filter(None, (message.title, message.rest, message.body))))

    def leave(self) -> None:
        """Close it; stays while somebody is about to press a button, and while nobody sees it."""
        if (
            not self.isActiveWindow()
            or self.isHidden()
            or self.underMouse()
            or (self.isAncestorOf(self.focusWidget() or self) and self.focusWidget() is not None)
        ):
            self._timer.start()
            return
        self.close_now()

    def close_now(self) -> None:
        """Close it at once."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the mouse is in it."""
        super().enterEvent(event)
        if not self.message.stays:
            self._timer.start()

    def _made(self, one: ToastButton) -> QPushButton:
        made = button(one.label, look="small")
        made.setParent(self)
        made.clicked.connect(one.do)
        made.clicked.connect(self.close_now)
        return made

    def _closer(self) -> QPushButton:
        close = button("", look="flat")
        close.setParent(self)
        close.setIcon(icon("x", Role.MUTED))
        close.setIconSize(QSize(14, 14))
        close.setAccessibleName(tr("Close the message"))
        close.clicked.connect(self.close_now)
        return close

    def fit(self, most: int) -> None:
        """Become as wide as the words and buttons, at most so many pixels, and as high as that needs.

        Where both need more than one line, the words wrap and the buttons stand below them.
        """
        self._close.resize(self._close.sizeHint())
        first = self._title.line_px() + (BETWEEN_WORDS + self._rest.line_px() if self.message.rest else 0)
        words = max(first, self._body.line_px())
        around = WORDS_LEFT + self._close.width() + RIGHT
        buttons = sum(made.sizeHint().width() + BETWEEN_BUTTONS for made in self._buttons)
        in_line = around + words + WORDS_RIGHT + buttons
        if in_line <= most:
            width = in_line
            height = self._place_words(words)
            middle = height // 2
            left = width - RIGHT - self._close.width() - buttons
            self._place_buttons(left, middle - self._buttons_height() // 2, left + buttons)
        else:
            around += BEFORE_CLOSE
            width = min(most, max(around + words, WORDS_LEFT + buttons - BETWEEN_BUTTONS + RIGHT))
            height = self._place_words(width - around)
            middle = self._title.y() + self._title.fontMetrics().height() // 2
            if self._buttons:
                below = self._words_bottom() + BETWEEN_BUTTONS
                height = self._place_buttons(WORDS_LEFT, below, width - RIGHT) + MARGIN
        self._icon.move(LEFT, middle - self._icon.height() // 2)
        self._close.move(width - RIGHT - self._close.width(), middle - self._close.height() // 2)
        self.resize(width, height)

    def _place_words(self, room: int) -> int:
        """Put the words into so many pixels; returns how high a toast of them alone is."""
        beside = self._title.line_px() + BETWEEN_WORDS
        is_beside = bool(self.message.rest) and beside + self._rest.line_px() <= room
        is_below = bool(self.message.rest) and not is_beside
        used = self._title.fit(room, MOST_LINES - is_below)
        self._rest.fit(room, MOST_LINES - used if is_below else 1)
        self._body.fit(room, MOST_LINES)
        shown = ((self._title, True), (self._rest, is_below), (self._body, bool(self.message.body)))
        rows = [part for part, is_row in shown if is_row]
        words = sum(part.height() for part in rows) + BETWEEN_LINES * (len(rows) - 1)
        height = max(HEIGHT if len(rows) == 1 else HEIGHT_OF_TWO, words + 2 * MARGIN)
        top = (height - words) // 2
        for part in rows:
            part.move(WORDS_LEFT, top)
            top += part.height() + BETWEEN_LINES
        if is_beside:
            self._rest.move(WORDS_LEFT + beside, self._title.y())
        return height

    def _words_bottom(self) -> int:
        return max(
            part.geometry().bottom() + 1 for part in (self._title, self._rest, self._body) if not part.isHidden()
        )

    def _buttons_height(self) -> int:
        return max((made.sizeHint().height() for made in self._buttons), default=0)

    def _place_buttons(self, left: int, top: int, right: int) -> int:
        """Put the buttons into rows between these pixels; returns where the last one ends."""
        at = left
        for made in self._buttons:
            made.resize(min(made.sizeHint().width(), right - left), self._buttons_height())
            if at > left and at + made.width() > right:
                at, top = left, top + self._buttons_height() + BETWEEN_BUTTONS
            made.move(at, top)
            at += made.width() + BETWEEN_BUTTONS
        return top + self._buttons_height()
