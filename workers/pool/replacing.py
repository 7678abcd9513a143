"""Whether a file that has an output's name may make room for it."""

import os
from pathlib import Path

from workers.jobs import Claimed, JobState
from workers.store.reader import Reader


class Replaceable:
    """What the recipe calls replacing, for one job: never a source of any job, never an output of the same batch.

    Everything else that has the name is what a person asks to be replaced, by asking for it.
    """

    def __init__(self, claimed: Claimed, reader: Reader) -> None:
        self._job = claimed.job
        self._root = claimed.out_root
        self._reader = reader

    def __call__(self, out_rel: str) -> bool:
        """Whether the file at this place below the output's root may go. Raises StoreError."""
        path = Path(self._job.folder) / out_rel.rpartition("/")[2]
        if self._is_source(path, out_rel):
            return False
        owners = self._reader.owners(self._job, out_rel)
        if self._job.batch in {batch for batch, _ in owners}:
            return False
        return JobState.DONE in {state for _, state in owners} or not self._may_become_source(path)

    def _is_source(self, path: Path, out_rel: str) -> bool:
        # The folder may be reached by links that the sources were not named by.
        real = os.path.relpath(path.parent.resolve() / path.name, self._root.path).replace(os.sep, "/")
        sources = {self._job.source}
        for rel in (out_rel, real):
            sources.update(self._reader.sources_at(self._root.id, rel))
        return any(_is_same(path, source) for source in sources)

    def _may_become_source(self, path: Path) -> bool:
        """Whether it lies where the files of a batch are still being found."""
        return any(path.is_relative_to(found) for found in self._reader.being_found())


def _is_same(path: Path, source: str) -> bool:
    try:
        return path.samefile(source)
    except OSError:
        return False
