"""Progress on Linux docks: the Unity LauncherEntry signal, which KDE, Dash to Dock, Cinnamon and Plank read."""

from PySide6.QtDBus import QDBusConnection, QDBusMessage

INTERFACE = "com.canonical.Unity.LauncherEntry"
PATH = "/com/canonical/unity/launcherentry/mediaapp"


class LauncherEntry:
    """Sends the state of the entry `desktop_file`, named without '.desktop'."""

    def __init__(self, bus: QDBusConnection, desktop_file: str) -> None:
        self._bus = bus
        self._uri = f"application://{desktop_file}.desktop"

    def show_progress(self, fraction: float | None) -> None:
        """Show a bar of 0 to 1, or none."""
        message = QDBusMessage.createSignal(PATH, INTERFACE, "Update")
        message.setArguments([self._uri, {"progress": fraction or 0.0, "progress-visible": fraction is not None}])
        self._bus.send(message)
