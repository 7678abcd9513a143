"""The system's libvips, asked through a program that is started once (see vips_program.py): a start takes 40 answers."""

import atexit
import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

_PROGRAM = Path(__file__).with_name("vips_program.py")


def run(name: str, *arguments: str, options: str = "") -> bool:
    """Run one of its operations with these arguments; whether it went well.

    `options` are those that a name does without, as in the brackets of a file's name: "embedded,intent=relative".
    """
    return bool(_of(os.getpid()).ask(name, options, *arguments))


def header(path: Path, *fields: str) -> dict[str, str]:
    """Those of some header fields that it finds in a file, as texts."""
    return dict(_of(os.getpid()).ask("header", "", str(path), *fields) or {})


class _Asked:
    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process = _started()
        atexit.register(self.end)

    def ask(self, *question: str) -> Any:
        """Its answer; None where it died of the question."""
        with self._turn:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            if answer := self._process.stdout.readline():
                return json.loads(answer)
            self.end()
            self._process = _started()
            return None

    def end(self) -> None:
        self._process.communicate()


@cache
def _of(process: int) -> _Asked:
    """The one that a process has started: a forked one asks one of its own."""
    return _Asked()


def _started() -> "subprocess.Popen[str]":
    """What pyvips says to its children of its own libvips misleads the system's."""
    return subprocess.Popen(
        [sys.executable, str(_PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "VIPSHOME"},
    )
