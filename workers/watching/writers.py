"""Whether somebody has a file open to write into it, where the system tells that cheaply."""

import contextlib
import os
import sys

if sys.platform == "linux":
    import fcntl
    import signal

    def is_being_written(path: str) -> bool:
        """Whether any process of this machine has the file open for writing. Raises OSError when it cannot be opened.

        A read lease is only given on a file that nobody writes to (fcntl(2), F_SETLEASE); it is given back at once. False
        where the system does not tell: for files of other users, and on network drives.
        """
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            # Who opens the file in the moment between is told of by a signal: SIGIO, which ends a process, unless another
            # one is chosen. SIGURG is ignored unless somebody asks for it (signal(7)).
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        else:
            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            return False
        finally:
            os.close(descriptor)

else:

    def is_being_written(path: str) -> bool:
        """Whether any process has the file open for writing: not told here, so stillness alone counts."""
        return not path
