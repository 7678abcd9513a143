#!/usr/bin/env bash
# Guess: an observer tells when the folder that it watches is moved away, as it tells when it is deleted, or falls silent.
# Seen: watchdog 7.1.0 (inotify) tells nothing of the move, and goes on telling of new files under the old path, where there are
#   none. After a deletion, which it tells, its thread ends while observer.is_alive() stays true, and the folder made anew is
#   not watched.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check watchdog==7.1.0
cd "$work"
venv/bin/python - <<'PY'
import os, shutil, sys, time
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

class Notes(FileSystemEventHandler):
    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.seen.append((event.event_type, os.path.basename(event.src_path)))

def watched(root: str) -> tuple[Observer, Notes]:
    os.mkdir(root)
    observer, notes = Observer(), Notes()
    observer.schedule(notes, os.path.abspath(root), recursive=True)
    observer.start()
    open(f"{root}/first", "w").close()
    until(lambda: ("created", "first") in notes.seen)
    return observer, notes

def until(true: callable) -> bool:
    end = time.monotonic() + 3
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()

observer, notes = watched("root")
os.rename("root", "elsewhere")
open("elsewhere/late", "w").close()
assert until(lambda: ("created", "late") in notes.seen)
print("moved:", notes.seen)
assert not {("moved", "root"), ("deleted", "root")} & set(notes.seen)
observer.stop()

observer, notes = watched("second")
shutil.rmtree("second")
assert until(lambda: ("deleted", "second") in notes.seen)
assert until(lambda: not any(emitter.is_alive() for emitter in observer.emitters))
os.mkdir("second")
open("second/late", "w").close()
told = until(lambda: ("created", "late") in notes.seen)
print("deleted: alive", observer.is_alive(), "told of the file in the new one", told)
assert observer.is_alive() and not told
observer.stop()
PY
