"""Notices as the tray icon's message: no buttons, and the last resort."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon

from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice, OnPressed, OnRefused, Pressed


class TrayNotices(QObject):
    """Shows a notice beside the tray icon; one at a time, and a click on it is its default button."""

    def __init__(self, tray: QSystemTrayIcon, *, pressed: OnPressed, refused: OnRefused) -> None:
        super().__init__()
        self._tray = tray
        self._pressed = pressed
        self._refused = refused
        self._tag: str | None = None
        tray.messageClicked.connect(self._on_clicked)

    def show(self, notice: DesktopNotice) -> None:
        """Show it, or refuse it where there is no tray."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and self._tray.isVisible()):
            self._refused(notice)
            return
        self._tag = notice.tag
        self._tray.showMessage(notice.title, notice.body, self._tray.icon())

    def close(self) -> None:
        """Stop listening for clicks."""
        self._tray.messageClicked.disconnect(self._on_clicked)

    def _on_clicked(self) -> None:
        if self._tag is not None:
            self._pressed(Pressed(tag=self._tag, key=DEFAULT_BUTTON))
