"""The messages on screen: where they lie, and how many at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from mediaapp.gui.toast import Toast, ToastMessage

MOST_AT_ONCE = 3
BOTTOM = 16
BETWEEN = 8
SIDE = 12
"""The least space, in pixels, between a toast and the sides of what it lies on."""


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
        self.place()

    def is_shown(self, tag: str) -> bool:
        """Whether a message of this tag is on screen."""
        return any(toast.message.tag == tag for toast in self._shown)

    def take_back(self, tag: str) -> None:
        """Close the message of this tag, where there is one."""
        for toast in self._shown[:]:
            if toast.message.tag == tag:
                toast.close_now()

    def shown(self) -> tuple[Toast, ...]:
        """Those on screen, the oldest first."""
        return tuple(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the widget below changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Put them where they can be read and pressed now; the oldest waits unseen where there is no room for all."""
        bottom = self._over.height() - BOTTOM
        open_px = self._over.width() - self._covered()
        for toast in reversed(self._shown):
            right = open_px - SIDE
            toast.fit(right - SIDE)
            for _ in range(2):  # the higher it becomes, the more buttons lie beside it
                beside = self._over.width() - self._kept_free(bottom - toast.height())
                if beside < right:
                    right = beside
                    toast.fit(right - SIDE)
            left = max(SIDE, min((open_px - toast.width()) // 2, right - toast.width()))
            toast.move(left, bottom - toast.height())
            toast.setVisible(toast is self._shown[-1] or toast.y() >= 0)
            bottom -= toast.height() + BETWEEN

    def _on_closed(self, toast: Toast) -> None:
        self._shown.remove(toast)
        toast.deleteLater()
        self.place()


def _says(message: ToastMessage) -> tuple[str, str, str]:
    return message.title, message.rest, message.body
