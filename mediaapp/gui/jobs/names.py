"""Rows that have the same name: told apart by their folders."""

import os
from collections import Counter
from pathlib import PurePath

from workers.jobs.job import Job


class Names:
    """The names of the rows that are known, and in which folders they are."""

    def __init__(self) -> None:
        self._folders: dict[str, Counter[str]] = {}
        self._shown: dict[str, dict[str, str]] = {}

    def take(self, job: Job, instead_of: Job | None = None) -> None:
        """Know one more, or this one in place of what was known of it."""
        if instead_of is not None:
            self.forget(instead_of)
        folder, name = os.path.split(job.source)
        self._folders.setdefault(name, Counter())[folder] += 1
        self._shown.pop(name, None)

    def forget(self, job: Job) -> None:
        """Know one less."""
        folder, name = os.path.split(job.source)
        folders = self._folders[name]
        folders[folder] -= 1
        if not folders[folder]:
            del folders[folder]
        if not folders:
            del self._folders[name]
        self._shown.pop(name, None)

    def folder(self, job: Job) -> str:
        """The folder by which it differs from others of its name, as short as it can be; '' where it has the name alone."""
        folder, name = os.path.split(job.source)
        if len(self._folders.get(name, ())) < 2:
            return ""
        if name not in self._shown:
            self._shown[name] = _shortest(tuple(self._folders[name]))
        return self._shown[name].get(folder, "")


def _shortest(folders: tuple[str, ...]) -> dict[str, str]:
    """For each folder so many of its last names that no other one ends in them."""
    parts = {folder: PurePath(folder).parts[1:] for folder in folders}
    shown: dict[str, str] = {}
    ends: Counter[tuple[str, ...]] = Counter()
    for names in parts.values():
        ends.update({names[-n:] for n in range(1, len(names) + 1)})
    for folder, names in parts.items():
        lengths = (n for n in range(1, len(names) + 1) if ends[names[-n:]] == 1)
        shown[folder] = "/".join(names[-next(lengths, len(names)) :]) or folder
    return shown
