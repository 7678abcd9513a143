"""Whether the file that has an output's name is one that the recipe's word about existing files is meant for."""

import os
from pathlib import Path

from workers.jobs.claim import Claimed
from workers.jobs.queries import Owner
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.recipe import OnExists
from workers.store.job_store import JobStore


class OverwritePolicy:
    """Asked by one job, about files in its output folder.

    Skipping and replacing are for earlier runs. What the same drop has made stays, and the other output gets a number.
    What the drop found made already is its own as much as what it makes; what it passed over for its name is not.
    """

    def __init__(self, claimed: Claimed, store: JobStore) -> None:
        self._job = claimed.job
        self._root = claimed.out_root
        self._on_exists = claimed.recipe.on_exists
        self._store = store

    def applies_to(self, out_rel: str) -> bool:
        """Whether the job may pass itself over for the file at this place below the output's root, or replace it.

        A source of any job is never replaced. Raises StoreError.
        """
        path = Path(self._job.folder) / out_rel.rpartition("/")[2]
        owners = [each for each in self._store.known_files.owners(self._job, out_rel) if _made(each, path)]
        if any(each.same_drop and each.skipped is not SkipReason.NAME_TAKEN for each in owners):
            return False
        if self._on_exists is not OnExists.REPLACE:
            return True
        if self._is_source(path, out_rel):
            return False
        return any(each.state is JobState.DONE for each in owners) or not self._may_become_source(path)

    def _is_source(self, path: Path, out_rel: str) -> bool:
        # The folder may be reached by links that the sources were not named by.
        real = os.path.relpath(path.parent.resolve() / path.name, self._root.path).replace(os.sep, "/")
        sources = {self._job.source}
        for rel in (out_rel, real):
            sources.update(self._store.known_files.sources_at(self._root.id, rel))
        return any(_is_same(path, source) for source in sources)

    def _may_become_source(self, path: Path) -> bool:
        """Whether it lies where the files of a batch are still being found."""
        return any(path.is_relative_to(found) for found in self._store.known_files.being_found())


def _made(owner: Owner, path: Path) -> bool:
    """Whether this output is that file: whether 'A.jpg' is 'a.jpg' is known to the file system alone."""
    return owner.name == path.name or _is_same(path, path.with_name(owner.name))


def _is_same(path: Path, other: str | Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
