"""Which file manager shows the files, chosen by the system."""

import sys

from mediaapp.gui.desktop.reveal.handler import FolderRevealer, Revealer


def revealer() -> Revealer:
    """The best one for this system."""
    if sys.platform == "win32":
        from mediaapp.gui.desktop.reveal.windows import ExplorerRevealer  # noqa: PLC0415 - imports on Windows only

        return ExplorerRevealer()
    if sys.platform == "darwin":
        from mediaapp.gui.desktop.reveal.macos import FinderRevealer  # noqa: PLC0415 - beside the one above

        return FinderRevealer()
    from mediaapp.gui.desktop.bus import session_address  # noqa: PLC0415 - needs jeepney, which is for Linux
    from mediaapp.gui.desktop.reveal.file_manager import FileManagerRevealer  # noqa: PLC0415 - likewise

    folders, address = FolderRevealer(), session_address()
    return folders if address is None else FileManagerRevealer(address, fallback=folders)
