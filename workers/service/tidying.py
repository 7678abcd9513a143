"""Forgetting what nobody will ask for any more."""

import time
from pathlib import Path

from workers.output.undo import drop_expired
from workers.service.connections import Connections


class Tidying(Connections):
    """Keeps the table and the kept originals from growing for ever."""

    def tidy(self) -> bool:
        """One step, some tens of milliseconds; whether there is more to do. To be called now and then while nothing runs."""
        kept = self._store.retention
        if kept.prune():
            return True
        jobs = {path: job for job, path in kept.originals()}
        kept.forget_originals(jobs[path] for path in drop_expired(jobs, time.time()))
        return False

    def kept_originals(self) -> tuple[int, int]:
        """How many replaced originals are kept aside, and their bytes."""
        sizes = [_size(path) for _, path in self._store.retention.originals()]
        return sum(size is not None for size in sizes), sum(size or 0 for size in sizes)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
