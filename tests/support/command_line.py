"""The command line in a profile of its own, in this process or, where that is what is to be seen, in one of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mediaapp import cli

TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def jobs(self) -> list[dict[str, Any]]:
        """Those that are jobs."""
        return [each for each in self.objects if "summary" not in each]

    @property
    def summary(self) -> dict[str, Any]:
        """The last one, which sums up."""
        summary: dict[str, Any] = self.objects[-1]["summary"]
        return summary


class CommandLine:
    """Runs `mediaapp` with all its state below one folder, from another one."""

    def __init__(self, home: Path, cwd: Path) -> None:
        self._cwd = cwd
        self._environment = {**os.environ, "MEDIAAPP_HOME": str(home), "PYTHONPATH": str(TOP), "PYTHONUTF8": "1"}

    def __call__(self, *arguments: str | Path) -> Result:
        """Run a command to its end in this process: what Python and its modules take to start is 0.3 s for each.

        What it starts itself are processes of their own, as ever.
        """
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            patch.dict(os.environ, self._environment),
            chdir(self._cwd),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = cli.run([str(each) for each in arguments])
        return Result(code, _written(out), _written(err))

    def process(self, *arguments: str | Path, timeout: float = 50.0) -> Result:
        """Run a command to its end in a process of its own."""
        done = subprocess.run(
            self._command(arguments),
            cwd=self._cwd,
            env=self._environment,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Result(done.returncode, _text(done.stdout), _text(done.stderr))

    def start(self, *arguments: str | Path, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        """Start a command whose end somebody else waits for."""
        return subprocess.Popen(
            self._command(arguments),
            cwd=self._cwd,
            env={**self._environment, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def _command(arguments: tuple[str | Path, ...]) -> list[str]:
        return [sys.executable, "-m", "mediaapp", *map(str, arguments)]


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return _text(stream.buffer.getvalue())


def _text(written: bytes) -> str:
    return written.decode("utf-8", "surrogateescape")
