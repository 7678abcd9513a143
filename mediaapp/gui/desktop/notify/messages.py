"""The calls of the Desktop Notifications Specification 1.2 that are used."""

import html

from jeepney import DBusAddress, Message, new_method_call

from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice

INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_DAEMON = DBusAddress(PATH, bus_name=INTERFACE, interface=INTERFACE)
_DAEMON_DECIDES = -1


def capabilities() -> Message:
    """Ask what the daemon can do."""
    return new_method_call(_DAEMON, "GetCapabilities")


def notify(notice: DesktopNotice, *, app_name: str, desktop_entry: str, replaces: int, buttons: bool) -> Message:
    """Show a notice in the place of the one numbered `replaces` (0: a new one). The answer is its number."""
    actions = [DEFAULT_BUTTON, ""]
    if buttons:
        actions += [part for button in notice.buttons for part in (button.key, button.label)]
    # The body is markup for most daemons, so a file name with '<' must be escaped.
    body = html.escape(notice.body, quote=False)
    hints = {"desktop-entry": ("s", desktop_entry)}
    return new_method_call(
        _DAEMON,
        "Notify",
        "susssasa{sv}i",
        (app_name, replaces, desktop_entry, notice.title, body, actions, hints, _DAEMON_DECIDES),
    )
