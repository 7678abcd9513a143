"""Serves the metrics to whoever asks on this machine and has the token: one thread, few connections, little time for each."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from workers.figures.exposition import Dialect
from workers.monitoring.scrape import answered
from workers.service import JobService, StoreError

_log = logging.getLogger(__name__)

ADDRESSES = ("127.0.0.1", "::1")
MOST_CONNECTIONS = 8
"""What comes beyond that is closed at once."""
WITHIN_S = 5.0
"""What a connection has from its begin to its end, in seconds."""
MOST_BYTES = 8192
"""The longest request."""
_GOOD_S = 1.0
_END_WITHIN_S = 0.3


class Endpoint:
    """An HTTP server on the loopback addresses. `text` makes what is served, at most once a second."""

    def __init__(
        self,
        open_service: Callable[[], JobService],
        *,
        port: int,
        token: str,
        text: Callable[[JobService], str],
        within_s: float = WITHIN_S,
    ) -> None:
        self.port = port
        """Where it listens; for 0 the system chooses one, which stands here once `is_open`."""
        self.is_open = Event()
        self._open_service = open_service
        self._token = token
        self._text = text
        self._within_s = within_s
        self._connections = 0
        self._made: tuple[float, str] | None = None
        self._ends = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = asyncio.Event()
        self._thread = Thread(target=self._run, name="metrics endpoint", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and end."""
        self._ends = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(_END_WITHIN_S)

    def _run(self) -> None:
        try:
            with self._open_service() as service, asyncio.Runner() as runner:
                self._loop = runner.get_loop()
                runner.run(self._serve(service))
        except (OSError, StoreError):
            _log.warning("the metrics are not served at port %d", self.port, exc_info=True)

    async def _serve(self, service: JobService) -> None:
        async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._on_connection(service, reader, writer)

        async with contextlib.AsyncExitStack() as servers:
            for address in ADDRESSES:
                try:
                    server = await asyncio.start_server(on_connection, address, self.port, limit=MOST_BYTES)
                except OSError:
                    if address == ADDRESSES[0]:
                        raise
                    _log.info("the metrics are served on IPv4 alone")
                    break
                servers.callback(server.close)
                self.port = server.sockets[0].getsockname()[1]
            self.is_open.set()
            if not self._ends:
                await self._closing.wait()

    async def _on_connection(
        self, service: JobService, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self._connections >= MOST_CONNECTIONS:
            writer.transport.abort()
            return
        self._connections += 1
        try:
            async with asyncio.timeout(self._within_s):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._answer(service, head))
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            _log.debug("a connection for the metrics came to nothing", exc_info=True)
        finally:
            self._connections -= 1
            writer.transport.abort()

    def _answer(self, service: JobService, head: bytes) -> bytes:
        return answered(
            head,
            token=self._token,
            port=self.port,
            media_type=Dialect.OPENMETRICS,
            text=lambda: self._fresh_text(service),
        )

    def _fresh_text(self, service: JobService) -> str | None:
        """None where the job table cannot be read now."""
        now = time.monotonic()
        if self._made is None or now - self._made[0] > _GOOD_S:
            try:
                self._made = (now, self._text(service))
            except StoreError:
                _log.warning("the metrics cannot be read now", exc_info=True)
                return None
        return self._made[1]
