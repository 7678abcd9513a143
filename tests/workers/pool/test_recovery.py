"""What is left of a pool that ended badly."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.pool import is_gone, wait_until
from tests.support.store import Table, new_table
from workers.jobs.ids import ProcessId
from workers.jobs.state import JobState
from workers.pool.recovery import take_back
from workers.processes import process

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform == "win32", reason="a process group is a POSIX one"),
]


@pytest.fixture
def program() -> Iterator["subprocess.Popen[str]"]:
    """One that was started by a hook: it says which process it has started itself, and then one line that it is told."""
    script = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "print(sys.stdin.readline(), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=-1, stdout=-1, text=True, start_new_session=True
    ) as started:
        yield started
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with new_table(tmp_path) as made:
        yield made


def test_a_program_that_a_hook_has_started_ends_before_it_can_be_started_again(
    table: Table, program: "subprocess.Popen[str]"
) -> None:
    assert program.stdout is not None
    jobs, child = table.add(), psutil.Process(int(program.stdout.readline()))
    table.claims.note_program(table.claim().claim, process(program.pid))
    take_back(table.store, 1.0)
    assert table.states(jobs) == [JobState.QUEUED]
    assert program.wait(10) != 0
    wait_until(lambda: is_gone(child))


def test_another_process_that_has_got_its_number_is_left_alone(table: Table, program: "subprocess.Popen[str]") -> None:
    table.add()
    number, _, started = process(program.pid).partition("@")
    table.claims.note_program(table.claim().claim, ProcessId(f"{number}@1{started}"))
    take_back(table.store, 1.0)
    assert program.stdin is not None
    assert program.stdout is not None
    assert program.stdout.readline()
    program.stdin.write("there?\n")
    program.stdin.flush()
    assert program.stdout.readline() == "there?\n"
