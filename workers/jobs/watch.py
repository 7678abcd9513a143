"""A folder that is watched: what appears in it becomes jobs."""

from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct

from workers.jobs.ids import JobId, RootId, WatchId
from workers.jobs.job import Root
from workers.recipe import Recipe


class WatchRules(Struct, frozen=True, kw_only=True):
    """What somebody asked for: `folder` and `done_folder` are absolute; with `name` '' it is called as its folder is.

    `include` and `exclude` are patterns of names (`*.jpg`), or with a `/` of paths below the folder (`raw/*.png`), in any case
    of letters. Without an `include` all are meant. Without `subfolders` only what lies in the folder itself is. An original
    stays where it is, is moved to `done_folder` once its output is there, or is replaced where the recipe says so.
    """

    folder: str
    recipe: Recipe
    done_folder: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    subfolders: bool = True
    name: str = ""

    @property
    def title(self) -> str:
        """What people know it by."""
        return self.name or PurePath(self.folder).name or self.folder


class WatchTrouble(StrEnum):
    """Why nothing can be taken from a watched folder now; it goes on by itself when that ends."""

    AWAY = "away"
    FORBIDDEN = "forbidden"


class WatchFault(StrEnum):
    """Why a folder cannot be watched with such rules."""

    NO_FOLDER = "no_folder"
    ALREADY_WATCHED = "already_watched"
    IN_ITS_RESULTS = "in_its_results"
    DONE_IS_THE_FOLDER = "done_is_the_folder"
    DONE_ON_OTHER_DRIVE = "done_on_other_drive"
    DONE_AND_REPLACED = "done_and_replaced"


class WatchRefused(Struct, frozen=True, kw_only=True):
    """The rules that were asked for are not possible; `path` is the folder concerned, absolute."""

    fault: WatchFault
    path: str


class Watch(Struct, frozen=True, kw_only=True):
    """A watched folder as it is stored. Times are seconds since 1970; `taken` counts the files that became jobs.

    `root` is the drive that the folder was on when it was chosen. `trouble` is why nothing can be taken, since
    `trouble_since`; None when it can, or when nobody has looked yet. `seen` is when the folder was there last, to the minute
    or so, None before anybody has looked; `taken_today` counts those of the local day that was read.
    """

    id: WatchId
    rules: WatchRules
    root: Root
    created: float
    paused: bool = False
    paused_at: float | None = None
    trouble: WatchTrouble | None = None
    trouble_since: float | None = None
    seen: float | None = None
    taken: int = 0
    taken_today: int = 0


class FileState(Struct, frozen=True, gc=False):
    """A file below a watched folder: its path relative to it, its size in bytes, and its change time in nanoseconds."""

    rel: str
    size: int
    mtime_ns: int


class WholeFile(Struct, frozen=True, gc=False):
    """A file that has come to rest, and the BLAKE2b-256 of its bytes in hex.

    `root`, `rel` and `raw` are where a job has it as its source.
    """

    state: FileState
    digest: str
    root: RootId
    rel: str
    raw: bytes | None = None


class Finished(Struct, frozen=True, kw_only=True):
    """A job whose original is to go to the done folder: its source, absolute, as it was when the job was accepted."""

    job: JobId
    source: str
    size: int
    mtime_ns: int
