"""A bundle for a bug report, in which no name of a file, a folder or a person is left."""

import json
import re
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from mediaapp.cli.checkup import Finding
from mediaapp.paths import Folders

_LOG_BYTES = 2_000_000
"""Of each log the last this many bytes."""

# An absolute path up to what cannot be in one within a line of JSON or a traceback. Names may hold blanks, so everything
# up to a quote or a line's end belongs to it: rather too much than too little.
_PATH = re.compile(r"(?:(?<![\w.])/(?=[^\s/])|\b[A-Za-z]:(?:\\\\|\\|/)|\\\\\\\\)[^\"'\n<>|]*")

# What an event tells by name, whatever characters are in it.
_NAMED = re.compile(r'("(?:batch_name|drive|folder|name|output|owner|path|source)": ")((?:[^"\\]|\\.)*)"')


def redactor() -> Callable[[str], str]:
    """A function that puts a mark in place of each path: the same for the same path, another in each bundle."""
    salt = token_bytes(16)

    def mark(path: str) -> str:
        digest = blake2b(path.encode("utf-8", "surrogatepass"), key=salt, digest_size=4).hexdigest()
        suffix = Path(path).suffix.lower()
        return f"<path {digest}{suffix if re.fullmatch(r'[.][a-z0-9]{1,5}', suffix) else ''}>"

    def redacted(text: str) -> str:
        named = _NAMED.sub(lambda found: f'{found[1]}{mark(found[2])}"', text)
        return _PATH.sub(lambda found: mark(found[0]), named)

    return redacted


def write_bundle(target: Path, folders: Folders, findings: Sequence[Finding]) -> None:
    """Write the findings and the logs to a new ZIP file. Raises OSError, FileExistsError when it is there already."""
    redacted = redactor()
    with target.open("xb") as file, ZipFile(file, "w", ZIP_DEFLATED) as bundle:
        lines = (json.dumps(msgspec.to_builtins(finding)) for finding in findings)
        bundle.writestr("doctor.jsonl", redacted("\n".join(lines)))
        for log in sorted(folders.logs.iterdir()):
            if log.is_file():
                bundle.writestr(f"logs/{log.name}", redacted(_tail(log)))


def _tail(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - _LOG_BYTES, 0))
        return file.read(_LOG_BYTES).decode("utf-8", "replace")
