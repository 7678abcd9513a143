"""What is forgotten, and what never is."""

import pytest

from tests.support.store import OUTCOME, Table
from workers.jobs.event import EventKind, Lost
from workers.jobs.ids import EventId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.store import retention

DAY_S = 24 * 3600
ALL = frozenset(EventKind)


def _finish(table: Table, n: int, *, original: str | None = None) -> None:
    for _ in range(n):
        claim = table.claim().claim
        if original is not None:
            table.claims.note_original(claim, original)
        table.finishing.finish(claim, OUTCOME, "")


def test_ended_rows_go_after_90_days_and_waiting_ones_never(table: Table) -> None:
    jobs = table.add(3)
    _finish(table, 2)
    table.clock.now += 89 * DAY_S
    assert table.retention.prune() == 0
    table.clock.now += 2 * DAY_S
    assert table.retention.prune() == 2
    assert table.reader.ids(Selection()) == jobs[2:]
    assert table.reader.counts().total == 1


def test_removed_rows_go_after_7_days(table: Table) -> None:
    jobs = table.add(2)
    table.editor.remove(jobs[:1])
    table.clock.now += 8 * DAY_S
    assert table.retention.prune() == 1
    assert table.reader.job(jobs[0]) is None
    assert table.state(jobs[1]) is JobState.QUEUED


def test_only_the_newest_are_kept_but_nothing_of_today(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "KEPT_ROWS", 4)
    jobs = table.add(10)
    _finish(table, 10)
    assert table.retention.prune() == 0
    table.clock.now += 2 * DAY_S
    assert table.retention.prune() == 6
    assert table.reader.ids(Selection()) == jobs[6:]


class TestEvents:
    """Ten of them for four jobs: accepted, all found, started and ready four times, ended; the newest always stays."""

    @pytest.fixture(autouse=True)
    def events(self, table: Table) -> None:
        table.add(4)
        table.finish(4)
        assert table.stream.newest() == 11

    def prune(self, table: Table) -> int:
        gone = 0
        while step := table.retention.prune_events():
            gone += step
        return gone

    def test_old_ones_go(self, table: Table) -> None:
        assert self.prune(table) == 0
        table.clock.now += 31 * DAY_S
        table.add()
        assert self.prune(table) == 11
        assert table.stream.forgotten(EventId(5)) == 6

    def test_numbers_go_on_after_all_went(self, table: Table) -> None:
        table.clock.now += 31 * DAY_S
        assert self.prune(table) == 10
        table.add()
        assert [event.id for event in table.stream.after(EventId(10), ALL, 10).events] == [11, 12, 13]

    def test_only_the_newest_are_kept_but_all_of_today(self, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retention, "KEPT_EVENTS", 4)
        assert self.prune(table) == 0
        table.clock.now += 2 * DAY_S
        assert self.prune(table) == 7

    def test_what_a_subscriber_has_not_passed_stays(self, table: Table) -> None:
        table.subscribers.place("slow", ALL, upto=EventId(3))
        table.subscribers.place("quick", ALL)
        table.clock.now += 31 * DAY_S
        assert self.prune(table) == 3
        page = table.stream.page("slow", 100)
        assert page is not None
        assert [event.id for event in page.events] == list(range(4, 12))
        assert page.lost == 0

    def test_beyond_all_bounds_it_is_told_what_was_lost(self, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retention, "MOST_EVENTS", 4)
        table.subscribers.place("all", ALL, upto=EventId(3))
        table.subscribers.place("ready", {EventKind.READY}, upto=EventId(0))
        assert self.prune(table) == 7
        page = table.stream.page("all", 100)
        assert page is not None
        gap, *rest = page.events
        assert (gap.kind, gap.facts, gap.id) == (EventKind.LOST, Lost(events=4), 7)
        assert [event.id for event in rest] == [8, 9, 10, 11]
        assert page == table.stream.page("all", 100), "told until it is passed"
        table.subscribers.advance("all", rest[0].id, lost=page.lost)
        page = table.stream.page("all", 100)
        assert page is not None
        assert [event.kind for event in page.events] == [EventKind.STARTED, EventKind.READY, EventKind.BATCH_ENDED]
        page = table.stream.page("ready", 100)
        assert page is not None
        assert page.events[0].facts == Lost(events=2), "of its own kinds alone"

    def test_after_90_days_nobody_is_waited_for(self, table: Table) -> None:
        table.subscribers.place("gone for good", ALL, upto=EventId(0))
        table.clock.now += 91 * DAY_S
        assert self.prune(table) == 10
        page = table.stream.page("gone for good", 100)
        assert page is not None
        assert page.events[0].facts == Lost(events=10)

    def test_one_that_begins_before_all_that_is_left_is_told(self, table: Table) -> None:
        table.clock.now += 31 * DAY_S
        self.prune(table)
        table.subscribers.place("late", ALL, upto=EventId(4))
        page = table.stream.page("late", 100)
        assert page is not None
        assert [(event.kind, event.facts) for event in page.events] == [
            (EventKind.LOST, Lost(events=6)),
            (EventKind.BATCH_ENDED, page.events[1].facts),
        ]

    def test_whoever_asks_for_what_is_forgotten_is_told(self, table: Table) -> None:
        table.clock.now += 31 * DAY_S
        self.prune(table)
        gap, newest = table.stream.after(EventId(4), ALL, 10).events
        assert (gap.facts, gap.at, newest.id) == (Lost(events=6), newest.at, 11)
        assert table.stream.after(EventId(10), ALL, 10).events == (newest,)

    def test_the_last_ones_are_found(self, table: Table) -> None:
        assert table.stream.last(ALL, 4) == 7
        assert table.stream.last({EventKind.READY}, 2) == 7
        assert table.stream.last(ALL, 100) == 0

    def test_the_time_of_an_event_is_found(self, table: Table) -> None:
        began = table.clock.now
        table.clock.now += 100
        table.add()
        assert table.stream.before(began) == 0
        assert table.stream.before(began + 1) == 11
        assert table.stream.before(began + 101) == 13


def test_rows_whose_original_is_kept_stay_until_it_is_gone(table: Table) -> None:
    (job,) = table.add()
    _finish(table, 1, original="/June/.mediaapp-originals/1/a0.jpg")
    table.clock.now += 91 * DAY_S
    assert table.retention.prune() == 0
    ((kept, path),) = table.retention.originals()
    assert (kept, str(path)) == (job, "/June/.mediaapp-originals/1/a0.jpg")
    table.retention.forget_originals([kept])
    assert table.retention.originals() == []
    assert table.retention.prune() == 1


def test_what_somebody_wants_forgotten_sooner_goes_sooner_and_the_list_is_told(table: Table) -> None:
    jobs = table.add(3)
    batch = table.job(jobs[0]).batch
    _finish(table, 1)
    _finish(table, 1, original="/June/.mediaapp-originals/1/a1.jpg")
    table.clock.now += 31 * DAY_S
    mark = table.reader.mark()
    assert table.retention.forget_finished(32) == 0
    assert table.retention.forget_finished(30) == 1
    assert table.reader.ids(Selection()) == jobs[1:]
    assert batch in table.reader.changes_since(mark).batches
