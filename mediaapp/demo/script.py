"""What a demo file says: how its picture looks and what happens to it."""

from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.formats import Format
from workers.outcome import Stage

MAX_BYTES = 4096


class Script(Struct, frozen=True, kw_only=True):
    """The head of a demo file; the rest is a hole as large as the file pretends to be.

    Sizes are pixels and bytes. `seconds` is how long the work takes; with `hold` it stops at that stage and share, 0 to 1,
    until it is cancelled. `drawing` names what `paint` draws, in the colour '#rrggbb'.
    """

    drawing: str
    color: str = "#c8823c"
    format: Format = Format.JPEG
    width: int = 6000
    height: int = 4000
    out_width: int = 2000
    out_height: int = 1333
    out_bytes: int = 612_000
    score: float | None = 84.0
    seconds: float = 0.3
    hold: tuple[Stage, float] | None = None
    fails: ErrorCode | None = None
    failure: FailureFacts = FailureFacts()


def write(path: Path, script: Script, size: int) -> None:
    """Make a file of `size` bytes that takes no room on the disk beyond the script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(encode(script))
        file.truncate(size)


def encode(script: Script) -> bytes:
    """The head of a file."""
    return msgspec.json.encode(script) + b"\n"


def read(source: BinaryIO) -> Script:
    """The script of a file. Raises msgspec.DecodeError for any other file."""
    source.seek(0)
    return msgspec.json.decode(source.read(MAX_BYTES).partition(b"\n")[0], type=Script)
