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
        self._mount(self._image)

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
        _run("umount", "-l", str(self.path))
        self._image.unlink()
        kept.rename(self._image)
        self._mount(self._image)

    def throw_away(self) -> None:
        """End it for good."""
        _run("umount", "-l", str(self.path))
        self._image.unlink()

    def _mount(self, image: Path) -> None:
        if subprocess.run(["mount", "-o", "loop", image, self.path], capture_output=True, check=False).returncode != 0:
            pytest.skip("no disk image can be mounted here")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
