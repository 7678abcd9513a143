"""Cyclic garbage is collected in the GUI thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1_000


class CyclicCollector(QObject):
    """Takes over from Python's automatic collection, for the rest of the process.

    Python collects in whichever thread happens to allocate. A Qt object that is garbage would then be destroyed outside
    the GUI thread, which ends the process with a segmentation fault.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        # What is there before the first window stays to the end; looking through it again and again would be a stall.
        gc.freeze()
        timer = QTimer(self, interval=INTERVAL_MS)
        timer.timeout.connect(self._collect)
        timer.start()

    def _collect(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, threshold) in enumerate(counted) if count > threshold]
        if due:
            gc.collect(due[-1])
