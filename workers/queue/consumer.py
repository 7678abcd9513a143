"""Huey's consumer with one thread: it claims a job, runs it, claims the next."""

import signal
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from huey.api import Huey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from workers.queue.storage import JobTableStorage

Item = TypeVar("Item")

_TASK = "job"
_SCHEDULER_S = 60  # the longest pause Huey allows; its scheduler has nothing to do here
_LOOK_S = 1.0
_IGNORED = ("SIGINT", "SIGHUP", "SIGBREAK")


class JsonSerializer(Serializer):  # type: ignore[misc] # Huey has no types
    """A message as JSON; Huey's own way, pickle, runs whatever a message says."""

    def _serialize(self, data: Message) -> bytes:
        return msgspec.json.encode([data.name])

    def _deserialize(self, data: bytes) -> Message:
        (name,) = msgspec.json.decode(data, type=tuple[str])
        return Message(id=None, name=name)


class JobHuey(Huey):  # type: ignore[misc] # Huey has no types
    """Huey with the one task that runs what was claimed: no results, no schedule, nothing to revoke."""

    def __init__(self, storage: JobTableStorage[Item], run: Callable[[Item], None]) -> None:
        self._storage = storage
        super().__init__("mediaapp", results=False, serializer=JsonSerializer())

        def job() -> None:
            item, storage.taken = storage.taken, None
            if item is not None:
                run(item)

        self.task(name=_TASK)(job)

    def create_storage(self) -> JobTableStorage[Any]:
        """The storage given; Huey would make one of a class."""
        return self._storage

    def is_revoked(self, task: object, timestamp: object = None, peek: bool = True) -> bool:  # noqa: ARG002, FBT001, FBT002
        """Never: cancelling is a column of the row."""
        return False


class JobConsumer(Consumer):  # type: ignore[misc] # Huey has no types
    """Ends when `stopped` says so or when its thread is gone, and by no signal but TERM."""

    def __init__(self, huey: JobHuey, *, stopped: Callable[[], bool]) -> None:
        super().__init__(
            huey, workers=1, periodic=False, scheduler_interval=_SCHEDULER_S, check_worker_health=False, max_delay=1.0
        )
        self._stopped = stopped
        self._stop_flag_timeout = _LOOK_S  # Huey looks ten times a second, in each of many idle workers
        huey.storage.when_stopped = self.stop_flag.set

    def start(self) -> None:
        """Start the thread. Huey has taken all signals then, and its HUP would start the program a second time."""
        super().start()
        for name in _IGNORED:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)

    def loop(self, health_check_ts: float | None = None) -> Any:  # noqa: ANN401 - Huey's own
        """Look once a second whether to stop, or at once when no job runs; the job that runs is waited for."""
        if self._stopped() or not all(thread.is_alive() for _, thread in self.worker_threads):
            self.stop(graceful=True)
        return super().loop(health_check_ts)


def run_consumer(
    *,
    claim: Callable[[], Item | None],
    run: Callable[[Item], None],
    release: Callable[[Item], None],
    wait: Callable[[float], bool],
    stopped: Callable[[], bool],
) -> None:
    """Claim and run jobs until `stopped`; blocks, in the process's main thread.

    `claim`, `run`, `release` and `wait` are called in one other thread, `stopped` in both. `wait` sleeps at most the seconds
    it is given and returns early when woken, also to stop. `run` ends its job itself: what it raises is logged and the job
    goes back with the next claim.
    """
    message = msgspec.json.encode([f"{JobHuey.__module__}.{_TASK}"])
    storage = JobTableStorage("mediaapp", message=message, claim=claim, release=release, wait=wait, stopped=stopped)
    JobConsumer(JobHuey(storage, run), stopped=stopped).run()
