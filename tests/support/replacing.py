"""Replacing an original and bringing it back, as a process does it that is to be killed."""

import errno
from pathlib import Path

from workers.output.publish import create_part
from workers.output.undo import KEPT_IN, bring_back, put_in_place


def nothing(_: object) -> None:
    """A fence that always holds, and an ear for paths that forgets them."""


def not_offered(*_: object) -> None:
    """What a file system without second names answers."""
    raise OSError(errno.EPERM, "no second names here")


def part_for(original: Path, content: bytes = b"made") -> Path:
    """A part with this content, beside the original."""
    part = create_part(original.parent, "7-1", is_folder=False, told=nothing)
    part.write_bytes(content)
    return part


def put(original: Path, name: str) -> tuple[Path, Path]:
    """Replace the original; returns the made file and where the original is kept."""
    heard: list[Path] = []
    made = put_in_place(part_for(original), original, name, tag="7", told=heard.append, fence=nothing)
    return made, heard[-1]


def put_or_bring_back(links: bool, original: Path, name: str, digest: str | None) -> None:
    """Replace the original, or with a digest bring it back."""
    if not links:
        Path.hardlink_to = not_offered  # type: ignore[method-assign,assignment]
    if digest is None:
        put(original, name)
    else:
        bring_back(original.parent / KEPT_IN / "7" / original.name, original, original.parent / name, digest)
