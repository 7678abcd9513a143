"""Messages between the processes, and what comes of messages that are none."""

import contextlib
import multiprocessing
import pickle
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.jobs.ids import WorkerId
from workers.kinds import JobKind
from workers.outcome import Stage
from workers.pool.protocol import (
    LARGEST_MESSAGE,
    Admitted,
    Alive,
    AttemptEnded,
    Began,
    CancelAttempt,
    Doing,
    FromWorker,
    MessagePipe,
    NeedsMemory,
    Ready,
    Stop,
    TooLarge,
    ToWorker,
    Wake,
    supervisor_end,
    worker_end,
)

Ends = tuple[MessagePipe[ToWorker, FromWorker], MessagePipe[FromWorker, ToWorker]]


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = multiprocessing.Pipe()
    yield supervisor_end(ours), worker_end(theirs)
    ours.close()
    theirs.close()


@pytest.mark.parametrize(
    "message",
    [
        Ready(WorkerId("12@3.4")),
        Alive(),
        Began(job=1, attempt=2, alone=True, kind=JobKind.IMAGE, source_bytes=3),
        NeedsMemory(job=1, attempt=2, kind=JobKind.IMAGE, peak_bytes=3, cpu_seconds=4.5),
        Doing(job=1, attempt=2, stage=Stage.DECODING, progress=0.5),
        AttemptEnded(job=1, attempt=2),
    ],
)
def test_what_a_worker_tells_arrives(ends: Ends, message: FromWorker) -> None:
    supervisor, worker = ends
    assert worker.send(message)
    assert supervisor.waiting()
    assert supervisor.receive() == message
    assert not supervisor.waiting()


@pytest.mark.parametrize(
    "message",
    [
        Wake(),
        Admitted(job=1, attempt=2),
        TooLarge(job=1, attempt=2, machine_bytes=3),
        CancelAttempt(job=1, attempt=2),
        Stop(),
    ],
)
def test_what_a_supervisor_tells_arrives(ends: Ends, message: ToWorker) -> None:
    supervisor, worker = ends
    assert supervisor.send(message)
    assert worker.receive() == message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"type": "began"}',
        b'{"type": "shell", "command": "true"}',
        b'{"type": "began", "job": "one", "attempt": 2, "alone": false}',
        pickle.dumps({"type": "alive"}),
        b"[" * 100_000,
        b'"' + b"x" * LARGEST_MESSAGE + b'"',
    ],
)
def test_whoever_sends_what_is_no_message_is_as_good_as_gone(data: bytes) -> None:
    ours, theirs = multiprocessing.Pipe()
    supervisor = supervisor_end(ours)
    sender = _in_thread(lambda: theirs.send_bytes(data))
    with pytest.raises(EOFError):
        supervisor.receive()
    ours.close()
    sender.join()
    theirs.close()


def test_a_closed_pipe_is_the_notice_of_death(ends: Ends) -> None:
    supervisor, worker = ends
    worker.close()
    assert supervisor.waiting()
    with pytest.raises(EOFError):
        supervisor.receive()
    assert not supervisor.send(Wake())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_no_bytes_do_more_than_end_the_pipe(data: bytes) -> None:
    ours, theirs = multiprocessing.Pipe()
    theirs.send_bytes(data)
    with pytest.raises(EOFError):
        supervisor_end(ours).receive()
    ours.close()
    theirs.close()


def _in_thread(send: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        with contextlib.suppress(OSError):
            send()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
