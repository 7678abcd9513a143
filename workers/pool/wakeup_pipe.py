"""A pipe to oneself, which ends a wait for other pipes."""

import contextlib
import multiprocessing
import threading


class WakeupPipe:
    """Rung from any thread, heard by one; rung again before it was heard, it still rings once."""

    def __init__(self) -> None:
        self.pipe, self._rope = multiprocessing.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._rung = False

    def ring(self) -> None:
        """Never waits; nothing happens once the bell is closed."""
        with self._lock, contextlib.suppress(OSError):
            if not self._rung:
                self._rope.send_bytes(b"!")
                self._rung = True

    def heard(self) -> bool:
        """Whether it was rung since the last time this was asked."""
        with self._lock:
            if self._rung:
                self.pipe.recv_bytes()
            rung, self._rung = self._rung, False
            return rung

    def close(self) -> None:
        """It rings no more."""
        with self._lock:
            self._rope.close()
            self.pipe.close()
