"""What a pool that ended badly has left: workers that still live, rows that still run, half-written outputs."""

import contextlib
import logging
import threading
import time

import psutil

from workers.jobs import WorkerId
from workers.processes import is_alive
from workers.store.claims import ClaimLost
from workers.store.writer import Writer

_log = logging.getLogger(__name__)

_LOOK_S = 0.02


def take_back(writer: Writer, kill_s: float) -> list[str]:
    """End the workers of a dead pool, then queue their jobs again; returns the part files that are left to be swept.

    Called with the pool's lock held and before any worker of this pool starts, so that every running row is an orphan. One
    that even a kill does not end within `kill_s` seconds has its claim taken, and cannot finish.
    """
    running = writer.running()
    for worker in {each.claim.worker for each in running}:
        _end(worker, kill_s)
    for each in running:
        if each.part is not None:
            writer.note_leftover(each.part)
        with contextlib.suppress(ClaimLost):
            writer.rescue(each.claim)
    return writer.leftovers()


def _end(worker: WorkerId, kill_s: float) -> None:
    if not is_alive(worker):
        return
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(int(worker.partition("@")[0]))
        if process.status() == psutil.STATUS_ZOMBIE:
            return
        _log.warning("a worker of a dead pool still lives: %s", worker)
        process.kill()
        until = time.monotonic() + kill_s
        # One that nobody collects stays a zombie, so its end cannot be waited for.
        while process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
            threading.Event().wait(_LOOK_S)
