"""Every subscriber gets its events, whatever the others do."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Signal

import pytest

from tests.support.pool import wait_until
from tests.support.store import Table
from workers.events.delivery import Delivery, DeliveryTimes
from workers.events.log import event_log
from workers.events.subscriber import Subscriber
from workers.jobs.event import Event, EventKind
from workers.service import JobService

QUICK = DeliveryTimes(look_s=0.02, advance_s=0.0, first_pause_s=0.02, longest_pause_s=0.04)
ALL = frozenset(EventKind)
OpenService = Callable[[], JobService]


class Notebook:
    """Writes down what it is given."""

    def __init__(self, name: str = "notebook", kinds: frozenset[EventKind] = ALL) -> None:
        self.seen: list[Event] = []
        self.subscriber = Subscriber(name=name, kinds=kinds, handle=self.handle)

    def handle(self, _service: JobService, event: Event) -> None:
        self.seen.append(event)

    @property
    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.seen]


@contextmanager
def delivering(open_service: OpenService, *subscribers: Subscriber) -> Iterator[Delivery]:
    delivery = Delivery(open_service, subscribers, times=QUICK)
    delivery.start()
    try:
        yield delivery
    finally:
        delivery.stop()


def known(table: Table, *names: str) -> None:
    """Wait until these subscribers have a place."""
    wait_until(lambda: {each.name for each in table.stream.subscribers()} >= set(names))


def test_a_subscriber_gets_the_events_of_its_kinds_in_order(table: Table, open_service: OpenService) -> None:
    book = Notebook(kinds=frozenset((EventKind.READY, EventKind.BATCH_ENDED)))
    with delivering(open_service, book.subscriber):
        known(table, "notebook")
        table.add(2)
        table.finish(2)
        wait_until(lambda: len(book.seen) == 3)
    assert book.kinds == [EventKind.READY, EventKind.READY, EventKind.BATCH_ENDED]
    assert [event.job for event in book.seen] == [1, 2, None]


def test_what_happened_while_nobody_delivered_comes_first(table: Table, open_service: OpenService) -> None:
    table.subscribers.place("notebook", ALL)
    table.add()
    book = Notebook()
    with delivering(open_service, book.subscriber):
        wait_until(lambda: len(book.seen) == 2)
        table.finish()
        wait_until(lambda: len(book.seen) == 5)
    numbers = [event.id for event in book.seen]
    assert numbers == sorted(set(numbers)), "none twice"


def test_what_happens_last_is_still_handed_out(table: Table, open_service: OpenService) -> None:
    book = Notebook()
    with delivering(open_service, book.subscriber):
        known(table, "notebook")
        table.add()
    assert book.kinds == [EventKind.ACCEPTED, EventKind.ALL_FOUND]


def test_one_that_hangs_holds_up_neither_the_others_nor_the_jobs(table: Table, open_service: OpenService) -> None:
    entered, let_go = Signal(), Signal()

    def hang(_service: JobService, _event: Event) -> None:
        entered.set()
        let_go.wait(60)

    book = Notebook()
    with delivering(open_service, Subscriber(name="hangs", kinds=ALL, handle=hang), book.subscriber):
        known(table, "hangs", "notebook")
        table.add(3)
        assert entered.wait(20)
        table.finish(3)
        wait_until(lambda: book.kinds[-1:] == [EventKind.BATCH_ENDED])
        let_go.set()


def test_one_that_fails_is_tried_again_from_where_it_failed(
    table: Table, open_service: OpenService, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[int] = []
    failures = [OSError("no"), ValueError("neither")]

    def fails_twice(_service: JobService, event: Event) -> None:
        if event.kind is EventKind.ALL_FOUND and failures:
            raise failures.pop()
        seen.append(event.id)

    with delivering(open_service, Subscriber(name="fails", kinds=ALL, handle=fails_twice)):
        known(table, "fails")
        table.add()
        table.finish()
        wait_until(lambda: len(seen) == 5)
    assert seen == [1, 2, 3, 4, 5]
    assert failures == []
    assert caplog.text.count("the subscriber fails is tried again") == 2


def test_the_place_moves_past_events_of_other_kinds(table: Table, open_service: OpenService) -> None:
    book = Notebook(kinds=frozenset((EventKind.DRIVE_AWAY,)))
    with delivering(open_service, book.subscriber):
        known(table, "notebook")
        table.editor.cancel(table.add(1_500))
        wait_until(lambda: table.stream.subscribers()[0].upto > 1_000)
    assert book.seen == []


def test_the_log_has_a_line_for_each_event(tmp_path: Path, table: Table, open_service: OpenService) -> None:
    with delivering(open_service, event_log(tmp_path)):
        known(table, "log")
        table.add()
        table.finish()
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text("ascii").splitlines()]
    assert [line["kind"] for line in lines] == ["accepted", "all_found", "started", "ready", "batch_ended"]
    assert lines[3]["source"] == "/June/a0.jpg"
    assert {line["v"] for line in lines} == {1}


def test_what_could_not_be_logged_is_logged_later(
    tmp_path: Path, table: Table, open_service: OpenService, caplog: pytest.LogCaptureFixture
) -> None:
    log = tmp_path / "logs" / "events.jsonl"
    log.mkdir(parents=True)
    with delivering(open_service, event_log(log.parent)):
        known(table, "log")
        table.add()
        wait_until(lambda: "the subscriber log is tried again" in caplog.text)
        log.rmdir()
        wait_until(lambda: log.is_file() and len(log.read_text("ascii").splitlines()) == 2)
