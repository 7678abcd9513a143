"""Messages at the bottom of the window: what was just done or became ready, and what can be done about it."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget

from mediaapp.gui.theme import Role, icon
from mediaapp.gui.widgets import ElidedLabel, IconView, button
from mediaapp.text import tr

SHOWN_MS = 8_000
MOST_AT_ONCE = 3
BOTTOM = 16
BETWEEN = 8
TITLE_PX = 80
"""So much of its title is shown however long the rest is, in pixels."""
SIDE = 12
"""The least space, in pixels, between a toast and the sides of what it lies on."""


class ToastButton(Struct, frozen=True, kw_only=True):
    """A button of a toast; pressing it closes the toast."""

    label: str
    do: Callable[[], None]


class ToastMessage(Struct, frozen=True, kw_only=True):
    """One message. `rest` follows the title on its line, `body` stands below. A later one with the same `tag` replaces it.

    `stays` keeps it until it is closed: for what needs an answer.
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
        self._title = ElidedLabel(message.title, "heading")
        self._rest = ElidedLabel(message.rest)
        self._body = ElidedLabel(message.body, "muted")
        self._buttons = [button(one.label, look="small") for one in message.buttons]
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        if not message.stays:
            self._timer.start()
        self.setAccessibleName(" ".join(filter(None, (message.title, message.rest, message.body))))

    def leave(self) -> None:
        """Close it; stays while somebody is about to press a button, and while nobody looks at the window."""
        if (
            not self.isActiveWindow()
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

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 10, 12, 10)
        layout.setSpacing(0)
        layout.addWidget(IconView(self.message.icon, self.message.role, 18))
        layout.addSpacing(14)
        layout.addWidget(self._words(), 1)
        layout.addSpacing(26)
        for made, one in zip(self._buttons, self.message.buttons, strict=True):
            made.clicked.connect(one.do)
            made.clicked.connect(self.close_now)
            layout.addWidget(made)
            layout.addSpacing(8)
        close = button("", look="flat")
        close.setIcon(icon("x", Role.MUTED))
        close.setIconSize(QSize(14, 14))
        close.setAccessibleName(tr("Close the message"))
        close.clicked.connect(self.close_now)
        layout.addWidget(close)

    def _words(self) -> QWidget:
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        first = QHBoxLayout()
        first.setSpacing(4)
        for part in (self._title, self._rest):
            if not part.accessibleName():
                part.hide()
            part.setMaximumWidth(part.sizeHint().width())
            first.addWidget(part, part.sizeHint().width())
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), TITLE_PX))
        first.addStretch(1)
        lines.addLayout(first)
        lines.addWidget(self._body)
        if not self.message.body:
            self._body.hide()
        return words

    def fit(self, width: int) -> None:
        """Become so wide, in pixels; where that leaves hardly any room for the rest, it is left out."""
        missing = self.wanted_size().width() - width
        whole = self._rest.sizeHint().width()
        self._rest.setVisible(bool(self.message.rest) and (missing <= 0 or whole - missing >= TITLE_PX))
        self.resize(width, self.wanted_size().height())

    def wanted_size(self) -> QSize:
        """As wide as its words and buttons, in pixels."""
        first = self._title.sizeHint().width() + (self._rest.sizeHint().width() + 4 if self.message.rest else 0)
        words = max(first, self._body.sizeHint().width() if self.message.body else 0)
        buttons = sum(made.sizeHint().width() + 8 for made in self._buttons)
        return QSize(18 + 18 + 14 + words + 26 + buttons + 32 + 12 + 14, 64 if self.message.body else 52)


class Toasts(QObject):
    """The toasts over one widget, the newest at the bottom.

    `kept_free` is how many pixels at the right end, below this height, belong to the buttons of what lies there; `covered`
    is how many something else lies over.
    """

    def __init__(
        self, over: QWidget, kept_free: Callable[[int], int] = lambda _top: SIDE, covered: Callable[[], int] = lambda: 0
    ) -> None:
        super().__init__(over)
        self._over = over
        self._kept_free = kept_free
        self._covered = covered
        self._shown: list[Toast] = []
        over.installEventFilter(self)

    def say(self, message: ToastMessage) -> Toast:
        """Show a message; the same one again, or a later one with its tag, takes its place."""
        for toast in self._shown[:]:
            if (message.tag and toast.message.tag == message.tag) or _says(toast.message) == _says(message):
                toast.close_now()
        for toast in self._shown[: max(0, len(self._shown) - MOST_AT_ONCE + 1)]:
            toast.close_now()
        toast = Toast(message, self._over)
        toast.closed.connect(partial(self._on_closed, toast))
        self._shown.append(toast)
        self.place()
        toast.show()
        toast.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(toast, toast.accessibleName()))
        return toast

    def lie_over(self, over: QWidget) -> None:
        """Lie over another widget from now on, those on screen too."""
        if over is self._over:
            return
        self._over.removeEventFilter(self)
        self._over = over
        over.installEventFilter(self)
        for toast in self._shown:
            toast.setParent(over)
            toast.show()
        self.place()

    def is_shown(self, tag: str) -> bool:
        """Whether a message of this tag is on screen."""
        return any(toast.message.tag == tag for toast in self._shown)

    def shown(self) -> tuple[Toast, ...]:
        """Those on screen, the oldest first."""
        return tuple(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the widget below changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Put them where they can be read and pressed now."""
        bottom = self._over.height() - BOTTOM
        for toast in reversed(self._shown):
            wanted = toast.wanted_size()
            open_px = self._over.width() - self._covered()
            right = min(open_px - SIDE, self._over.width() - self._kept_free(bottom - wanted.height()))
            width = min(wanted.width(), right - SIDE)
            left = max(SIDE, min((open_px - width) // 2, right - width))
            toast.fit(width)
            toast.move(left, bottom - wanted.height())
            bottom -= wanted.height() + BETWEEN

    def _on_closed(self, toast: Toast) -> None:
        self._shown.remove(toast)
        toast.deleteLater()
        self.place()


def _says(message: ToastMessage) -> tuple[str, str, str]:
    return message.title, message.rest, message.body
