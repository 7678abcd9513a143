"""Programs that hooks start: what they are given, what is kept of them, and that nothing of them is left."""

import io
import json
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Any

import psutil
import pytest

from tests.support.caller import Caller
from tests.support.patience import Stopwatch
from tests.support.pool import is_gone, wait_until
from workers.errors import ErrorCode
from workers.jobs.hook import Program
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.outcome import CallOutcome
from workers.pool.worker_channel import JobCancelled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process group is a POSIX one")


def python(script: str, *words: str, limit_s: float = 30.0, environment: tuple[str, ...] = ()) -> Program:
    return Program(command=(sys.executable, "-c", script, *words), limit_s=limit_s, environment=environment)


def run(caller: Caller, program: Program) -> Job:
    caller.call(caller.hook(program))
    return caller.run()


def outcome(job: Job) -> CallOutcome:
    assert isinstance(job.outcome, CallOutcome), job
    return job.outcome


def test_what_it_writes_is_kept(caller: Caller) -> None:
    done = run(caller, python("import sys; print('out'); print('err', file=sys.stderr)"))
    assert done.state is JobState.DONE
    assert (outcome(done).exit_code, outcome(done).output, outcome(done).errors) == (0, "out", "err")


class LateStream(io.BufferedWriter):
    """Goes on after a write once somebody else closes it, or soon after."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw)
        self._closing = Event()

    def write(self, data: Any) -> int:
        written = super().write(data)
        self._closing.wait(1)
        return written

    def close(self) -> None:
        self._closing.set()
        super().close()


def test_one_that_ends_before_it_has_read_what_it_is_told_has_ended_well(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Started(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            assert isinstance(self.stdin, io.BufferedWriter)
            self.stdin = LateStream(self.stdin.detach())

    monkeypatch.setattr(subprocess, "Popen", Started)
    done = run(caller, python(""))
    assert (done.state, outcome(done).exit_code) == (JobState.DONE, 0)


def test_it_gets_the_event_and_only_the_variables_that_are_named(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTED", "yes")
    monkeypatch.setenv("UNLISTED", "secret")
    script = "import json, os, sys; print(json.dumps([dict(os.environ), sys.argv[1:], json.load(sys.stdin)]))"
    done = run(caller, python(script, "{event}", "as {event}: $HOME; `id`", environment=("LISTED", "MISSING")))
    environment, words, event = json.loads(outcome(done).output)
    assert environment.pop("LISTED") == "yes"
    assert "UNLISTED" not in environment
    ours = {name: value for name, value in environment.items() if name.startswith("MEDIAAPP_")}
    assert ours == {
        "MEDIAAPP_EVENT": "ready",
        "MEDIAAPP_SOURCE": "",
        "MEDIAAPP_OUTPUT": "",
        "MEDIAAPP_FOLDER": "",
        "MEDIAAPP_BATCH": "",
    }
    assert environment.keys() - ours.keys() <= {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"}  # what Python itself sets
    assert words == ["ready", "as ready: $HOME; `id`"]
    assert event == {"v": 1, "kind": "ready"}


def test_one_that_fails_says_how_and_is_not_started_again_by_itself(caller: Caller) -> None:
    failed = run(caller, python("import sys; print('no such album', file=sys.stderr); sys.exit(2)"))
    assert (failed.state, failed.error_code, failed.tries) == (JobState.FAILED, ErrorCode.PROGRAM_FAILED, 1)
    assert failed.failure is not None
    assert (failed.failure.exit_code, failed.failure.output) == (2, "no such album")


def test_one_that_hangs_is_ended_with_all_that_it_started(caller: Caller, tmp_path: Path) -> None:
    told = tmp_path / "child"
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(told)!r}, 'w').write(str(child.pid))\n"
        "print('begun', flush=True)\n"
        "time.sleep(600)"
    )
    watch = Stopwatch()
    failed = run(caller, python(script, limit_s=2.0))
    assert watch.seconds() < 20
    assert failed.error_code is ErrorCode.PROGRAM_TIME_LIMIT
    assert failed.failure is not None
    assert failed.failure.output == "begun"
    assert _is_gone(int(told.read_text()))


def test_a_child_that_is_left_is_ended_too_and_holds_up_nothing(caller: Caller, tmp_path: Path) -> None:
    told = tmp_path / "child"
    script = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(told)!r}, 'w').write(str(child.pid))"
    )
    watch = Stopwatch()
    assert run(caller, python(script)).state is JobState.DONE
    assert watch.seconds() < 20
    assert _is_gone(int(told.read_text()))


def test_a_long_output_is_read_and_its_end_kept(caller: Caller) -> None:
    done = run(caller, python("for n in range(200_000): print('line', n)"))
    assert len(outcome(done).output) <= 4096
    assert outcome(done).output.endswith("line 199999")


def test_one_that_is_cancelled_is_ended(caller: Caller, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    script = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(600)"

    def cancelled() -> None:
        if told.exists() and told.read_text():
            raise JobCancelled

    caller.channel.when_asked = cancelled
    assert run(caller, python(script)).state is JobState.QUEUED
    assert _is_gone(int(told.read_text()))


def test_one_that_is_gone_is_told(caller: Caller, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    hook = caller.hook(Program(command=(str(program),)))
    program.unlink()
    caller.call(hook)
    failed = caller.run()
    assert (failed.state, failed.error_code) == (JobState.FAILED, ErrorCode.PROGRAM_GONE)


def _is_gone(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return True
    wait_until(lambda: is_gone(process))
    return True
