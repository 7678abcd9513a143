"""For how long nobody has touched a computer with GNOME, as its compositor tells on the session's bus."""

from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.auth import AuthenticationError
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

_MONITOR = DBusAddress(
    "/org/gnome/Mutter/IdleMonitor/Core",
    bus_name="org.gnome.Mutter.IdleMonitor",
    interface="org.gnome.Mutter.IdleMonitor",
)
_ANSWER_S = 1.0


def gnome_idle_s(bus: str = "SESSION") -> float | None:
    """In seconds; None where there is no such compositor, or no bus at this address. Waits a second at most for each step."""
    try:
        with open_dbus_connection(bus, auth_timeout=_ANSWER_S) as connection:
            asked = new_method_call(_MONITOR, "GetIdletime")
            (told_ms,) = unwrap_msg(connection.send_and_get_reply(asked, timeout=_ANSWER_S))
    except (OSError, KeyError, RuntimeError, ValueError, AuthenticationError, DBusErrorResponse):
        return None
    return float(told_ms) / 1000
