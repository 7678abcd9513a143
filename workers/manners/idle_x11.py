"""For how long nobody has touched a computer with an X server, by its screen saver extension."""

import ctypes


class _Info(ctypes.Structure):
    """XScreenSaverInfo of X11/extensions/scrnsaver.h; times are in milliseconds."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def x11_idle_s(display: str | None = None) -> float | None:
    """In seconds; None without such a server, its libraries or its extension. `display` None is that of the environment."""
    try:
        x, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return None
    x.XOpenDisplay.restype, x.XOpenDisplay.argtypes = ctypes.c_void_p, (ctypes.c_char_p,)
    x.XDefaultRootWindow.restype, x.XDefaultRootWindow.argtypes = ctypes.c_ulong, (ctypes.c_void_p,)
    x.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_Info))
    # Opened for each look: Xlib ends the process that still has a connection when the server goes.
    opened = x.XOpenDisplay(None if display is None else display.encode())
    if not opened:
        return None
    try:
        info = _Info()
        told = saver.XScreenSaverQueryInfo(opened, x.XDefaultRootWindow(opened), ctypes.byref(info))
        return float(info.idle) / 1000 if told else None
    finally:
        x.XCloseDisplay(opened)
