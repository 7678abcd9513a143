"""What a program takes with everything it starts: seconds on the clock, and CPU seconds of all its processes."""

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Under this every start compiles the whole program, which no installation does."""


class Took(NamedTuple):
    """Seconds, CPU seconds."""

    wall: float
    cpu: float


def took(command: Sequence[str]) -> Took:
    """Run it to its end, and that of all processes it leaves behind. Raises CalledProcessError with what it said."""
    if sys.platform == "linux":  # what has lost its parent comes to us, and is counted too
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before, began = _of_children(), time.perf_counter()
    program = subprocess.Popen(
        command,
        env={name: value for name, value in os.environ.items() if name != _NO_BYTECODE},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = program.communicate()
    wall = time.perf_counter() - began
    _wait_for_the_rest()
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, command, said)
    return Took(wall, _of_children() - before)


def by_turns(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Took]:
    """The medians of so many rounds, in each of which every command runs once; `{round}` in a command is its number."""
    taken: dict[str, list[Took]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            taken[name].append(took([word.replace("{round}", str(number)) for word in command]))
    return {
        name: Took(statistics.median(each.wall for each in all_of), statistics.median(each.cpu for each in all_of))
        for name, all_of in taken.items()
    }


def _of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _wait_for_the_rest() -> None:
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
