"""A process killed at, or failed in, each system call that changes a file, one after the other; needs Debian's strace."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

import pytest

from tests.support.command_line import TOP

needs_strace = pytest.mark.skipif(which("strace") is None, reason="strace is not installed")

CHANGES = (
    "write,pwrite64,writev,pwritev,sendfile,copy_file_range,ftruncate,fallocate,rename,renameat,renameat2,link,linkat,unlink,"
    "unlinkat,fsync,fdatasync,mkdir,mkdirat,chmod,fchmod,fchmodat,utimensat,openat"
)
"""Calls that change what is on the disk; `openat` where it creates."""


def calls_of(command: Sequence[str], environment: Mapping[str, str], log: Path) -> list[tuple[str, int]]:
    """Each change that the command makes, as the name of the call and which one of that name it is, from 1."""
    _trace(command, environment, "-e", f"trace={CHANGES}", "-o", str(log))
    found = []
    seen: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        match = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if match is None:
            continue
        name = match[1]
        seen[name] += 1
        if name != "openat" or "O_CREAT" in line:
            found.append((name, seen[name]))
    return found


def with_fault(command: Sequence[str], environment: Mapping[str, str], call: tuple[str, int], fault: str) -> int:
    """Run the command with a fault of strace's at this call, such as `signal=SIGKILL`; returns how it ended."""
    name, n = call
    return _trace(
        command, environment, "-e", f"trace={name}", "-e", f"inject={name}:{fault}:when={n}", "-o", os.devnull
    )


def python(*arguments: str) -> list[str]:
    """The interpreter as a process of one thread that leaves no caches."""
    return [sys.executable, "-B", *arguments]


def _trace(command: Sequence[str], environment: Mapping[str, str], *options: str) -> int:
    return subprocess.run(
        ["strace", "-f", "-qq", *options, *command],
        env={**environment, "PYTHONPATH": str(TOP)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=60,
    ).returncode
