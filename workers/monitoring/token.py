"""The token that a scraper has to show: made once, and kept in a file that only its owner may read."""

import os
import secrets
from pathlib import Path

_BYTES = 32


def token_in(path: Path) -> str:
    """The token of this file, which is made when it is missing or empty. Raises OSError."""
    try:
        told = path.read_text("ascii", errors="replace").strip()
    except FileNotFoundError:
        told = ""
    if told:
        return told
    path.unlink(missing_ok=True)
    made = secrets.token_urlsafe(_BYTES)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{made}\n")
    return made
