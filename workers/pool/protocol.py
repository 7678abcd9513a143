"""What the supervisor and its processes tell each other: bounded JSON messages, decoded by type, never unpickled."""

import sys
import threading
from typing import Generic, TypeAlias, TypeVar

import msgspec
from msgspec import Struct
from msgspec.json import Decoder

from workers.jobs.ids import WorkerId
from workers.kinds import JobKind
from workers.outcome import Stage
from workers.peek import Answer, Ask

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection

    PipeEnd: TypeAlias = PipeConnection
else:
    from multiprocessing.connection import Connection

    PipeEnd: TypeAlias = Connection

LARGEST_MESSAGE = 64 * 1024
"""Bytes; more than any message between supervisor and worker needs."""

LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of the largest answer of the preview process: a raster of about 3400 x 3400 pixels in Base64."""


class Ready(Struct, frozen=True, tag="ready"):
    """The process has started and will take work under this name."""

    worker: WorkerId


class CannotStart(Struct, frozen=True, tag="cannot_start"):
    """The process cannot become a worker, and ends. `workers.pool.launch` writes it without this module."""

    reason: str


class Alive(Struct, frozen=True, tag="alive"):
    """The process still runs Python code."""


class Began(Struct, frozen=True, tag="began"):
    """A job was claimed, of a source of so many bytes. `alone`: it should have the machine to itself.

    `kind` is the one that the source's name announces.
    """

    job: int
    attempt: int
    alone: bool
    kind: JobKind
    source_bytes: int


class NeedsMemory(Struct, frozen=True, tag="needs_memory"):
    """The job is planned and waits for `Admitted` or `TooLarge`. Bytes at its peak, CPU seconds as planned.

    `kind` is the one that the content told.
    """

    job: int
    attempt: int
    kind: JobKind
    peak_bytes: int
    cpu_seconds: float


class Doing(Struct, frozen=True, tag="doing"):
    """The job's stage and the share of the whole job that is done, 0 to 1."""

    job: int
    attempt: int
    stage: Stage
    progress: float


class AttemptEnded(Struct, frozen=True, tag="ended"):
    """The job is over in the table, in whatever way."""

    job: int
    attempt: int


FromWorker = Ready | CannotStart | Alive | Began | NeedsMemory | Doing | AttemptEnded


class Wake(Struct, frozen=True, tag="wake"):
    """There may be something to claim."""


class Admitted(Struct, frozen=True, tag="admitted"):
    """There is memory for the job, and `threads` for its codec."""

    job: int
    attempt: int
    threads: int = 1


class TooLarge(Struct, frozen=True, tag="too_large"):
    """The job needs more memory than the machine may give: `machine_bytes`."""

    job: int
    attempt: int
    machine_bytes: int


class CancelAttempt(Struct, frozen=True, tag="cancel"):
    """Somebody wants this job to end."""

    job: int
    attempt: int


class Stop(Struct, frozen=True, tag="stop"):
    """Give the job at hand back and end."""


class Retire(Struct, frozen=True, tag="retire"):
    """Finish the job at hand, claim no other, and end."""


ToWorker = Wake | Admitted | TooLarge | CancelAttempt | Stop | Retire


class Request(Struct, frozen=True):
    """One question to the preview process."""

    ask: Ask


class Started(Struct, frozen=True, tag="started"):
    """The preview process takes questions from now on."""


class Reply(Struct, frozen=True, tag="reply"):
    """Its answer."""

    answer: Answer


FromPreview = Started | Reply


Sent = TypeVar("Sent", bound=Struct)
Received = TypeVar("Received")


class MessagePipe(Generic[Sent, Received]):
    """One end of a pipe whose messages are typed both ways; any thread may send, one receives."""

    def __init__(self, pipe: PipeEnd, decoder: Decoder[Received], *, largest: int = LARGEST_MESSAGE) -> None:
        self.pipe = pipe
        self._decoder = decoder
        self._encoder = msgspec.json.Encoder()
        self._largest = largest
        self._sending = threading.Lock()

    def send(self, message: Sent) -> bool:
        """Send one message; False when the other end is gone."""
        data = self._encoder.encode(message)
        with self._sending:
            try:
                self.pipe.send_bytes(data)
            except OSError:
                return False
        return True

    def receive(self) -> Received:
        """Wait for one message.

        Raises EOFError when the other end is gone or has sent what is no message: such a peer is not listened to again.
        """
        try:
            return self._decoder.decode(self.pipe.recv_bytes(self._largest))
        except (OSError, msgspec.MsgspecError) as error:
            raise EOFError from error

    def waiting(self) -> bool:
        """Whether `receive` would return at once."""
        try:
            return self.pipe.poll()
        except OSError:
            return True

    def close(self) -> None:
        """Close this end; the other one sees its pipe end."""
        self.pipe.close()


def supervisor_end(pipe: PipeEnd) -> MessagePipe[ToWorker, FromWorker]:
    """The end of a worker's pipe that its supervisor holds."""
    return MessagePipe(pipe, Decoder(FromWorker))


def worker_end(pipe: PipeEnd) -> MessagePipe[FromWorker, ToWorker]:
    """The end of a worker's pipe that the worker holds."""
    return MessagePipe(pipe, Decoder(ToWorker))


def asking_end(pipe: PipeEnd) -> MessagePipe[Request, FromPreview]:
    """The end of the preview process's pipe that asks."""
    return MessagePipe(pipe, Decoder(FromPreview), largest=LARGEST_ANSWER)


def answering_end(pipe: PipeEnd) -> MessagePipe[FromPreview, Request]:
    """The end of the preview process's pipe that answers."""
    return MessagePipe(pipe, Decoder(Request))
