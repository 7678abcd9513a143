"""What people and desktops have written beside a file's bytes: tags, ratings, comments, where it came from."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

_ABOUT_BYTES = ("mime_type", "charset", "checksum", "hash", "md5", "sha1", "sha256", "sha512")
NOT_TAKEN = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES, errno.ENOSPC, errno.E2BIG)
"""What a file system answers that does not take an attribute, a list or an owner."""


def copy_attributes(source: int, path: Path) -> bool:
    """Give an output, or each file in an output folder, the user's attributes of an open source.

    On Linux the extended attributes `user.*`, on macOS all of them, Finder's tags among them. Those that describe the
    source's own bytes, its media type or a checksum, stay behind. False when the output's file system does not take all of
    them: they were never part of the picture. Raises OSError where the drive itself fails.
    """
    if sys.platform == "darwin":
        return copy_for_macos(source, path, _COPYFILE_XATTR)
    return set_attributes(source, path, _is_the_users)


def set_attributes(source: int, path: Path, wanted: Callable[[str], bool]) -> bool:
    """Copy the extended attributes of these names (Linux only); False when not all are taken. Raises OSError."""
    whole = True
    if sys.platform == "linux":
        found = dict[str, bytes]()
        with contextlib.suppress(OSError):
            for name in filter(wanted, os.listxattr(source)):
                found[name] = os.getxattr(source, name)
        for file in files_of(path) if found else ():
            for name, value in found.items():
                try:
                    os.setxattr(file, name, value)
                except OSError as error:
                    if error.errno not in NOT_TAKEN:
                        raise
                    whole = False
    return whole


def files_of(path: Path) -> Iterable[Path]:
    """An output's files: itself, or those in it."""
    return sorted(path.iterdir()) if path.is_dir() else (path,)


def _is_the_users(name: str) -> bool:
    return name.startswith("user.") and not any(word in name.lower() for word in _ABOUT_BYTES)


_COPYFILE_XATTR = 1 << 2
COPYFILE_ACL = 1 << 0

if sys.platform == "darwin":
    import ctypes

    def copy_for_macos(source: int, path: Path, what: int) -> bool:
        """Copy lists or attributes by fcopyfile(3); False when they are not taken. Raises OSError."""
        copy = ctypes.CDLL(None, use_errno=True).fcopyfile
        whole = True
        for file in files_of(path):
            with file.open("r+b") as opened:
                if copy(source, opened.fileno(), None, what) != 0:
                    code = ctypes.get_errno()
                    if code not in NOT_TAKEN:
                        raise OSError(code, os.strerror(code), str(file))
                    whole = False
        return whole

else:

    def copy_for_macos(source: int, path: Path, what: int) -> bool:  # noqa: ARG001
        """Only macOS has fcopyfile(3)."""
        return True
