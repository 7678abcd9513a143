"""Small pictures of results, as far as that is quick and safe."""

import logging
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from workers.engine import Engines
from workers.errors import Failure
from workers.reports.row import ReportRow
from workers.sources import open_source

_log = logging.getLogger(__name__)

EDGE = 80
"""Pixels a side at most: twice what the report shows, for screens with small pixels."""
ALL_S = 30.0
"""Seconds that the pictures of one report may take together; those that come later are left out."""
_CHUNK = 2**16
_MOST_PIXELS = 9_000_000
"""A picture of more would take more memory than all the rest of a report; so is left out."""


class ResultThumbnails:
    """Gives the thumbnail of a result whose bytes are the ones that were checked when it was made.

    A file that took its place, or an original, may be anything, and is not opened: a report does not die of it.
    """

    def __init__(self, engines: Engines, clock: Callable[[], float] = time.monotonic) -> None:
        self._engines = engines
        self._clock = clock
        self._until = clock() + ALL_S

    def __call__(self, row: ReportRow) -> bytes | None:
        """A WebP of at most `EDGE` pixels a side, None where there is none."""
        engine = self._engines.get(row.kind)
        if engine is None or row.output is None or not _is_small(row) or self._clock() > self._until:
            return None
        try:
            with open_source(Path(row.output)) as opened:
                if _digest(opened.file) != row.digest:
                    return None
                opened.file.seek(0)
                return engine.pack(engine.preview(opened.file, EDGE).raster)
        except (Failure, OSError, MemoryError):
            _log.info("no thumbnail of job %d", row.job, exc_info=True)
            return None


def _is_small(row: ReportRow) -> bool:
    return row.pixels_out is not None and row.pixels_out[0] * row.pixels_out[1] <= _MOST_PIXELS


def _digest(file: BinaryIO) -> str:
    digest = blake2b(digest_size=32)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
