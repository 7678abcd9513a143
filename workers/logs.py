"""Logs as JSON lines: one rotating file a process, with the job's number in every record written while it runs."""

import faulthandler
import json
import logging
import logging.handlers
import os
from pathlib import Path

from workers.lock import Lock

_FILE_BYTES = 2_000_000
_FILES_KEPT = 3
_MOST_AT_ONCE = 100


class JsonLines(logging.Formatter):
    """One record as one line of ASCII JSON, so that no file name can break a line or a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its time (seconds since 1970), level, logger, process, job, text and traceback."""
        entry: dict[str, object] = {
            "at": round(record.created, 3),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
            "text": record.getMessage(),
        }
        job = getattr(record, "job", None)
        if job is not None:
            entry["job"] = job
        if record.exc_info is not None:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry)


class Log(logging.Filter):
    """The log of this process, open. `job` is the number of the job at hand, which every record gets."""

    def __init__(self, folder: Path, process: str) -> None:
        super().__init__()
        self.job: int | None = None
        self._lock, process = _own_name(folder, process)
        self._handler = logging.handlers.RotatingFileHandler(
            folder / f"{process}.jsonl",
            maxBytes=_FILE_BYTES,
            backupCount=_FILES_KEPT,
            encoding="ascii",
            delay=True,
        )
        self._handler.setFormatter(JsonLines())
        self._handler.addFilter(self)
        # The interpreter writes here while it dies, so the file is open for as long as the log is.
        crashes = folder / f"{process}.crash"
        is_long = crashes.exists() and crashes.stat().st_size > _FILE_BYTES
        self._crashes = crashes.open("w" if is_long else "a", encoding="ascii")

    def open(self) -> None:
        """Take the records of all loggers from now on, from INFO upwards."""
        root = logging.getLogger()
        root.addHandler(self._handler)
        root.setLevel(logging.INFO)
        faulthandler.enable(self._crashes)

    def close(self) -> None:
        """Take no more records."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        faulthandler.disable()
        self._crashes.close()
        self._lock.release()

    def filter(self, record: logging.LogRecord) -> bool:
        """Stamp the record with the job at hand, unless its writer named one; none is held back."""
        if not hasattr(record, "job"):
            record.job = self.job
        return True


def _own_name(folder: Path, process: str) -> tuple[Lock, str]:
    for n in range(1, _MOST_AT_ONCE):
        name = process if n == 1 else f"{process}-{n}"
        lock = Lock(folder / f"{name}.lock")
        if lock.acquire():
            return lock, name
    return lock, f"{process}-{os.getpid()}"  # a file system without locks


def set_up(folder: Path, process: str) -> Log:
    """Send all log records of this process to `<folder>/<process>.jsonl` until the log is closed.

    While another process of that name has its log open, this one's is `<process>-2.jsonl`, and so on.
    A crash of the interpreter leaves its Python stack in `<folder>/<process>.crash`. Raises OSError when the folder cannot
    be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = Log(folder, process)
    log.open()
    return log
