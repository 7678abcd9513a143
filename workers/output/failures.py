"""What an error of the system means when it comes up while something is written."""

import errno
import shutil
from collections.abc import Mapping
from pathlib import Path

from workers.bounds import MOST
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.volumes import volume_of

_BY_ERRNO: Mapping[int, ErrorCode] = {
    errno.ENOSPC: ErrorCode.DISK_FULL,
    errno.EDQUOT: ErrorCode.DISK_FULL,
    errno.EACCES: ErrorCode.OUTPUT_FORBIDDEN,
    errno.EPERM: ErrorCode.OUTPUT_FORBIDDEN,
    errno.EROFS: ErrorCode.OUTPUT_FORBIDDEN,
    errno.ENOTDIR: ErrorCode.OUTPUT_NOT_A_FOLDER,
    errno.EEXIST: ErrorCode.OUTPUT_NOT_A_FOLDER,
    errno.ELOOP: ErrorCode.OUTPUT_NOT_A_FOLDER,
    errno.EISDIR: ErrorCode.OUTPUT_NAME_INVALID,
    errno.ENAMETOOLONG: ErrorCode.OUTPUT_NAME_INVALID,
    errno.EINVAL: ErrorCode.OUTPUT_NAME_INVALID,
    errno.EILSEQ: ErrorCode.OUTPUT_NAME_INVALID,
    errno.EFBIG: ErrorCode.TOO_LARGE,
    errno.ENOENT: ErrorCode.OUTPUT_AWAY,
    errno.ENODEV: ErrorCode.OUTPUT_AWAY,
    errno.ENXIO: ErrorCode.OUTPUT_AWAY,
    errno.ENOTCONN: ErrorCode.OUTPUT_AWAY,
    errno.ESTALE: ErrorCode.OUTPUT_AWAY,
    errno.EHOSTDOWN: ErrorCode.OUTPUT_AWAY,
    errno.EHOSTUNREACH: ErrorCode.OUTPUT_AWAY,
    errno.ENETDOWN: ErrorCode.OUTPUT_AWAY,
    errno.ENETUNREACH: ErrorCode.OUTPUT_AWAY,
    errno.ETIMEDOUT: ErrorCode.OUTPUT_AWAY,
    errno.EIO: ErrorCode.DRIVE_ERROR,
    errno.EBUSY: ErrorCode.OUTPUT_LOCKED,
    errno.ETXTBSY: ErrorCode.OUTPUT_LOCKED,
    errno.EAGAIN: ErrorCode.OUTPUT_LOCKED,
    errno.EDEADLK: ErrorCode.OUTPUT_LOCKED,
    errno.ENOMEM: ErrorCode.OUT_OF_MEMORY,
}

# Windows system error codes that share an errno with something else, or have none.
_BY_WINERROR: Mapping[int, ErrorCode] = {
    19: ErrorCode.OUTPUT_FORBIDDEN,  # ERROR_WRITE_PROTECT
    21: ErrorCode.OUTPUT_AWAY,  # ERROR_NOT_READY
    23: ErrorCode.DRIVE_ERROR,  # ERROR_CRC
    32: ErrorCode.OUTPUT_LOCKED,  # ERROR_SHARING_VIOLATION
    33: ErrorCode.OUTPUT_LOCKED,  # ERROR_LOCK_VIOLATION
    39: ErrorCode.DISK_FULL,  # ERROR_HANDLE_DISK_FULL
    53: ErrorCode.OUTPUT_AWAY,  # ERROR_BAD_NETPATH
    55: ErrorCode.OUTPUT_AWAY,  # ERROR_DEV_NOT_EXIST
    59: ErrorCode.OUTPUT_AWAY,  # ERROR_UNEXP_NET_ERR
    64: ErrorCode.OUTPUT_AWAY,  # ERROR_NETNAME_DELETED
    67: ErrorCode.OUTPUT_AWAY,  # ERROR_BAD_NET_NAME
    112: ErrorCode.DISK_FULL,  # ERROR_DISK_FULL
    123: ErrorCode.OUTPUT_NAME_INVALID,  # ERROR_INVALID_NAME
    206: ErrorCode.OUTPUT_NAME_INVALID,  # ERROR_FILENAME_EXCED_RANGE
    1117: ErrorCode.DRIVE_ERROR,  # ERROR_IO_DEVICE
}


def writing_failure(error: OSError, path: Path) -> Failure:
    """The Failure for an error met while `path`, or something in it, was made, written or renamed."""
    code = _BY_WINERROR.get(getattr(error, "winerror", None) or 0) or _BY_ERRNO.get(error.errno or 0, ErrorCode.BUG)
    # A folder that was deleted says nothing about its drive.
    drive = volume_of(path).name if error.errno != errno.ENOENT else None
    return Failure(code, FailureFacts(path=str(path), drive=drive, bytes_free=_bytes_free(path), detail=str(error)))


def _bytes_free(path: Path) -> int | None:
    for folder in (path, *path.parents):
        try:
            return min(shutil.disk_usage(folder).free, MOST)
        except OSError:
            continue
    return None
