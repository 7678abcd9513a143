"""The digest of a file that should be at rest."""

import os
from collections.abc import Callable
from hashlib import blake2b

from workers.bounds import file_size, file_time
from workers.jobs.watch import FileState

_CHUNK = 1 << 20


def digest_at_rest(path: str, state: FileState, go_on: Callable[[], bool]) -> str | None:
    """The BLAKE2b-256 of the file's bytes in hex, as outputs have it; None when it is not as it was before and after.

    None too when `go_on`, asked for each megabyte, says no. Raises OSError.
    """
    digest = blake2b(digest_size=32)
    descriptor = os.open(
        path,
        os.O_RDONLY
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_CLOEXEC", 0)
        | getattr(os, "O_BINARY", 0),
    )
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            if not go_on():
                return None
            digest.update(chunk)
        for found in (os.fstat(descriptor), os.lstat(path)):
            if (file_size(found.st_size), file_time(found.st_mtime_ns)) != (state.size, state.mtime_ns):
                return None
    return digest.hexdigest()
