"""Small pictures for the rows on screen, asked of the preview process and kept for a while."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from mediaapp.gui.bridge import Bridge
from workers.jobs.job import Job
from workers.outcome import Raster
from workers.peek import Answer, AskThumbnail, PassedOver, Thumbnail

EDGE_PX = 96
KEPT_MAX = 600
ASKED_MAX = 4


class Thumbnails(QObject):
    """Pictures by source and its size and date; only what `want` names last is asked for."""

    arrived = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._kept: OrderedDict[tuple[str, int], QPixmap | None] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._wanted: list[tuple[str, int]] = []

    def get(self, job: Job) -> QPixmap | None:
        """The picture, if it is here."""
        return self._kept.get(_key(job))

    def want(self, jobs: Iterable[Job]) -> None:
        """These rows are on screen now, the upper ones first."""
        keys = (_key(job) for job in jobs if job.request is None)
        self._wanted = [key for key in keys if key not in self._kept and key not in self._asked]
        self._ask_next()

    def _ask_next(self) -> None:
        while self._wanted and len(self._asked) < ASKED_MAX:
            key = self._wanted.pop(0)
            self._asked.add(key)
            self._bridge.ask(AskThumbnail(key[0], EDGE_PX), partial(self._take, key))

    def _take(self, key: tuple[str, int], answer: Answer) -> None:
        self._asked.discard(key)
        if not isinstance(answer, PassedOver):
            self._kept[key] = as_pixmap(answer.raster) if isinstance(answer, Thumbnail) else None
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        self.arrived.emit()
        self._ask_next()


def as_pixmap(raster: Raster) -> QPixmap:
    """A raster as Qt draws it."""
    image = QImage(raster.rgba, raster.width, raster.height, raster.width * 4, QImage.Format.Format_RGBA8888)
    return QPixmap.fromImage(image)


def _key(job: Job) -> tuple[str, int]:
    return job.source, job.mtime_in
