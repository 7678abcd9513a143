"""What commands need that work jobs off."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from mediaapp.session import Session
from workers import logs


@contextmanager
def logged(session: Session, process: str) -> Iterator[None]:
    """Keep this process's log while the command runs."""
    log = logs.set_up(session.folders.logs, process)
    try:
        yield
    finally:
        log.close()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let the system's wish that the process ends, at logout or by `kill`, be the same as Ctrl+C."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
