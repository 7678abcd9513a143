"""Give a finished file or folder its name, never taking one that somebody else has."""

import ctypes
import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

NOT_OFFERED = frozenset(
    (errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOTTY)
)
"""What a file system answers when it does not offer a way to rename or link."""

_SHARING = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_LOCKED_FOR_S = 2.0
_LOOK_AGAIN_S = 0.05


def rename_new(source: Path, target: Path) -> None:
    """Rename a file or folder within one file system; FileExistsError when `target` is taken, by a broken link too.

    Other errors are the system's own OSError, and `source` is where it was then.
    """
    if sys.platform == "win32":
        _while_locked(lambda: source.rename(target))  # which refuses a taken name by itself there
        return
    try:
        rename_exclusive(source, target)
    except OSError as error:
        if error.errno not in NOT_OFFERED:
            raise
        _rename_without_kernel(source, target)


def replace(source: Path, target: Path) -> None:
    """Rename a file over `target`, which is there before and after at every instant."""
    _while_locked(lambda: source.replace(target))


if sys.platform == "linux":
    _AT_FDCWD = -100
    _RENAME_NOREPLACE = 1
    # Looked up once: a library opened anew for each file is a thirtieth of a small job.
    _renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)

    def rename_exclusive(source: Path, target: Path) -> None:
        """Rename in one step of the system; FileExistsError where the name is taken, OSError where it cannot be done."""
        # renameat2(2), Linux 3.15, glibc 2.28.
        if _renameat2 is None:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), source)
        _checked(
            _renameat2(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE),
            source,
            target,
        )

elif sys.platform == "darwin":
    _RENAME_EXCL = 4

    def rename_exclusive(source: Path, target: Path) -> None:
        """Rename in one step of the system; FileExistsError where the name is taken, OSError where it cannot be done."""
        # renamex_np(2), macOS 10.12.
        call = ctypes.CDLL(None, use_errno=True).renamex_np
        _checked(call(os.fsencode(source), os.fsencode(target), _RENAME_EXCL), source, target)

else:

    def rename_exclusive(source: Path, target: Path) -> None:
        """Rename in one step of the system; FileExistsError where the name is taken, OSError where it cannot be done."""
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(source), None, str(target))


def _checked(result: int, source: Path, target: Path) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(source), None, str(target))


def _rename_without_kernel(source: Path, target: Path) -> None:
    """A second name, then the first one goes; where there are no second names, the name is reserved and then replaced."""
    if source.is_dir():
        target.mkdir()
        _over_reservation(source, target)
        return
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in NOT_OFFERED:
            raise
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _over_reservation(source, target)
    else:
        source.unlink()


def _over_reservation(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError:
        if target.is_dir():
            target.rmdir()
        else:
            target.unlink()
        raise


def _while_locked(rename: Callable[[], Path]) -> None:
    """Try again for a moment while another program, a virus scanner most often, holds the file open on Windows."""
    started = time.monotonic()
    while True:
        try:
            rename()
        except OSError as error:
            held = getattr(error, "winerror", None) in _SHARING
            if not held or time.monotonic() - started > _LOCKED_FOR_S:
                raise
            Event().wait(_LOOK_AGAIN_S)
        else:
            return
