"""The calls of the Desktop Notifications Specification 1.2 that are used."""

import html

from jeepney import DBusAddress, MatchRule, Message, new_method_call
from jeepney.bus_messages import message_bus

from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice

INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_WHOEVER = DBusAddress(PATH, bus_name=INTERFACE, interface=INTERFACE)
_DAEMON_DECIDES = -1


def capabilities() -> Message:
    """Ask what the daemon can do, which also starts it; the sender of the answer is the daemon of now."""
    return new_method_call(_WHOEVER, "GetCapabilities")


def close(daemon: str, number: int) -> Message:
    """Take a notice back."""
    return new_method_call(_this(daemon), "CloseNotification", "u", (number,))


def signals(member: str) -> Message:
    """Listen to one of the daemon's signals."""
    return message_bus.AddMatch(MatchRule(type="signal", interface=INTERFACE, member=member, path=PATH))


def owners() -> Message:
    """Listen to which daemon there is."""
    bus = message_bus.bus_name
    rule = MatchRule(type="signal", sender=bus, interface=bus, member="NameOwnerChanged")
    rule.add_arg_condition(0, INTERFACE)
    return message_bus.AddMatch(rule)


def notify(
    daemon: str, notice: DesktopNotice, *, app_name: str, desktop_entry: str, replaces: int, buttons: bool, markup: bool
) -> Message:
    """Show a notice in the place of the one numbered `replaces` (0: a new one). The answer is its number.

    `daemon` is the unique name on the bus of the one that gave the number: after a restart another program's notice has it.
    """
    actions = [DEFAULT_BUTTON, ""]
    if buttons:
        actions += [part for button in notice.buttons for part in (button.key, button.label)]
    # The body is markup for daemons that say so, and so a file name with '<' must be escaped; the others show it as it is.
    body = html.escape(notice.body, quote=False) if markup else notice.body
    hints = {"desktop-entry": ("s", desktop_entry)}
    return new_method_call(
        _this(daemon),
        "Notify",
        "susssasa{sv}i",
        (app_name, replaces, desktop_entry, notice.title, body, actions, hints, _DAEMON_DECIDES),
    )


def _this(daemon: str) -> DBusAddress:
    return DBusAddress(PATH, bus_name=daemon, interface=INTERFACE)
