"""What commands need that work jobs off."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from mediaapp.cli.streams import complain
from mediaapp.session import Session
from workers import logs
from workers.service import JobService
from workers.service.submit import fill, interrupted


@contextmanager
def logged(session: Session, process: str) -> Iterator[None]:
    """Keep this process's log while the command runs."""
    log = logs.set_up(session.folders.logs, process)
    try:
        yield
    finally:
        log.close()


def finish_accepting(service: JobService) -> None:
    """Find the rest of what was dropped on a process that ended before it had found all."""
    for batch in interrupted(service):
        for _ in fill(service, batch):
            pass


@contextmanager
def interruptible() -> Iterator[None]:
    """Say what becomes of the queue after Ctrl+C; the system's wish that the process ends, as at logout, is the same.

    A terminal that is closed is such a wish too, unless the process was started to outlive it.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    wishes = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {wish: signal.getsignal(wish) for wish in wishes if signal.getsignal(wish) is not signal.SIG_IGN}
    for wish in before:
        signal.signal(wish, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        complain("Stopped. What is not ready stays in the queue; `mediaapp work` or the window goes on.")
        raise
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)
