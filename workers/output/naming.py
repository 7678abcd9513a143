"""Names and folders for outputs: valid on every system, never outside the folder they belong to."""

import os
from pathlib import Path
from typing import assert_never

from workers.recipe import Automatic, BesideEach, Destination, InFolder, ReplaceOriginals
from workers.template import NameParts, filled_in

MAX_BYTES = 255
"""The longest name that ext4, APFS, NTFS and exFAT all take, in bytes of UTF-8."""

_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_") | {chr(code): "_" for code in range(32)})
# "Naming Files, Paths, and Namespaces" of the Windows documentation; the superscript digits count as digits there.
_RESERVED = frozenset(
    (
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³"),
    )
)


def file_name(template: str, parts: NameParts, extension: str) -> str:
    """The template filled in, with `extension` (with its dot; '' for a folder) at the end.

    The result is valid on Windows too, has no separator and at most `MAX_BYTES` bytes; what does not fit is cut from the
    end of the stem.
    """
    return _fitted(safe_name(filled_in(template, parts)), extension)


def named(text: str, extension: str) -> str:
    """The text as a name as `file_name` makes them."""
    return _fitted(safe_name(text), extension)


def numbered(name: str, n: int, *, is_folder: bool = False) -> str:
    """The same name with ' (n)' before its extension, still within `MAX_BYTES`; a folder's name has no extension."""
    path = Path(name)
    stem, extension = (name, "") if is_folder else (path.stem, path.suffix)
    return _fitted(stem, f" ({n}){extension}")


def safe_name(text: str) -> str:
    """The nearest text that every system takes as the name of a file or folder."""
    plain = text.encode("utf-8", "replace").decode("utf-8").translate(_FORBIDDEN).replace("\x7f", "_")
    plain = plain.strip(" ").rstrip(" .")
    if plain.partition(".")[0].rstrip(" ").upper() in _RESERVED:
        plain = f"_{plain}"
    return plain or "picture"


def _fitted(stem: str, ending: str) -> str:
    room = MAX_BYTES - len(ending.encode())
    shown = os.fsencode(stem).decode("utf-8", "replace")  # bytes that are no text have no place in a name of ours
    cut = shown.encode()[:room].decode("utf-8", "ignore")
    return (cut.rstrip(" .") or "_") + ending


def out_dir(destination: Destination, source: Path, dropped: Path | None, fallback: Path) -> Path:
    """The absolute folder for one source's output; asks the disk whether a folder beside the source may be written to.

    `dropped` is the folder that was dropped and in which the source was found, None for a file named by itself. Outputs
    go below `fallback` where nothing can be written beside the source.
    """
    match destination:
        case Automatic(folder=folder):
            return _automatic(safe_name(folder), source, dropped, fallback)
        case BesideEach(folder=folder):
            beside = source.parent / safe_name(folder)
            return beside if _may_write(beside) else fallback / safe_name(folder)
        case InFolder(path=path, mirror=mirror):
            return Path(path) / _below(source, Path(mirror) if mirror else None)
        case ReplaceOriginals():
            return source.parent
        case _:
            assert_never(destination)


def _automatic(folder: str, source: Path, dropped: Path | None, fallback: Path) -> Path:
    if dropped is None:
        beside = source.parent / folder
        return beside if _may_write(beside) else fallback / folder
    tree = _below(source, dropped)
    # A whole drive has no sibling: what lies next to its mount point is another drive.
    if not dropped.name or os.path.ismount(dropped):
        return fallback / folder / tree
    sibling = dropped.parent / _fitted(dropped.name, f" {folder}")
    return sibling / tree if _may_write(sibling) else fallback / sibling.name / tree


def _below(source: Path, base: Path | None) -> Path:
    """The folders between `base` and the source, none where the source is not below it."""
    if base is None or not source.is_relative_to(base):
        return Path()
    return source.parent.relative_to(base)


def _may_write(folder: Path) -> bool:
    nearest = next((path for path in (folder, *folder.parents) if os.path.exists(path)), folder)  # noqa: PTH110 - Path.exists raises where a parent may not be looked into
    return os.access(nearest, os.W_OK | os.X_OK)
