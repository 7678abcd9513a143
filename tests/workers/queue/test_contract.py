"""What we build on in Huey 3.5.4, method by method: when one of these fails, Huey has changed under us."""

import inspect
import logging
import signal
import threading
from collections.abc import Iterator

import huey
import msgspec
import pytest
from huey.api import Huey, Task
from huey.consumer import Consumer, ConsumerStopped, Worker
from huey.registry import Message, Registry
from huey.serializer import Serializer
from huey.storage import BaseStorage, BlackHoleStorage

from workers.queue.consumer import JobConsumer, JobHuey, JsonSerializer
from workers.queue.storage import JobTableStorage


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    kept.update(
        {
            getattr(signal, name): signal.getsignal(getattr(signal, name))
            for name in ("SIGHUP",)
            if hasattr(signal, name)
        }
    )
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def _storage(items: list[int], released: list[int] | None = None, *, stopped: bool = False) -> JobTableStorage[int]:
    return JobTableStorage(
        "test",
        message=b'["workers.queue.consumer.job"]',
        claim=lambda: items.pop(0) if items else None,
        release=(released if released is not None else []).append,
        wait=lambda _seconds: False,
        stopped=lambda: stopped,
    )


def test_it_is_the_version_that_was_read() -> None:
    assert huey.__version__ == "3.5.4"


class TestStorage:
    def test_dequeue_is_the_whole_of_taking_a_message(self) -> None:
        """`Huey.dequeue` asks the storage once and turns what it gives into a task; None is no task."""
        app = JobHuey(_storage([7]), run=lambda item: None)
        task = app.dequeue()
        assert isinstance(task, Task)
        assert app.dequeue() is None
        assert app.storage.taken == 7

    def test_blocking_storages_are_asked_again_at_once(self) -> None:
        """`Worker.loop` sleeps only when the storage does not block itself."""
        assert BaseStorage.blocking is False
        assert "elif not self.huey.storage.blocking" in inspect.getsource(Worker.loop)

    def test_the_black_hole_answers_what_the_consumer_asks(self) -> None:
        hole = BlackHoleStorage("test")
        assert hole.read_schedule(None) == []
        assert hole.queue_size() == 0
        assert hole.delete_data("key") is False
        assert hole.close() is None

    def test_nothing_is_begun_once_stopped_and_what_was_claimed_goes_back(self) -> None:
        stopped = iter((False, True))
        released: list[int] = []
        storage = JobTableStorage(
            "test",
            message=b"",
            claim=lambda: 5,
            release=released.append,
            wait=lambda _seconds: False,
            stopped=lambda: next(stopped),
        )
        assert storage.dequeue() is None
        assert released == [5]
        assert _storage([1], stopped=True).dequeue() is None


class TestSerializer:
    def test_messages_are_json_and_hold_the_name_alone(self) -> None:
        serializer = JsonSerializer()
        assert serializer.serialize(Message(id="x", name="a.job", args=(1,))) == b'["a.job"]'
        assert serializer.deserialize(b'["a.job"]').name == "a.job"

    @pytest.mark.parametrize("hostile", [b"\x80\x04cos\nsystem\n", b"{}", b'["a", "b"]', b"7"])
    def test_anything_else_is_refused(self, hostile: bytes) -> None:
        with pytest.raises(msgspec.DecodeError):
            JsonSerializer().deserialize(hostile)

    def test_the_hooks_that_are_overridden_exist(self) -> None:
        for name in ("_serialize", "_deserialize"):
            assert callable(getattr(Serializer, name))
        assert Message._fields[:2] == ("id", "name")
        assert hasattr(Registry, "string_to_task")


class TestHuey:
    def test_running_a_task_asks_nothing_of_the_storage(self) -> None:
        """No look for revocation before, no result and no deleting of keys that is more than a no-op after."""
        ran: list[int] = []
        app = JobHuey(_storage([7]), run=ran.append)
        app.execute(app.dequeue())
        assert ran == [7]
        assert app.storage.taken is None
        assert app.results is False

    def test_the_hooks_that_are_overridden_exist(self) -> None:
        assert list(inspect.signature(Huey.is_revoked).parameters) == ["self", "task", "timestamp", "peek"]
        assert list(inspect.signature(Huey.create_storage).parameters) == ["self"]

    def test_an_error_of_the_task_is_logged_and_swallowed(self, caplog: pytest.LogCaptureFixture) -> None:
        def run(_item: int) -> None:
            raise RuntimeError("ours")

        app = JobHuey(_storage([7]), run=run)
        with caplog.at_level(logging.ERROR, "huey"):
            app.execute(app.dequeue())
        assert "ours" in caplog.text


class TestConsumer:
    def test_takes_the_signals_at_start_and_we_give_them_away_after(self) -> None:
        consumer = JobConsumer(JobHuey(_storage([]), run=lambda item: None), stopped=lambda: True)
        consumer.start()
        try:
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            if hasattr(signal, "SIGHUP"):
                assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) == consumer._handle_signal  # noqa: SLF001 - Huey's own
        finally:
            consumer.stop(graceful=True)

    def test_one_thread_and_a_scheduler_that_sleeps(self) -> None:
        consumer = JobConsumer(JobHuey(_storage([]), run=lambda item: None), stopped=lambda: True)
        assert [thread.name for _, thread in consumer.worker_threads] == ["Worker-1"]
        assert consumer.scheduler_interval == 60
        assert consumer.periodic is False

    def test_stopping_waits_for_the_job_that_runs(self) -> None:
        running, go_on = threading.Event(), threading.Event()
        done: list[int] = []

        def run(item: int) -> None:
            running.set()
            go_on.wait(10)
            done.append(item)

        consumer = JobConsumer(JobHuey(_storage([1]), run=run), stopped=running.is_set)
        consumer.start()
        running.wait(10)
        threading.Timer(0.05, go_on.set).start()
        with pytest.raises(ConsumerStopped):
            consumer.loop()
        assert done == [1]
        assert not any(thread.is_alive() for _, thread in consumer.worker_threads)

    def test_the_hooks_that_are_overridden_exist(self) -> None:
        for name in ("start", "stop", "loop", "run"):
            assert callable(getattr(Consumer, name))
        assert "graceful" in inspect.signature(Consumer.stop).parameters
