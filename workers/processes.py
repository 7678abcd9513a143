"""Which process is which, for good: a number that the system uses again is another process."""

import os
import sys
from pathlib import Path

from workers.jobs.ids import WorkerId

if sys.platform != "linux":
    import psutil


def this_process() -> WorkerId:
    """The calling process."""
    return process(os.getpid())


def process(pid: int) -> WorkerId:
    """The process that has this number now. Raises ProcessLookupError."""
    return WorkerId(f"{pid}@{_start(pid)}")


def pid_of(worker: WorkerId) -> int:
    """The number that the system gave this process, and may have given to another since. Raises ValueError."""
    return int(worker.partition("@")[0])


def is_alive(worker: WorkerId) -> bool:
    """Whether this very process still runs."""
    try:
        return worker == process(pid_of(worker))
    except (ProcessLookupError, ValueError):
        return False


if sys.platform == "linux":
    # A time of day would be derived from the clock of now, so that a clock that is set makes of each process another one.
    # In /proc/PID/stat after the name: its fields 3, 14, 15 and 22 (proc_pid_stat(5)).
    _STATE, _USER, _SYSTEM, _START = 0, 11, 12, 19
    _TICKS = os.sysconf("SC_CLK_TCK")

    def cpu_seconds(pid: int) -> float:
        """What it has used so far. Raises ProcessLookupError."""
        fields = _stat(pid)
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS

    def _start(pid: int) -> str:
        """When it was started, in ticks since the system was, and which start of the system that was."""
        fields = _stat(pid)
        if fields[_STATE] in "ZX":
            raise ProcessLookupError(pid)
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        return f"{fields[_START]}.{boot[:8]}"

    def _stat(pid: int) -> list[str]:
        try:
            text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError as error:
            raise ProcessLookupError(pid) from error
        return text.rpartition(")")[2].split()

else:

    def cpu_seconds(pid: int) -> float:
        """What it has used so far. Raises ProcessLookupError."""
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.Error as error:
            raise ProcessLookupError(pid) from error
        return float(times.user + times.system)

    def _start(pid: int) -> str:
        """When it was started, as the system wrote it down then: no clock that is set later changes that."""
        try:
            return f"{psutil.Process(pid).create_time():.2f}"
        except psutil.Error as error:
            raise ProcessLookupError(pid) from error
