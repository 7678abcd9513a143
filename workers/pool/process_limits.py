"""What a process of the pool may take from the machine, and how it is made one."""

import ctypes
import os
import signal
import sys
from pathlib import Path

if sys.platform != "linux":
    import psutil

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1  # prctl(2)
_CORE_OF = "/sys/devices/system/cpu/cpu{}/topology/core_cpus_list"  # sysfs-devices-system-cpu of the kernel
_OPEN_FILES = 256
_LARGEST_FILE = 64 * 2**30
_WORTH_GIVING_BACK = 64 * 2**20
_SPARE_ADDRESSES = 2**30
"""Bytes of addresses that a process needs beside a picture: libraries, stacks and arenas of the codecs' threads."""


def processors() -> int:
    """How many threads this process and its workers can have run at the same time, at least 1."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cores() -> int:
    """How many physical cores this process may use, at least 1."""
    if sys.platform == "linux":
        allowed = os.sched_getaffinity(0)
        try:
            return len({Path(_CORE_OF.format(number)).read_text(encoding="ascii") for number in allowed})
        except OSError:  # a system that keeps this from us
            return len(allowed)
    else:
        return psutil.cpu_count(logical=False) or 1


def physical_memory() -> int:
    """Bytes that this machine has."""
    if sys.platform == "linux":
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    else:  # noqa: RET505 - so that it is checked for its own system
        return int(psutil.virtual_memory().total)


def settle_in(*, background: bool) -> None:
    """Make this process one of the pool: own limits, deaf and mute to the terminal, and behind others in the background."""
    for name in ("SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if background:
        _lower_priority()
    _say_nothing()
    if sys.platform == "linux":
        _end_with_parent()
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
        _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)


def share_processors(threads: int) -> None:
    """Let the PNG repacker, which cannot be told for each job, have so many threads; before it is first used.

    numpy's linear algebra has one: others would wait for work by turning on the spot, and the palettes are too small for them.
    """
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"


def bound_memory(peak_bytes: int) -> None:
    """Let this process take twice these bytes beside what it has now; beyond that, allocations fail (Linux only)."""
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - nothing of a path is needed here
            pages = int(statm.read().split()[0])
        has_now = pages * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = has_now + 2 * peak_bytes + _SPARE_ADDRESSES
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def give_memory_back(peak_bytes: int) -> None:
    """Hand the system what a job of this peak has let go of: the C library keeps gigabytes for the next one (glibc only).

    What a small job took is left for the next: to give it back and ask for it again costs more than a thumbnail's share.
    """
    if sys.platform == "linux" and peak_bytes > _WORTH_GIVING_BACK:
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def _lower_priority() -> None:
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(5)


def _say_nothing() -> None:
    # Codecs written in C print to the descriptors; a window's process has no terminal to print to.
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _end_with_parent() -> None:
    """Have the system end this process when the thread that started it ends: a codec may hold the interpreter for 15 s."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(what: int, most: int) -> None:
    if sys.platform != "win32":
        _, hard = resource.getrlimit(what)
        soft = most if hard < 0 else min(most, hard)
        resource.setrlimit(what, (soft, hard))
