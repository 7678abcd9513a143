"""Where a worker process begins. Needs Python alone, so that an installation with a hole still says what is missing."""

import gc
import json
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workers.pool.protocol import PipeEnd

_LONGEST_REASON = 500


class WorkerStart(NamedTuple):
    """What a worker is told when it is started: paths, the dotted name of each kind's engine, and its own name for the log.

    `engines` of files are loaded at once, `request_engines` where they are needed. `lane` is where it takes its jobs from.

    `threads` is what a codec may use that takes as many as there are processors and cannot be told for each job.
    `only_try`: it ends as soon as it would take work.
    """

    database: str
    logs: str
    lane: str
    engines: dict[str, str]
    request_engines: dict[str, str]
    name: str
    threads: int = 1
    only_try: bool = False


def main(pipe: "PipeEnd", start: WorkerStart) -> None:
    """Be a worker until the pipe ends, then end the process. What keeps it from being one is told first."""
    # What is loaded stays to the end: looking for garbage in it takes a tenth of the start.
    gc.disable()
    try:
        work = import_module("workers.pool.worker").prepared(pipe, start)
        gc.freeze()
    except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits to hear it
        reason = f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
        # `CannotStart` of `workers.pool.protocol`, which itself may be what cannot be imported.
        pipe.send_bytes(json.dumps({"type": "cannot_start", "reason": reason}).encode())
        sys.exit(1)
    finally:
        gc.enable()
    work()
    # Its job is given back and its log is written; to free every module one by one would take as long as a small job.
    os._exit(0)
