"""Which process is which."""

import multiprocessing
import os
import sys
import time

import psutil
import pytest

from workers.jobs.ids import WorkerId
from workers.processes import cpu_seconds, is_alive, process, this_process


def test_this_process_lives_and_is_told_from_one_that_had_its_number_before() -> None:
    me = this_process()
    assert is_alive(me)
    pid, _, started = me.partition("@")
    assert not is_alive(WorkerId(f"{pid}@1{started}"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux derives a start time from the clock of now")
def test_a_clock_that_is_set_makes_no_other_process_of_one_that_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    me = this_process()
    monkeypatch.setattr(psutil.Process, "create_time", lambda _self: 0.0)
    assert is_alive(me)
    assert this_process() == me


@pytest.mark.parametrize("odd", ["", "x", "1", "99999999@1.0", "-1@1.0", "0@1"])
def test_what_is_no_process_does_not_live(odd: str) -> None:
    assert not is_alive(WorkerId(odd))


@pytest.mark.processes
def test_one_that_has_ended_does_not_live() -> None:
    other = multiprocessing.get_context("spawn").Process(target=str)
    other.start()
    assert other.pid is not None
    name = process(other.pid)
    assert is_alive(name)
    other.join(10)
    assert not is_alive(name)


def test_what_a_process_has_used_is_what_the_system_says_of_it() -> None:
    before = time.process_time()
    used = cpu_seconds(os.getpid())
    assert before - 0.02 <= used <= time.process_time() + 0.02  # the system counts in hundredths
    with pytest.raises(ProcessLookupError):
        cpu_seconds(99_999_999)
