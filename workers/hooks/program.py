"""Starting a program after an event: without a shell, within a time limit, all of it ended."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from threading import Thread
from typing import IO

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.hook import Program
from workers.jobs.ids import BatchId, JobId
from workers.outcome import CallOutcome, Stage
from workers.processes import process, signal_group
from workers.request_engine import RequestRun
from workers.requests import HookRequest

_LOOK_S = 0.1
_GRACE_S = 1.0
"""What a program has to end by itself when its time is over."""
_MOST_BYTES = 4096
"""Of what a program writes that are kept, the last ones, of each stream."""


def run_program(program: Program, request: HookRequest, run: RequestRun) -> CallOutcome:
    """Start it, give it the event as JSON, and wait for its end. Raises Failure unless it ends with 0."""
    began = time.monotonic()
    facts = _facts(request, run)
    command = [_filled_in(word, facts) for word in program.command]
    environment = {name: os.environ[name] for name in program.environment if name in os.environ}
    try:
        started = subprocess.Popen(  # noqa: S603 - the user's own program, without a shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, **{f"MEDIAAPP_{name.upper()}": value for name, value in facts.items()}},
            cwd=run.data,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise Failure(ErrorCode.PROGRAM_GONE, FailureFacts(path=command[0], detail=str(error))) from error
    with started:
        output, errors = _Tail(started.stdout), _Tail(started.stderr)
        try:
            # Where it has ended by now there is nothing to tell.
            with contextlib.suppress(ProcessLookupError):
                run.told_program(process(started.pid))
            _tell(started, request.notice)
            in_time = _ends_within(started, program.limit_s, run)
        finally:
            _end_all(started)
            output.close()
            errors.close()
    written = errors.text or output.text
    if not in_time:
        raise Failure(
            ErrorCode.PROGRAM_TIME_LIMIT,
            FailureFacts(path=command[0], seconds=program.limit_s, output=written or None),
        )
    if started.returncode:
        raise Failure(
            ErrorCode.PROGRAM_FAILED,
            FailureFacts(path=command[0], exit_code=started.returncode, output=written or None),
        )
    return CallOutcome(
        seconds=time.monotonic() - began, exit_code=started.returncode, output=output.text, errors=errors.text
    )


def _facts(request: HookRequest, run: RequestRun) -> Mapping[str, str]:
    """What a program is told by its environment, and may be given in its command; '' for what does not apply."""
    job = None if request.job is None else run.store.reader.job(JobId(request.job))
    batch = None if request.batch is None else run.store.reader.batch(BatchId(request.batch))
    return {
        "event": request.kind,
        "source": job.source if job is not None else "",
        "output": (job.output or "") if job is not None else "",
        "folder": batch.folder if batch is not None else "",
        "batch": batch.name if batch is not None else "",
    }


def _filled_in(word: str, facts: Mapping[str, str]) -> str:
    for name, value in facts.items():
        word = word.replace(f"{{{name}}}", value)
    return word


def _tell(started: "subprocess.Popen[bytes]", notice: str) -> None:
    """The event goes in by a thread, since a program may never read it."""
    # The stream is the thread's alone: Popen would close it too, which raises when nobody has read what is in it.
    stdin, started.stdin = started.stdin, None

    def write() -> None:
        if stdin is not None:
            with contextlib.suppress(OSError), stdin:
                stdin.write(notice.encode() + b"\n")

    Thread(target=write, name="notice", daemon=True).start()


def _ends_within(started: "subprocess.Popen[bytes]", seconds: float, run: RequestRun) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(_LOOK_S)
            return True
        run.progress(Stage.CALLING, 0.5)
    signal_group(started.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(_GRACE_S)
    return False


def _end_all(started: "subprocess.Popen[bytes]") -> None:
    """End it and whatever it has started and left."""
    signal_group(started.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    started.wait()


class _Tail:
    """Reads a stream to its end, and keeps the last of it."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._stream = stream
        self._kept = b""
        self._thread = Thread(target=self._read, name="output", daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        """What is kept, from the first whole line where it was cut."""
        return self._kept.decode("utf-8", "replace").strip()

    def close(self) -> None:
        """Wait until all is read; whoever else holds the stream open is not waited for."""
        self._thread.join(_GRACE_S)

    def _read(self) -> None:
        if self._stream is not None:
            with contextlib.suppress(OSError, ValueError):
                while chunk := os.read(self._stream.fileno(), _MOST_BYTES):
                    self._kept = (self._kept + chunk)[-_MOST_BYTES:]
