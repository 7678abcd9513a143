"""A disk whose power can be cut: an ext4 image on a loop device; needs root on Linux.

A copy of the image file holds what had reached the disk at that instant; mounted in its place it is the machine after the
power has come back.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pool import wait_until

needs_loop = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mkfs.ext4"),
    reason="mounting a disk image needs root on Linux and mkfs.ext4",
)

_MB = 48


class Disk:
    """A small disk, mounted at `path`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "disk"
        self._folder = folder
        self._image = folder / "disk.img"
        self._cuts = 0
        self.path.mkdir()
        with self._image.open("wb") as image:
            image.truncate(_MB * 2**20)
        _run("mkfs.ext4", "-q", "-F", "-U", "5a2d6e0c-0f3b-4a6e-9d51-6f1f6a3c9b7e", str(self._image))
        # Always the same one: where nothing else tells two media apart, its name does.
        found = subprocess.run(["losetup", "-f", "--show", self._image], capture_output=True, text=True, check=False)
        if found.returncode != 0:
            pytest.skip("no disk image can be mounted here")
        self._device = found.stdout.strip()
        _run("mount", self._device, str(self.path))

    def save(self) -> None:
        """Have all that was written on the disk."""
        _run("sync", "-f", str(self.path))

    def cut(self) -> Path:
        """What has reached the disk now, as an image to start from; nobody may write to it meanwhile."""
        self._cuts += 1
        kept = self._folder / f"cut{self._cuts}.img"
        _run("cp", "--sparse=always", str(self._image), str(kept))
        return kept

    def power_up(self, kept: Path) -> None:
        """The machine after that cut: all that used the disk has ended."""
        wait_until(self._let_go, 10)
        _run("losetup", "-d", self._device)
        kept.replace(self._image)
        _run("losetup", self._device, str(self._image))
        _run("mount", self._device, str(self.path))

    def _let_go(self) -> bool:
        # Killed processes take a moment to end.
        return subprocess.run(["umount", self.path], capture_output=True, check=False).returncode == 0

    def throw_away(self) -> None:
        """End it for good."""
        _run("umount", "-l", str(self.path))
        _run("losetup", "-d", self._device)
        self._image.unlink()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
