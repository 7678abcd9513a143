"""Installations in which no worker process can start, each made of a module that stands before the real one."""

from pathlib import Path

MISSING_LIBRARY = "libjpeg.so.62: cannot open shared object file"
HOLES = {
    "import fails": f"raise ImportError({MISSING_LIBRARY!r})",
    "ends at once": "import os\nos._exit(3)",
    "hangs": "import threading\nthreading.Event().wait()",
}


def broken_module(folder: Path, name: str, hole: str) -> Path:
    """Put a module of this name into the folder, which is to stand in `sys.path` before all others."""
    module = folder / f"{name}.py"
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(HOLES[hole])
    return folder
