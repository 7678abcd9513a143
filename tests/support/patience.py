"""How long tests wait, and budgets of time that a busy machine does not break."""

import time
from pathlib import Path

PATIENCE_S = 60.0
"""What a machine with eight times the work it can do may take for what takes one of its own a second."""

_PRESSURE = Path("/proc/pressure/cpu")


class Stopwatch:
    """Seconds since it was made, without those in which something on this machine was kept from running.

    A budget is thereby asserted on a machine that is free to meet it, and by no other. Linux tells (Documentation/accounting/
    psi.rst: the `some` line is the time in which at least one task waited for a core); elsewhere all seconds count.
    """

    def __init__(self) -> None:
        self._began, self._stalled = time.monotonic(), _stalled_s()

    def seconds(self) -> float:
        """So far."""
        return time.monotonic() - self._began - (_stalled_s() - self._stalled)


def _stalled_s() -> float:
    try:
        some = _PRESSURE.read_text().splitlines()[0]
    except OSError:
        return 0.0
    return int(some.rpartition("total=")[2]) / 1e6
