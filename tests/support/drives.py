"""A drive that can be unplugged and plugged in again with its files, and made small; needs root on Linux."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_mount = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="mounting a file system needs root on Linux"
)

_MS_BIND = 4096
_MNT_DETACH = 2


class Drive:
    """A file system in memory, seen at `path` while it is plugged in."""

    def __init__(self, folder: Path, name: str, size: str) -> None:
        self.path = folder / name
        self._inside = folder / f".inside-{name}"
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.path.mkdir()
        self._inside.mkdir()
        self._mount(b"tmpfs", self._inside, b"tmpfs", 0, f"size={size}".encode())
        self.plug_in()

    def plug_in(self) -> None:
        """Show the drive's files again."""
        self._mount(os.fsencode(self._inside), self.path, None, _MS_BIND, None)

    def unplug(self) -> None:
        """Take the drive away, also from under open files."""
        self._libc.umount2(os.fsencode(self.path), _MNT_DETACH)

    def throw_away(self) -> None:
        """End the file system for good."""
        self.unplug()
        self._libc.umount2(os.fsencode(self._inside), _MNT_DETACH)

    def _mount(self, source: bytes, target: Path, kind: bytes | None, flags: int, options: bytes | None) -> None:
        if self._libc.mount(source, os.fsencode(target), kind, flags, options) != 0:
            pytest.skip(f"no file system can be mounted here: {os.strerror(ctypes.get_errno())}")


@contextmanager
def plugged_in(folder: Path, name: str = "Archive", size: str = "64m") -> Iterator[Drive]:
    """A drive for the time of a test."""
    drive = Drive(folder, name, size)
    try:
        yield drive
    finally:
        drive.throw_away()
