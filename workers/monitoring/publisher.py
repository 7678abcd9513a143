"""Metrics for others, as the settings ask for them: in a file, and at a port of this machine."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workers.figures.exposition import Dialect
from workers.monitoring.metrics_file import MetricsFile
from workers.monitoring.token import token_in
from workers.service import JobService
from workers.service.figures import metrics_text

if TYPE_CHECKING:
    from workers.monitoring.endpoint import Endpoint

_log = logging.getLogger(__name__)


class Publisher:
    """Starts and ends what publishes; used by the thread that has the pool. `token_file` keeps what is asked of scrapers."""

    def __init__(self, open_service: Callable[[], JobService], *, version: str, token_file: Path) -> None:
        self._open_service = open_service
        self._version = version
        self._token_file = token_file
        self._file: MetricsFile | None = None
        self._endpoint: Endpoint | None = None
        self._wanted: tuple[Path | None, float, int] = (None, 0.0, 0)

    def use(self, *, file: Path | None, every_s: float, port: int) -> None:
        """Publish so from now on: into this file every so many seconds, and at this port unless it is 0."""
        if self._wanted == (file, every_s, port):
            return
        self.stop()
        self._wanted = (file, every_s, port)
        if file is not None:
            text = partial(metrics_text, version=self._version, dialect=Dialect.PROMETHEUS)
            self._file = MetricsFile(self._open_service, path=file, every_s=every_s, text=text)
            self._file.start()
        if port:
            self._open_endpoint(port)

    def stop(self) -> None:
        """Publish no more, within a second; the file is written a last time."""
        self._wanted = (None, 0.0, 0)
        if self._endpoint is not None:
            self._endpoint.stop()
            self._endpoint = None
        if self._file is not None:
            self._file.stop()
            self._file = None

    def _open_endpoint(self, port: int) -> None:
        try:
            token = token_in(self._token_file)
        except OSError:
            _log.warning("the metrics are not served: the token cannot be kept in %s", self._token_file, exc_info=True)
            return
        from workers.monitoring.endpoint import Endpoint  # noqa: PLC0415 - loads asyncio, which few ask for

        text = partial(metrics_text, version=self._version, dialect=Dialect.OPENMETRICS)
        self._endpoint = Endpoint(self._open_service, port=port, token=token, text=text)
        self._endpoint.start()
