"""Which process is which, for good: a number that the system uses again is another process."""

import contextlib
import os
import signal
import sys
from pathlib import Path

from workers.jobs.ids import ProcessId, WorkerId

if sys.platform != "linux":
    import psutil


def this_process() -> WorkerId:
    """The calling process."""
    return WorkerId(process(os.getpid()))


def process(pid: int) -> ProcessId:
    """The process that has this number now. Raises ProcessLookupError."""
    return ProcessId(f"{pid}@{_start(pid)}")


def pid_of(which: ProcessId | WorkerId) -> int:
    """The number that the system gave this process, and may have given to another since. Raises ValueError."""
    return int(which.partition("@")[0])


def is_alive(which: ProcessId | WorkerId) -> bool:
    """Whether this very process still runs."""
    try:
        return which == process(pid_of(which))
    except (ProcessLookupError, ValueError):
        return False


def end_group(leader: ProcessId) -> None:
    """End this very process and all of its group at once, if it still runs; it must lead its group. On Windows it alone."""
    if is_alive(leader):
        signal_group(pid_of(leader), getattr(signal, "SIGKILL", signal.SIGTERM))


def signal_group(pid: int, number: int) -> None:
    """Send a signal to the group that this process leads, as far as it is there and ours. On Windows the process is ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, number)


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
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:  # noqa: PTH123 - for each small job
                text = stat.read()
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
