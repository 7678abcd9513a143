"""What the system tells of a folder as it happens. It only hurries the sweep: no system tells everything."""

import logging
import os
import sys
from threading import Event, Lock

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_log = logging.getLogger(__name__)

_MOST = 10_000
# Linux tells when a written file is closed; elsewhere each write is told.
_WRITTEN = (FileClosedEvent,) if sys.platform == "linux" else (FileModifiedEvent,)
_KINDS = [FileCreatedEvent, FileMovedEvent, DirCreatedEvent, DirMovedEvent, *_WRITTEN]


class Hints(FileSystemEventHandler):
    """Files that were written or moved below a folder, until they are asked for; `woken` is set when there are some."""

    def __init__(self, folder: str, *, subfolders: bool, woken: Event) -> None:
        self._woken = woken
        self._lock = Lock()
        self._files = dict[str, None]()
        self._sweep = False
        self._observer = Observer()
        self._observer.daemon = True
        self.is_told = False
        """Whether the system tells anything at all."""
        try:
            self._observer.schedule(self, folder, recursive=subfolders, event_filter=_KINDS)
            self._observer.start()
            self.is_told = True
        except OSError:
            _log.warning("the system does not tell what happens in %r", folder, exc_info=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Keep where something happened."""
        path = os.fsdecode(event.dest_path or event.src_path)
        with self._lock:
            if event.is_directory or len(self._files) >= _MOST:
                self._sweep = True
            else:
                self._files[path] = None
        self._woken.set()

    def taken(self) -> tuple[list[str], bool]:
        """The files told of since the last time, absolute, and whether the whole folder should be looked through."""
        with self._lock:
            files, self._files = self._files, {}
            sweep, self._sweep = self._sweep, False
        return list(files), sweep

    def has_ended(self) -> bool:
        """Whether nothing more will be told, since the folder was deleted; one made in its place may have its number."""
        return self.is_told and not all(emitter.is_alive() for emitter in self._observer.emitters)

    def close(self) -> None:
        """Hear no more; does not wait."""
        self._observer.unschedule_all()
        if self.is_told:
            self._observer.stop()
