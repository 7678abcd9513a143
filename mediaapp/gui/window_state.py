"""What the window remembers over a restart."""

from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from mediaapp.paths import write_whole
from workers.recipe import Recipe


class ListTab(StrEnum):
    """The tabs of the list."""

    ALL = "all"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Page(StrEnum):
    """The pages of the right panel."""

    RECIPE = "recipe"
    DETAILS = "details"
    ACTIVITY = "activity"


class DialogState(Struct, frozen=True, kw_only=True):
    """What the dialogs for files remember: a folder for each purpose, the size, and Qt's own form of columns and order."""

    folders: dict[str, str] = {}
    size: tuple[int, int] | None = None
    layout: bytes = b""


class WindowState(Struct, frozen=True, kw_only=True):
    """`geometry` is Qt's own form of size and place; `opened` and `closed` are the list's headings, by their keys.

    `edited` is a recipe that was changed and not saved; it has the name of the saved one that it comes from.
    """

    geometry: bytes = b""
    tab: ListTab = ListTab.ALL
    panel: Page = Page.RECIPE
    newest_first: bool = True
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    dialogs: DialogState = DialogState()
    edited: Recipe | None = None


def read_state(file: Path) -> WindowState:
    """What was written last; the first state where there is none or it cannot be understood."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=WindowState)
    except (OSError, msgspec.MsgspecError):
        return WindowState()


def write_state(file: Path, state: WindowState) -> None:
    """Keep it for the next start. Raises OSError where that is not possible."""
    write_whole(file, msgspec.json.encode(state))
