"""The stream of what happened, as rows and as values."""

import os
from collections.abc import Collection

import msgspec

from workers.errors import ErrorCode
from workers.jobs.batch import BatchPurpose
from workers.jobs.event import FACTS, Event, EventKind, EventPage, Lost, Position
from workers.jobs.ids import BatchId, EventId, JobId, WatchId
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.store import rows
from workers.store.connected import Connected
from workers.store.rows import Row

_EVENT = (
    "select e.id, e.kind, e.at, e.batch_id, e.batch_name, e.watch_id, e.job_id, e.job_kind, e.attempt, s.path, e.rel,"
    " o.path, e.out_dir, e.out_rel, e.size_in, e.size_out, e.started, e.due, e.error_code, e.skipped, e.facts, e.purpose"
    " from event e left join root s on s.id = e.root left join root o on o.id = e.out_root"
)
NEWEST = "select ifnull(max(id), 0) from event"


class Stream(Connected):
    """Reads events; only kinds that this version knows."""

    def newest(self) -> EventId:
        """The number of the last event, 0 where nothing has happened."""
        return EventId(self._value(NEWEST))

    def oldest(self) -> EventId:
        """The number of the first event that is not forgotten, 1 where nothing has happened."""
        return EventId(self._value("select ifnull(min(id), 1) from event"))

    def before(self, at: float) -> EventId:
        """The number of the last event before this time, seconds since 1970; 0 where all there are came later."""
        oldest = self.oldest()
        first, last = int(oldest), int(self.newest())
        while first <= last:  # numbers have no gaps, and times grow with them
            middle = (first + last) // 2
            if self._value("select at from event where id = ?", (middle,)) < at:
                first = middle + 1
            else:
                last = middle - 1
        return EventId(last if last >= oldest else 0)

    def forgotten(self, after: EventId) -> int:
        """How many events after this one have been forgotten."""
        return max(self.oldest() - 1 - after, 0)

    def after(self, position: EventId, kinds: Collection[EventKind], limit: int) -> EventPage:
        """The first events of these kinds after a position. Where some are forgotten, of whatever kinds, the first tells so."""
        with self._transaction():
            lost = self.forgotten(position)
            return self._page(EventId(position + lost), encoded_kinds(kinds), limit, lost)

    def page(self, name: str, limit: int) -> EventPage | None:
        """The first events that a kept subscriber has not passed, the same again until it has; None when there is none."""
        with self._transaction():
            found = self._rows("select position, kinds, lost from subscriber where name = ?", (name,))
            if not found:
                return None
            position, kinds, lost = found[0]
            return self._page(position, kinds, limit, lost)

    def last(self, kinds: Collection[EventKind], n: int) -> EventId:
        """After which event the last n of these kinds come; 0 where there are no more."""
        return EventId(
            self._value(
                "select iif(count(*) < :n, 0, min(id) - 1) from (select id from event"
                " where kind in (select value from json_each(:kinds)) order by id desc limit :n)",
                {"kinds": encoded_kinds(kinds), "n": n},
            )
        )

    def _page(self, position: EventId, kinds: str, limit: int, lost: int) -> EventPage:
        found = self._rows(
            f"{_EVENT} where e.id > ? and e.kind in (select value from json_each(?)) order by e.id limit ?",
            (position, kinds, limit),
        )
        # What lies behind the last one is of other kinds, and need not be looked through again.
        upto = found[-1][0] if len(found) == limit else max(self.newest(), position)
        events = tuple(_event(row) for row in found)
        if lost:
            at = self._value("select at from event order by id limit 1")
            events = (Event(id=position, kind=EventKind.LOST, at=at, facts=Lost(events=lost)), *events)
        return EventPage(events=events, after=position, upto=EventId(upto), lost=lost)

    def subscribers(self) -> list[Position]:
        """Those that are kept, by name."""
        return [
            Position(
                name=name,
                kinds=frozenset(msgspec.json.decode(kinds, type=list[EventKind])),
                upto=EventId(position),
                seen=seen,
                lost=lost,
            )
            for name, position, kinds, seen, lost in self._rows(
                "select name, position, kinds, seen, lost from subscriber order by name"
            )
        ]


def encoded_kinds(kinds: Collection[EventKind]) -> str:
    """Kinds as a column, and as `json_each` takes them."""
    return msgspec.json.encode(sorted(kinds)).decode()


def _event(row: Row) -> Event:
    kind = EventKind(row[1])
    facts = FACTS.get(kind)
    source = None if row[10] is None else rows.joined(row[9], row[10])
    purpose = None if row[21] is None else BatchPurpose(row[21])
    return Event(
        id=EventId(row[0]),
        kind=kind,
        at=row[2],
        batch=None if row[3] is None else BatchId(row[3]),
        batch_name=row[4],
        watch=None if row[5] is None else WatchId(row[5]),
        job=None if row[6] is None else JobId(row[6]),
        job_kind=None if row[7] is None else JobKind(row[7]),
        attempt=row[8],
        purpose=purpose,
        name=None if source is None else os.path.basename(source),  # noqa: PTH119 - for each row
        source=source if purpose is BatchPurpose.FILES else None,
        output=None if row[13] is None else _output(row[11], row[12], row[13]),
        size_in=row[14],
        size_out=row[15],
        started=row[16],
        due=row[17],
        code=None if row[18] is None else ErrorCode(row[18]),
        skipped=None if row[19] is None else SkipReason(row[19]),
        facts=None if facts is None else rows.decoded(row[20], facts),
    )


def _output(root_path: str, folder: bytes | None, rel: str) -> str:
    """`folder` is there where the path to it is not UTF-8."""
    return rows.joined(root_path, rel if folder is None else folder + b"/" + rel.rpartition("/")[2].encode())
