"""Which process is which, for good: a number that the system uses again is another process."""

import os

import psutil

from workers.jobs import WorkerId

_SAME_S = 2.0  # a start time is derived from the boot time, which a corrected clock moves a little


def this_process() -> WorkerId:
    """The calling process."""
    return process(os.getpid())


def process(pid: int) -> WorkerId:
    """The process that has this number now. Raises psutil.NoSuchProcess."""
    return WorkerId(f"{pid}@{psutil.Process(pid).create_time():.2f}")


def is_alive(worker: WorkerId) -> bool:
    """Whether this very process still runs."""
    pid, _, started = worker.partition("@")
    try:
        return bool(abs(psutil.Process(int(pid)).create_time() - float(started)) < _SAME_S)
    except (psutil.Error, ValueError):
        return False
