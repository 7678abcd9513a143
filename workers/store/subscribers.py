"""The places of those who follow the stream of events for good."""

from collections.abc import Collection

from workers.jobs.event import EventKind
from workers.jobs.ids import EventId
from workers.store.connected import Writing
from workers.store.stream import NEWEST, encoded_kinds


class Subscribers(Writing):
    """Each has a place of its own in the stream, and moves it itself; none of that is a change of the jobs."""

    def place(self, name: str, kinds: Collection[EventKind], *, upto: EventId | None = None) -> None:
        """From now on keep events of these kinds for the subscriber of this name: those after `upto`.

        With None one that is new begins at the end of the stream, and one that is known goes on where it was. Of those after
        `upto` that are forgotten already it is told how many they were.
        """
        values = {"name": name, "kinds": encoded_kinds(kinds), "upto": upto, "now": self._clock()}
        with self._transaction():
            self._run(
                "insert into subscriber(name, kinds, position, seen)"
                f" values(:name, :kinds, ({NEWEST}), :now) on conflict do update set kinds = excluded.kinds",
                values,
            )
            if upto is not None:
                self._run(
                    "update subscriber set lost = max(oldest - 1 - :upto, 0), position = max(oldest - 1, :upto)"
                    " from (select ifnull(min(id), 1) oldest from event) where name = :name",
                    values,
                )

    def advance(self, name: str, upto: EventId, *, lost: int = 0) -> None:
        """The subscriber has handled all up to this event, and was told that so many were lost before."""
        with self._transaction():
            self._run(
                "update subscriber set position = max(position, ?), lost = max(lost - ?, 0), seen = ? where name = ?",
                (upto, lost, self._clock(), name),
            )

    def forget(self, name: str) -> bool:
        """Keep nothing for this subscriber any more; False when there is none of this name."""
        with self._transaction():
            return bool(self._run("delete from subscriber where name = ?", (name,)))
