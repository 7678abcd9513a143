"""For how long nobody has touched the computer."""

import ctypes
import os
import sys

if sys.platform == "win32":

    class _LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("at_ms", ctypes.c_uint32))

    def idle_s() -> float | None:
        """In seconds; None where nobody can tell. Windows counts milliseconds in 32 bits (GetLastInputInfo)."""
        last = _LastInput(size=ctypes.sizeof(_LastInput))
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        return float((ctypes.windll.kernel32.GetTickCount() - last.at_ms) & 0xFFFFFFFF) / 1000

elif sys.platform == "darwin":
    _ALL_SESSIONS, _ANY_INPUT = 1, 0xFFFFFFFF  # kCGEventSourceStateHIDSystemState, kCGAnyInputEventType

    def idle_s() -> float | None:
        """In seconds; None where nobody can tell."""
        try:
            graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
        except OSError:
            return None
        since = graphics.CGEventSourceSecondsSinceLastEventType
        since.restype, since.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
        return float(since(_ALL_SESSIONS, _ANY_INPUT))

else:

    def idle_s() -> float | None:
        """In seconds; None where nobody can tell: GNOME is asked, else an X server.

        Not asked is `GetSessionIdleTime` of org.freedesktop.ScreenSaver: under Wayland it is 0 for ever. An X server that
        serves programs under Wayland knows only of what is typed into these.
        """
        from workers.manners.idle_gnome import gnome_idle_s  # noqa: PLC0415 - loads all that speaks D-Bus
        from workers.manners.idle_x11 import x11_idle_s  # noqa: PLC0415

        told = gnome_idle_s()
        wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
        return told if told is not None or wayland else x11_idle_s()
