"""One worker started to see whether any would; it takes no work."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from workers.errors import NoWorker, StartFault
from workers.kinds import Kinds
from workers.pool.process_pool import ProcessPool
from workers.pool.protocol import CannotStart, Ready
from workers.pool.timeouts import Timeouts


def try_start(kinds: Kinds, *, timeouts: Timeouts | None = None) -> NoWorker | None:
    """Why no worker starts in this installation, None when one did, usually within half a second."""
    given = timeouts if timeouts is not None else Timeouts()
    with TemporaryDirectory(prefix="mediaapp-") as folder:
        top = Path(folder)
        process_pool = ProcessPool(
            database=top / "none.db", logs=top / "logs", kinds=kinds, slots=1, timeouts=given, only_try=True
        )
        try:
            return _tried(process_pool, given)
        finally:
            process_pool.kill_all(0.0)
            for handle in process_pool.handles:
                handle.process.join(given.kill_s)


def _tried(process_pool: ProcessPool, timeouts: Timeouts) -> NoWorker | None:
    began = time.monotonic()
    now = 0.0
    process_pool.fill(0.0)
    if not process_pool.handles:
        return process_pool.last_failure
    (handle,) = process_pool.handles
    while not handle.slow(now, timeouts) and now < timeouts.start_s:
        for _ in process_pool.listen([], timeouts.look_s):
            try:
                message = handle.messages.receive()
            except EOFError:
                handle.process.join(timeouts.kill_s)
                return handle.start_failure()
            if isinstance(message, Ready):
                return None
            if isinstance(message, CannotStart):
                handle.cannot_start = message.reason
        now = time.monotonic() - began
    return NoWorker(fault=StartFault.SLOW)
