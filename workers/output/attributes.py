"""What people and desktops have written beside a file's bytes: tags, ratings, comments, where it came from."""

import contextlib
import errno
import os
import sys
from pathlib import Path

_ABOUT_BYTES = ("mime_type", "charset", "checksum", "hash", "md5", "sha1", "sha256", "sha512")
_NOT_TAKEN = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES, errno.ENOSPC, errno.E2BIG)


def copy_attributes(source: int, path: Path) -> None:
    """Give an output, or each file in an output folder, the user's extended attributes of an open source (Linux only).

    Those that describe the source's own bytes, its media type or a checksum, stay behind, and so does what the output's
    file system does not take: it was never part of the picture. Raises OSError where the drive itself fails.
    """
    if sys.platform == "linux":
        found = dict[str, bytes]()
        with contextlib.suppress(OSError):
            for name in os.listxattr(source):
                if name.startswith("user.") and not any(word in name.lower() for word in _ABOUT_BYTES):
                    found[name] = os.getxattr(source, name)
        for file in sorted(path.iterdir()) if found and path.is_dir() else (path,):
            for name, value in found.items():
                try:
                    os.setxattr(file, name, value)
                except OSError as error:
                    if error.errno not in _NOT_TAKEN:
                        raise
