"""The lock between processes."""

import multiprocessing
import os
from pathlib import Path

import pytest

from tests.support.pool import wait_until
from workers.lock import Lock


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()
    assert not first.acquire()
    second.release()


def test_a_file_that_is_there_locks_nothing(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("left over")
    lock = Lock(tmp_path / "lock")
    assert lock.acquire()
    lock.release()


@pytest.mark.processes
def test_it_is_free_when_its_holder_was_killed(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    holder = context.Process(target=_hold, args=(str(tmp_path / "lock"),))
    holder.start()
    lock = Lock(tmp_path / "lock")
    wait_until((tmp_path / "held").exists)
    assert not lock.acquire()
    holder.kill()
    holder.join()
    assert lock.acquire()
    lock.release()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="lock"):
        Lock(tmp_path / "none" / "lock").acquire()


def _hold(path: str) -> None:
    lock = Lock(Path(path))
    assert lock.acquire()
    Path(path).with_name("held").touch()
    os.read(os.pipe()[0], 1)
