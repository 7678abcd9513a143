"""A notification daemon as a process of its own, which a test can stop, end and start again."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from jeepney import Message

from tests.support.pool import wait_until
from tests.support.session_bus import Service

NAME = "org.freedesktop.Notifications"


def status_of(process: int, thread: int) -> str:
    """The state of a thread as proc(5) spells it: T is stopped."""
    stat = Path(f"/proc/{process}/task/{thread}/stat").read_text()
    return stat.rpartition(")")[2].split()[0]


class Daemon:
    """One that counts its notices from `first`. `shown` is what it was asked to show, as (number it replaces, title)."""

    def __init__(self, address: str, first: int) -> None:
        self.calls: list[tuple[str, Any]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name if __spec__ else __name__, address, str(first)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self._reader = threading.Thread(target=self._read, name="daemon reader")
        self._reader.start()

    def hang(self) -> None:
        """Answer nothing from now on: every thread of it has stopped when this returns."""
        self._process.send_signal(signal.SIGSTOP)
        process = psutil.Process(self._process.pid)
        wait_until(lambda: {status_of(process.pid, thread.id) for thread in process.threads()} == {"T"})

    def go_on(self) -> None:
        """Answer again, also what came meanwhile."""
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Be killed."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def shown(self) -> list[tuple[int, str]]:
        return [(body[1], body[3]) for member, body in self.calls if member == "Notify"]

    def closed(self) -> list[int]:
        return [body[0] for member, body in self.calls if member == "CloseNotification"]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            member, body = json.loads(line)
            self.calls.append((member, body))


@contextmanager
def running_daemon(address: str, first: int = 1) -> Iterator[Daemon]:
    """A daemon until the end of the block, or until the test ends it."""
    daemon = Daemon(address, first)
    try:
        yield daemon
    finally:
        daemon.end()


def main(address: str, first: int) -> None:
    """Answer calls until the process is killed."""
    numbers = iter(range(first, first + 1000))

    def answer(member: str, message: Message) -> tuple[str, tuple[Any, ...]]:
        print(json.dumps([member, message.body], default=str), flush=True)
        match member:
            case "GetCapabilities":
                return "as", (["actions", "body"],)
            case "Notify":
                return "u", (message.body[1] or next(numbers),)
            case _:
                return "", ()

    Service(address, NAME, answer)
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
