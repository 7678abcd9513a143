"""Files that were seen and are not yet at rest."""

import os
import stat
from collections.abc import Callable

from msgspec import Struct

from workers.bounds import file_size, file_time
from workers.jobs.watch import FileState
from workers.watching.unfinished_names import marks_of
from workers.watching.writers import is_being_written

MOST = 5_000
"""Files that are waited for at once; the sweep stops until there is room."""

STEP = 1_000
"""Files that are told as settled at once: they become one batch."""


class _Look(Struct, frozen=True, gc=False):
    size: int
    mtime_ns: int
    inode: int
    at: float


class Unsettled:
    """Files below `folder` that are looked at until two looks, `still_s` seconds apart, find the same."""

    def __init__(self, folder: str, *, still_s: float, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._still_s = still_s
        self._clock = clock
        self._looks = dict[str, _Look]()

    def __len__(self) -> int:
        return len(self._looks)

    @property
    def is_full(self) -> bool:
        """Whether no more should be offered."""
        return len(self._looks) >= MOST

    def offer(self, rel: str) -> None:
        """Begin to look at a file, if it is not looked at already; what is no file with something in it is passed over."""
        if rel not in self._looks and not self.is_full:
            self._look(rel)

    def forget_all(self) -> None:
        """The folder is not there any more."""
        self._looks.clear()

    def settled(self) -> list[FileState]:
        """Some files that are whole now, as far as can be told from outside; they are looked at no more."""
        due = self._clock() - self._still_s
        found = list[FileState]()
        for rel, before in list(self._looks.items()):
            if before.at > due:
                continue
            now = self._look(rel)
            if now is None or (now.size, now.mtime_ns, now.inode) != (before.size, before.mtime_ns, before.inode):
                continue
            if self._is_worked_on(rel):
                continue
            del self._looks[rel]
            found.append(FileState(rel, now.size, now.mtime_ns))
            if len(found) == STEP:
                break
        return found

    def _look(self, rel: str) -> _Look | None:
        self._looks.pop(rel, None)
        try:
            found = os.lstat(self._path(rel))
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode) or found.st_size == 0:
            return None
        look = _Look(file_size(found.st_size), file_time(found.st_mtime_ns), found.st_ino, self._clock())
        self._looks[rel] = look
        return look

    def _is_worked_on(self, rel: str) -> bool:
        path = self._path(rel)
        try:
            return any(map(os.path.lexists, marks_of(path))) or is_being_written(path)
        except OSError:
            return False  # taking it will tell

    def _path(self, rel: str) -> str:
        return os.path.join(self._folder, rel)  # noqa: PTH118 - for each of 100,000 files
