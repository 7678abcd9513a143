"""Files shown by the Explorer."""

import sys
from collections.abc import Sequence
from pathlib import Path

from mediaapp.gui.desktop.reveal.handler import Refused

if sys.platform == "win32":
    import ctypes

    class ExplorerRevealer:
        """Calls SHOpenFolderAndSelectItems, which takes many files and reuses a window that is open."""

        def reveal(self, paths: Sequence[Path], refused: Refused) -> None:
            """Select all of them."""
            shell = ctypes.windll.shell32
            shell.ILCreateFromPathW.restype = ctypes.c_void_p
            shell.ILFree.argtypes = [ctypes.c_void_p]
            folder = shell.ILCreateFromPathW(str(paths[0].parent))
            if not folder:
                refused(paths[0].parent)
                return
            items = [item for path in paths if (item := shell.ILCreateFromPathW(str(path)))]
            failed = shell.SHOpenFolderAndSelectItems(
                ctypes.c_void_p(folder), len(items), (ctypes.c_void_p * len(items))(*items), 0
            )
            for item in (folder, *items):
                shell.ILFree(item)
            if failed:
                refused(paths[0].parent)
