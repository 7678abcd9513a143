"""Writes the metrics into a file every few seconds, for the textfile collector of node_exporter and the like."""

import contextlib
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from workers.service import JobService, StoreError

_log = logging.getLogger(__name__)

_END_WITHIN_S = 0.3


class MetricsFile:
    """The file, always whole: whoever reads sees the last text or the one before. A dead drive hangs only this thread."""

    def __init__(
        self, open_service: Callable[[], JobService], *, path: Path, every_s: float, text: Callable[[JobService], str]
    ) -> None:
        self._open_service = open_service
        self._path = path
        self._every_s = every_s
        self._text = text
        self._is_told = False
        self._closing = Event()
        self._thread = Thread(target=self._run, name="metrics file", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Write a last time, and end. The file stays: its counters go on at the next start."""
        self._closing.set()
        self._thread.join(_END_WITHIN_S)

    def _run(self) -> None:
        closing = False
        while not closing:
            closing = self._closing.is_set()
            try:
                with self._open_service() as service:
                    write_replacing(self._path, self._text(service).encode())
                self._is_told = False
            except (OSError, StoreError):
                if not self._is_told:
                    _log.warning("the metrics cannot be written into %s", self._path, exc_info=True)
                self._is_told = True
            self._closing.wait(self._every_s)


def write_replacing(path: Path, data: bytes) -> None:
    """Write a file that takes the place of an older one at once, readable for others. Raises OSError.

    What is half written has a name that ends otherwise: the collector reads whatever ends in `.prom`.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(data)
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise
