"""Measures how long the event loop of the window's thread was kept from turning."""

import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

TICK_MS = 2


class StallMeter:
    """The longest time between two turns of the event loop, in seconds, while it is entered.

    What the thread waited for a free core is taken off where the system tells it (Linux), so that a busy machine does not
    look like a slow window; waiting for a lock, the disk or the interpreter counts.
    """

    def __init__(self) -> None:
        self.worst = 0.0
        self._last = 0.0
        self._delay = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Self:
        self._last, self._delay = time.perf_counter(), _waited_for_a_core()
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now, delay = time.perf_counter(), _waited_for_a_core()
        gap = now - self._last - (delay - self._delay) - TICK_MS / 1000
        self.worst = max(self.worst, gap)
        self._last, self._delay = now, delay


def _waited_for_a_core() -> float:
    """Seconds this thread was ready to run and did not, so far; 0 where that is not told."""
    if sys.platform != "linux":
        return 0.0
    # proc(5): time on the CPU, time on a run queue (both ns), slices.
    fields = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text().split()
    return int(fields[1]) / 1e9
