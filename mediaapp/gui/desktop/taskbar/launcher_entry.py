"""Progress on Linux docks: the Unity LauncherEntry signal, which KDE, Dash to Dock, Cinnamon and Plank read."""

from jeepney import DBusAddress, new_signal
from PySide6.QtCore import QObject

from mediaapp.gui.desktop.bus import Bus

INTERFACE = "com.canonical.Unity.LauncherEntry"
PATH = "/com/canonical/unity/launcherentry/mediaapp"
_EMITTER = DBusAddress(PATH, interface=INTERFACE)


class LauncherEntry(QObject):
    """Sends the state of the entry `desktop_file`, named without '.desktop'."""

    def __init__(self, address: str, desktop_file: str) -> None:
        super().__init__()
        self._bus = Bus(address, parent=self)
        self._uri = f"application://{desktop_file}.desktop"

    def show_progress(self, fraction: float | None) -> None:
        """Show a bar of 0 to 1, or none."""
        shown = {"progress": ("d", fraction or 0.0), "progress-visible": ("b", fraction is not None)}
        self._bus.call(new_signal(_EMITTER, "Update", "sa{sv}", (self._uri, shown)), None)
