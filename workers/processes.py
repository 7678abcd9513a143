"""Which process is which, for good: a number that the system uses again is another process."""

import os
import sys
from pathlib import Path

import psutil

from workers.jobs.ids import WorkerId


def this_process() -> WorkerId:
    """The calling process."""
    return process(os.getpid())


def process(pid: int) -> WorkerId:
    """The process that has this number now. Raises psutil.NoSuchProcess."""
    return WorkerId(f"{pid}@{_start(pid)}")


def pid_of(worker: WorkerId) -> int:
    """The number that the system gave this process, and may have given to another since. Raises ValueError."""
    return int(worker.partition("@")[0])


def is_alive(worker: WorkerId) -> bool:
    """Whether this very process still runs."""
    try:
        return worker == process(pid_of(worker))
    except (psutil.Error, ValueError):
        return False


if sys.platform == "linux":
    # A time of day would be derived from the clock of now, so that a clock that is set makes of each process another one.
    _STATE, _START = 0, 19  # in /proc/PID/stat after the name: its fields 3 and 22 (proc_pid_stat(5))

    def _start(pid: int) -> str:
        """When it was started, in ticks since the system was, and which start of the system that was."""
        try:
            text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError) as error:
            raise psutil.NoSuchProcess(pid) from error
        fields = text.rpartition(")")[2].split()
        if fields[_STATE] in "ZX":
            raise psutil.NoSuchProcess(pid)
        return f"{fields[_START]}.{boot[:8]}"

else:

    def _start(pid: int) -> str:
        """When it was started, as the system wrote it down then: no clock that is set later changes that."""
        return f"{psutil.Process(pid).create_time():.2f}"
