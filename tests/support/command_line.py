"""The command line as a user starts it: a real process in a profile of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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

    def __call__(self, *arguments: str | Path, timeout: float = 50.0) -> Result:
        """Run a command to its end."""
        done = subprocess.run(
            self._command(arguments),
            cwd=self._cwd,
            env=self._environment,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Result(
            done.returncode,
            done.stdout.decode("utf-8", "surrogateescape"),
            done.stderr.decode("utf-8", "surrogateescape"),
        )

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
