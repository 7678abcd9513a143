"""A subscriber whose process is killed at any moment sees again what it was at, and misses nothing."""

import multiprocessing
import os
import random
import signal
import sys
import threading
from pathlib import Path

import pytest

from tests.support.store import Table, new_table
from workers.events.delivery import Delivery, DeliveryTimes
from workers.events.subscriber import Subscriber
from workers.jobs.event import Event, EventKind
from workers.jobs.ids import EventId
from workers.service import JobService

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

ALL = frozenset(EventKind)
PROCESSES = multiprocessing.get_context("spawn")
SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(2**32)))


def _deliver(folder: Path, after: int, last: int) -> None:
    """Write the number of each event down, and be killed right after `after` of them, before the place moves on."""
    seen = os.open(folder / "seen", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    ended = threading.Event()
    left = after

    def note(_service: JobService, event: Event) -> None:
        nonlocal left
        os.write(seen, f"{event.id}\n".encode())
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if event.id == last:
            ended.set()

    delivery = Delivery(
        lambda: JobService(folder / "jobs.db", fallback=folder),
        [Subscriber(name="notes", kinds=ALL, handle=note)],
        times=DeliveryTimes(look_s=0.01, advance_s=0.0),
    )
    delivery.start()
    ended.wait(60)
    delivery.stop()


def _accept_and_finish(table: Table) -> EventId:
    for _ in range(4):
        table.add(5)
        table.finish(5)
    return table.stream.newest()


def test_killed_between_handling_and_moving_on_it_sees_it_again_and_misses_none(tmp_path: Path) -> None:
    print(f"FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    with new_table(tmp_path) as table:
        table.subscribers.place("notes", ALL)
        last = _accept_and_finish(table)
        kills = [chance.randrange(1, 15) for _ in range(3)]
        for after in (*kills, last + 1):
            process = PROCESSES.Process(target=_deliver, args=(tmp_path, after, last))
            process.start()
            process.join(60)
            assert process.exitcode == (0 if after > last else -signal.SIGKILL)
        seen = [int(line) for line in (tmp_path / "seen").read_text().splitlines()]
        assert sorted(set(seen)) == list(range(1, last + 1)), "none is missed"
        for before, run in zip(_runs(seen), _runs(seen)[1:], strict=False):
            assert run[0] == before[-1], "what it was at when it was killed comes first, and nothing before that"
        page = table.stream.page("notes", 10)
        assert page is not None
        assert page.events == ()


def _runs(seen: list[int]) -> list[list[int]]:
    """The numbers in parts that go up."""
    runs: list[list[int]] = []
    for number in seen:
        if runs and number > runs[-1][-1]:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
