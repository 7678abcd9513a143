"""Which files of a watched folder are meant."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from workers.jobs.watch import FileState, WatchRules
from workers.kept_folders import kept_by
from workers.kinds import guess
from workers.service.submit import own_folder
from workers.sources import Candidate, walk
from workers.watching.unfinished_names import is_unfinished


class Scope:
    """Goes by names, by `kept_folders`, and by where the recipe's outputs and the originals that are done lie."""

    def __init__(self, rules: WatchRules) -> None:
        self._top = rules.folder
        self._done = rules.done_folder
        self._subfolders = rules.subfolders
        self._include = [pattern.casefold() for pattern in rules.include]
        self._exclude = [pattern.casefold() for pattern in rules.exclude]
        self._has_outputs = own_folder(rules.recipe)

    def files(self) -> Iterator[FileState]:
        """All that are meant, as they are found. Links are not among them, nor is what they lead to."""
        for found in walk([self._top], self._is_passed_over):
            if isinstance(found, Candidate) and found.dropped is not None:
                rel = os.path.relpath(found.path, self._top)
                if self._is_meant(rel):
                    yield FileState(rel, found.size, found.mtime_ns)

    def holds(self, path: str) -> bool:
        """Whether the file of this absolute path would be among them; asks the disk only for links on the way."""
        rel = os.path.relpath(path, self._top)
        *folders, name = Path(rel).parts or ("",)
        if name.startswith(".") or os.pardir in folders or guess(name) is None or not self._is_meant(rel):
            return False
        at = Path(self._top)
        for folder in folders:
            at /= folder
            if folder.startswith(".") or kept_by(folder) is not None or self._is_passed_over(at):
                return False
        return True

    def _is_passed_over(self, folder: Path) -> bool:
        return (
            not self._subfolders
            or str(folder) == self._done
            or is_unfinished(folder.name)
            or self._has_outputs(folder)
            or folder.is_symlink()
        )

    def _is_meant(self, rel: str) -> bool:
        low = rel.replace(os.sep, "/").casefold()
        name = low.rpartition("/")[2]
        if is_unfinished(name):
            return False

        def matches(pattern: str) -> bool:
            return fnmatchcase(low if "/" in pattern else name, pattern)

        return (not self._include or any(map(matches, self._include))) and not any(map(matches, self._exclude))
