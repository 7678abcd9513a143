"""Forgetting what nobody will ask for any more."""

import time

from workers.output.undo import drop_expired
from workers.service.service import JobService


def tidy(service: JobService) -> bool:
    """One step, some tens of milliseconds, so that the table and the kept originals do not grow for ever.

    Returns whether there is more to do. To be called now and then while nothing runs.
    """
    retention = service.store.retention
    if retention.prune() or retention.prune_events():
        return True
    service.store.watches.forget_removed()
    jobs = {path: job for job, path in retention.originals()}
    retention.forget_originals(jobs[path] for path in drop_expired(jobs, time.time()))
    return False
