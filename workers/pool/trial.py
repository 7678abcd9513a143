"""One worker started to see whether any would; it takes no work."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from workers.errors import NoWorker, StartFault
from workers.pool.crew import Crew
from workers.pool.limits import Limits
from workers.pool.wire import CannotStart, Ready


def try_start(engine: str, *, limits: Limits | None = None) -> NoWorker | None:
    """Why no worker starts in this installation, None when one did, usually within half a second."""
    given = limits if limits is not None else Limits()
    with TemporaryDirectory(prefix="mediaapp-") as folder:
        top = Path(folder)
        crew = Crew(database=top / "none.db", logs=top / "logs", engine=engine, slots=1, limits=given, only_try=True)
        try:
            return _tried(crew, given)
        finally:
            crew.kill_all(0.0)
            for child in crew.children:
                child.process.join(given.kill_s)


def _tried(crew: Crew, limits: Limits) -> NoWorker | None:
    began = time.monotonic()
    now = 0.0
    crew.fill(0.0)
    if not crew.children:
        return crew.last_failure
    (child,) = crew.children
    while not child.slow(now, limits) and now < limits.start_s:
        for _ in crew.listen([], limits.look_s):
            try:
                message = child.wire.receive()
            except EOFError:
                child.process.join(limits.kill_s)
                return child.start_failure()
            if isinstance(message, Ready):
                return None
            if isinstance(message, CannotStart):
                child.cannot_start = message.reason
        now = time.monotonic() - began
    return NoWorker(fault=StartFault.SLOW)
