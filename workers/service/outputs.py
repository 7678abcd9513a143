"""Which files in a dropped folder are outputs of earlier jobs."""

import os

from workers.service.locations import Locations
from workers.sources import Candidate
from workers.store.job_store import JobStore


class EarlierOutputs:
    """Asks the table once for each folder."""

    def __init__(self, store: JobStore, locations: Locations) -> None:
        self._store = store
        self._locations = locations
        self._known = dict[tuple[str, str | None], frozenset[str]]()

    def holds(self, found: Candidate) -> bool:
        """Whether the file was made of a source below the same dropped folder.

        Somebody who drops the folder of results itself means them, and a file named itself is always meant.
        """
        if found.dropped is None:
            return False
        folder, name = os.path.split(found.path)
        key = (folder, found.dropped)
        if key not in self._known:
            self._known[key] = self._made_below(folder, found.dropped)
        return name in self._known[key]

    def _made_below(self, folder: str, dropped: str) -> frozenset[str]:
        here, top = self._locations.of_folder(folder), self._locations.of_folder(dropped)
        return frozenset(
            name
            for name, root, rel in self._store.known_files.outputs_in(here.root, here.rel)
            if root == top.root and (not top.rel or rel.startswith(f"{top.rel}/"))
        )
