"""What happened, written down line by line beside the other logs."""

import logging
import logging.handlers
from pathlib import Path

from workers.events.json_object import json_line
from workers.events.subscriber import Subscriber
from workers.jobs.event import Event, EventKind
from workers.service import JobService

NAME = "log"
FILE = "events.jsonl"
_FILE_BYTES = 5_000_000
_FILES_KEPT = 3


def event_log(folder: Path) -> Subscriber:
    """Writes each event into `events.jsonl` of this folder; when that is large it becomes `events.jsonl.1`, and so on.

    An event that the end of the process came in between is there twice, with the same number.
    """
    lines = _Lines(folder)

    def write(_service: JobService, event: Event) -> None:
        lines.write(event)

    return Subscriber(name=NAME, kinds=frozenset(EventKind), handle=write)


class _Lines(logging.handlers.RotatingFileHandler):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FILE, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="ascii", delay=True)

    def write(self, event: Event) -> None:
        """On the disk's side when this returns, and nothing is left open. Raises OSError when it could not be written."""
        try:
            self.handle(logging.makeLogRecord({"msg": json_line(event)}))
        finally:
            self.close()

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Let the failure out, so that the event is written later."""
        raise  # noqa: PLE0704 - called while the error is handled
