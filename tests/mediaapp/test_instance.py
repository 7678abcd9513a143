"""One window a data folder."""

import os
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Client
from pathlib import Path
from queue import Queue
from threading import Barrier, Thread

import msgspec
import pytest

from mediaapp.instance import Listening, listen, raise_running


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "window.lock"


@pytest.fixture
def raised() -> Queue[str]:
    return Queue()


@pytest.fixture
def window(lock: Path, raised: Queue[str]) -> Iterator[Listening]:
    window = listen(lock, raised.put)
    assert window is not None
    yield window
    window.close()


def test_nobody_is_there(lock: Path) -> None:
    assert not raise_running(lock)


@pytest.mark.usefixtures("window")
def test_a_second_start_raises_the_first(lock: Path, raised: Queue[str]) -> None:
    assert listen(lock, raised.put) is None
    assert raise_running(lock, activation="token-1")
    assert raise_running(lock)
    assert (raised.get(timeout=5), raised.get(timeout=5)) == ("token-1", "")


def test_after_closing_another_start_has_the_window(lock: Path, window: Listening, raised: Queue[str]) -> None:
    window.close()
    window.close()
    assert not raise_running(lock)
    second = listen(lock, raised.put)
    assert second is not None
    second.close()


@pytest.mark.usefixtures("window")
def test_a_caller_who_cannot_read_the_secret_raises_nothing(lock: Path, raised: Queue[str]) -> None:
    address = msgspec.json.decode(lock.with_suffix(".address").read_bytes())["address"]
    for message in (b'{"secret": "guess", "activation": ""}', b"\x80pickle", b"{}"):
        with Client(address) as caller:
            caller.send_bytes(message)
            with pytest.raises(EOFError):
                caller.recv_bytes()
    with Client(address):
        pass
    assert raised.empty()
    assert raise_running(lock)


def hold_and_die(lock: Path) -> None:
    assert listen(lock, print) is not None
    os._exit(9)


@pytest.mark.processes
def test_a_window_that_was_killed_is_no_window(lock: Path, raised: Queue[str]) -> None:
    process = get_context("spawn").Process(target=hold_and_die, args=(lock,))
    process.start()
    process.join()
    assert lock.with_suffix(".address").exists()
    assert not raise_running(lock)
    window = listen(lock, raised.put)
    assert window is not None
    assert raise_running(lock)
    window.close()


def test_of_many_starts_at_once_one_gets_the_window_and_hears_of_the_others(lock: Path, raised: Queue[str]) -> None:
    starts, together = 8, Barrier(8)
    windows: Queue[Listening] = Queue()

    def start() -> None:
        together.wait()
        window = None if raise_running(lock) else listen(lock, raised.put)
        if window is not None:
            windows.put(window)
        else:
            assert raise_running(lock, wait_s=10)

    threads = [Thread(target=start) for _ in range(starts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert windows.qsize() == 1
    assert raised.qsize() >= starts - 1
    windows.get().close()
