"""Which way of showing notices fits this system."""

import sys

from mediaapp.gui.desktop.notify.handler import DesktopNotice, NoticeHandler, OnPressed, OnRefused


class NoNotices:
    """A desktop that shows none: every notice is refused, so that the window shows it."""

    def __init__(self, refused: OnRefused) -> None:
        self._refused = refused

    def show(self, notice: DesktopNotice) -> None:
        """Refuse it."""
        self._refused(notice)

    def withdraw(self, tag: str) -> None:
        """None was shown."""

    def close(self) -> None:
        """Nothing to let go of."""


def desktop_notices(*, app_name: str, desktop_entry: str, pressed: OnPressed, refused: OnRefused) -> NoticeHandler:
    """The handler of this system. Notices and presses come back in the GUI thread."""
    if sys.platform in ("win32", "darwin"):
        from mediaapp.gui.desktop.notify.native import NativeNotices  # noqa: PLC0415 - imports on these systems only

        return NativeNotices(app_name=app_name, pressed=pressed, refused=refused)
    from mediaapp.gui.desktop.bus import session_address  # noqa: PLC0415 - needs jeepney, which is for Linux
    from mediaapp.gui.desktop.notify.freedesktop import FreedesktopNotices  # noqa: PLC0415 - likewise

    address = session_address()
    if address is None:
        return NoNotices(refused)
    return FreedesktopNotices(address, app_name=app_name, desktop_entry=desktop_entry, pressed=pressed, refused=refused)
