"""The worker's end of its pipe."""

import multiprocessing
from collections.abc import Callable, Iterator

import pytest

from tests.support.pool import wait_until
from workers.errors import ErrorCode, Failure
from workers.facts import Facts
from workers.formats import Format
from workers.jobs.claim import Claim
from workers.jobs.ids import JobId, WorkerId
from workers.kinds import JobKind
from workers.outcome import Stage
from workers.plan import Method, Plan
from workers.pool import worker_channel
from workers.pool.protocol import (
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
    Retire,
    Stop,
    TooLarge,
    ToWorker,
    Wake,
    supervisor_end,
    worker_end,
)
from workers.pool.worker_channel import JobCancelled, WorkerChannel, WorkerStopped
from workers.recipe import Metadata, Quality

ME = WorkerId("1@2.0")
CLAIM = Claim(job=JobId(1), worker=ME, attempt=3)
PLAN = Plan(
    facts=Facts(format=Format.PNG, bytes=1, width=1, height=1),
    format=Format.PNG,
    method=Method.ENCODE,
    width=1,
    height=1,
    goal=Quality(),
    metadata=Metadata.ALL,
    peak_bytes=500,
    cpu_seconds=2.0,
)


class Ends:
    """A channel, and the supervisor at its other end."""

    def __init__(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        self.supervisor: MessagePipe[ToWorker, FromWorker] = supervisor_end(ours)
        self.left: list[int] = []
        self.channel = WorkerChannel(worker_end(theirs), leave_s=0.05, end_process=self.left.append)
        self.channel.start(ME)

    def told(self) -> FromWorker:
        """The next message but signs of life."""
        while isinstance(message := self.supervisor.receive(), Alive):
            pass
        return message

    def becomes(self, error: type[BaseException]) -> bool:
        """Whether the job at hand is interrupted now."""
        try:
            self.channel.check()
        except error:
            return True
        return False


@pytest.fixture
def ends() -> Iterator[Ends]:
    ends = Ends()
    assert ends.told() == Ready(ME)
    yield ends
    ends.supervisor.close()
    wait_until(lambda: ends.left == [1])


def test_a_job_is_told_from_its_claim_to_its_end(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_channel, "SHORT_S", 0.0)
    ends.channel.begin(CLAIM, alone=True, kind=JobKind.IMAGE, source_bytes=9)
    assert ends.told() == Began(job=1, attempt=3, alone=True, kind=JobKind.IMAGE, source_bytes=9)
    ends.channel.tell(CLAIM, Stage.DECODING, 0.25)
    assert ends.told() == Doing(job=1, attempt=3, stage=Stage.DECODING, progress=0.25)
    ends.channel.end(CLAIM)
    ends.channel.wait(0.0)
    assert ends.told() == AttemptEnded(job=1, attempt=3)


def test_short_jobs_one_after_the_other_are_told_by_their_beginnings(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_channel, "SHORT_S", 60.0)
    monkeypatch.setattr(worker_channel, "TELL_S", 60.0)
    for number in range(1, 4):
        claim = Claim(job=JobId(number), worker=ME, attempt=1)
        ends.channel.begin(claim, alone=False, kind=JobKind.IMAGE, source_bytes=9)
        ends.channel.tell(claim, Stage.DECODING, 0.5)
        ends.channel.end(claim)
        assert ends.told() == Began(job=number, attempt=1, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.channel.wait(0.0)
    assert ends.told() == AttemptEnded(job=3, attempt=1)


def test_the_end_of_the_last_job_is_told_before_the_worker_leaves(ends: Ends) -> None:
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.told()
    ends.channel.end(CLAIM)
    ends.channel.leave()
    assert ends.told() == AttemptEnded(job=1, attempt=3)


def test_a_job_that_stays_at_a_stage_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though nothing follows for a minute, by which no sign of life is due."""
    monkeypatch.setattr(worker_channel, "SHORT_S", 60.0)
    monkeypatch.setattr(worker_channel, "ALIVE_S", 60.0)
    ends = Ends()
    assert ends.told() == Ready(ME)
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.told()
    ends.channel.tell(CLAIM, Stage.RESIZING, 7.0)
    assert ends.told() == Doing(job=1, attempt=3, stage=Stage.RESIZING, progress=1.0)
    ends.supervisor.close()
    wait_until(lambda: ends.left == [1])


def test_a_worker_that_retires_keeps_its_job_and_takes_no_other(ends: Ends) -> None:
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.supervisor.send(Retire())
    wait_until(ends.channel.stopped)
    ends.channel.check()
    assert not ends.channel.wait(5.0)


def test_a_wake_ends_a_wait_once(ends: Ends) -> None:
    ends.supervisor.send(Wake())
    assert ends.channel.wait(5.0)
    assert not ends.channel.wait(0.0)


def test_a_cancel_interrupts_the_job_it_is_about_and_no_other(ends: Ends) -> None:
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.supervisor.send(CancelAttempt(job=1, attempt=2))
    ends.supervisor.send(Wake())
    assert ends.channel.wait(5.0)
    ends.channel.check()
    ends.supervisor.send(CancelAttempt(job=1, attempt=3))
    wait_until(lambda: ends.becomes(JobCancelled))
    ends.channel.begin(Claim(job=JobId(2), worker=ME, attempt=1), alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.channel.check()


def test_memory_is_asked_for_and_waited_for(ends: Ends) -> None:
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    ends.told()
    asking = _run(lambda: ends.channel.ask_memory(CLAIM, PLAN, JobKind.IMAGE))
    assert ends.told() == NeedsMemory(job=1, attempt=3, kind=JobKind.IMAGE, peak_bytes=500, cpu_seconds=2.0)
    assert ends.told() == Doing(job=1, attempt=3, stage=Stage.WAITING_FOR_MEMORY, progress=0.0)
    ends.supervisor.send(Admitted(job=1, attempt=3))
    assert asking() is None


def test_there_is_never_memory_for_some(ends: Ends) -> None:
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    asking = _run(lambda: ends.channel.ask_memory(CLAIM, PLAN, JobKind.IMAGE))
    ends.supervisor.send(TooLarge(job=1, attempt=3, machine_bytes=400))
    failure = asking()
    assert isinstance(failure, Failure)
    assert failure.code is ErrorCode.TOO_LARGE_FOR_MEMORY
    assert (failure.facts.bytes_needed, failure.facts.limit) == (500, 400)


@pytest.mark.parametrize(
    ("message", "error"), [(CancelAttempt(job=1, attempt=3), JobCancelled), (Stop(), WorkerStopped)]
)
def test_waiting_for_memory_ends_when_the_job_does(
    ends: Ends, message: CancelAttempt | Stop, error: type[Exception]
) -> None:
    ends.channel.begin(CLAIM, alone=False, kind=JobKind.IMAGE, source_bytes=9)
    asking = _run(lambda: ends.channel.ask_memory(CLAIM, PLAN, JobKind.IMAGE))
    ends.supervisor.send(message)
    assert isinstance(asking(), error)


def test_a_pipe_that_ends_stops_the_worker(ends: Ends) -> None:
    ends.supervisor.close()
    wait_until(lambda: ends.becomes(WorkerStopped))
    assert ends.channel.stopped()
    assert not ends.channel.wait(5.0)


def _run(call: Callable[[], object]) -> Callable[[], BaseException | None]:
    """Begin the call in a thread; what comes back waits for its end and gives what it raised."""
    import threading

    raised: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except (Failure, JobCancelled, WorkerStopped) as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def ended() -> BaseException | None:
        thread.join(5)
        assert not thread.is_alive()
        return raised[0] if raised else None

    return ended
