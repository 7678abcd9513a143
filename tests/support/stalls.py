"""Measures how long the event loop of the window's thread was kept from turning."""

import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

TICK_MS = 2
TASKS = Path("/proc/self/task")


class StallMeter:
    """The longest time between two turns of the event loop, in seconds, while it is entered.

    What this thread, and the one that kept the interpreter from it, waited for a free core is taken off where the system
    tells it (Linux), so that a busy machine does not look like a slow window. Work, the disk and locks count.
    """

    def __init__(self) -> None:
        self.worst = 0.0
        self._last = 0.0
        self._delays: Mapping[str, int] = {}
        self._me = str(threading.get_native_id())
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Self:
        self._last, self._delays = time.perf_counter(), delays()
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now, told = time.perf_counter(), delays()
        waited = {task: delay - self._delays.get(task, delay) for task, delay in told.items()}
        mine = waited.pop(self._me, 0)
        gap = now - self._last - (mine + max(waited.values(), default=0)) / 1e9 - TICK_MS / 1000
        self.worst = max(self.worst, gap)
        self._last, self._delays = now, told


def delays() -> Mapping[str, int]:
    """How long each thread was ready to run and had no core so far, in ns; nothing where that is not told."""
    if sys.platform != "linux":
        return {}
    found = {}
    for task in TASKS.iterdir():
        try:
            # proc(5): time on the CPU, time on a run queue (both ns), slices.
            found[task.name] = int((task / "schedstat").read_text().split()[1])
        except OSError:
            continue  # the thread ended while we looked
    return found
