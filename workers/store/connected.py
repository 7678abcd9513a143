"""What every part of the store can do with the connection it was given."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from workers.jobs.event import EventFacts, EventKind
from workers.jobs.ids import JobId, RootId, WatchId
from workers.store import rows
from workers.store.database import meaning, report_damage
from workers.store.errors import DatabaseDamaged, DatabaseFull

Bindings = Mapping[str, Any] | Sequence[Any]

STEP = 5_000
"""Rows a transaction changes at most: one UPDATE of a million rows holds the lock for 2 s."""

_write_out: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


class Connected:
    """Reads by a connection of the thread that made it; every call may raise a StoreError."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def data_version(self) -> int:
        """Another number whenever another connection has written; costs 2 us."""
        return int(self._value("pragma data_version"))

    def _meaning(self, error: apsw.Error) -> Exception:
        told = meaning(error)
        if isinstance(told, DatabaseDamaged):
            report_damage(Path(self._connection.filename))
        return told

    def _value(self, sql: str, bindings: Bindings | None = None) -> Any:  # noqa: ANN401 - whatever the column holds
        try:
            return self._connection.execute(sql, bindings).get
        except apsw.Error as error:
            raise self._meaning(error) from error

    def _rows(self, sql: str, bindings: Bindings | None = None) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, bindings).fetchall()
        except apsw.Error as error:
            raise self._meaning(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All that is read within is of one moment, all that is written is written together."""
        # Not `with self._connection`: its BEGIN waits for the write lock with the interpreter's lock held, so that a thread
        # of this process that has the write lock cannot go on, and both wait until the busy timeout ends.
        try:
            self._connection.execute(f"begin {self._connection.transaction_mode}")
            try:
                yield
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
        except apsw.Error as error:
            raise self._meaning(error) from error


class Writing(Connected):
    """Writes, by the store's clock."""

    def __init__(self, connection: apsw.Connection, clock: Callable[[], float]) -> None:
        super().__init__(connection)
        self._clock = clock

    @contextmanager
    def _change(self) -> Iterator[int]:
        """One transaction that holds the write lock; yields its number, larger than that of every earlier one."""
        with self._transaction():
            yield self._value("update pool set changes = changes + 1, at = ? returning changes", (self._clock(),))

    def _write_out(self) -> None:
        """See what was committed on the disk before this returns. Raises DatabaseFull.

        As a commit with `synchronous = full` does; but that holds the write lock meanwhile, some milliseconds in which
        nobody else can write, and here several connections that write out at once share the disk's work.
        """
        try:
            log = os.open(f"{self._connection.filename}-wal", os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                _write_out(log)
            finally:
                os.close(log)
        except OSError as error:
            raise DatabaseFull(str(error)) from error

    def _run(self, sql: str, bindings: Bindings | None = None) -> int:
        """Run one statement; how many rows it changed."""
        self._connection.execute(sql, bindings)
        return self._connection.changes()

    def _happened(
        self,
        kind: EventKind,
        facts: EventFacts | None = None,
        *,
        job: JobId | None = None,
        watch: WatchId | None = None,
    ) -> None:
        """Tell it in the stream of events, together with the change at hand. What happens to a job's state, triggers tell."""
        self._run(
            "insert into event(kind, at, facts, watch_id, batch_id, batch_name, purpose, job_id, job_kind, attempt, root, rel,"
            " size_in, started)"
            " select :kind, p.at, :facts, ifnull(:watch, b.watch_id), b.id, b.name, b.purpose, j.id, j.kind, j.attempt, j.root,"
            " ifnull(j.rel_raw, j.rel), j.size_in, j.started"
            " from pool p left join job j on j.id = :job left join batch b on b.id = j.batch_id",
            {"kind": kind, "facts": rows.encoded(facts), "watch": watch, "job": job},
        )

    def _run_each(self, sql: str, bindings: Iterator[Bindings] | Sequence[Bindings]) -> int:
        """Run one statement with each of these; how many rows they changed, those of triggers left out."""
        changed = 0
        for each in bindings:
            self._connection.execute(sql, each)
            changed += self._connection.changes()
        return changed

    def _choose(self, roots: Iterable[RootId]) -> None:
        """Note that outputs are sent to these roots from now on."""
        self._run_each("update root set chosen = ? where id = ?", [(self._clock(), root) for root in set(roots)])
