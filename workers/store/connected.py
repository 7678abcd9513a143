"""A connection that writes: transactions, the number of the change, and the time."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from workers.store.database import connect, meaning

Bindings = Mapping[str, Any] | Sequence[Any]

STEP = 5_000
"""Rows a transaction changes at most: one UPDATE of a million rows holds the lock for 2 s."""


class Connected:
    """Writes to the job database for the thread that made it."""

    def __init__(self, database: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._connection = connect(database)
        self._clock = clock

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _change(self) -> Iterator[int]:
        """One transaction that holds the write lock; yields its number, larger than that of every earlier one."""
        with meaning(self._database), self._connection:
            yield self._value("update pool set changes = changes + 1 returning changes")

    def _value(self, sql: str, bindings: Bindings | None = None) -> Any:  # noqa: ANN401 - whatever the column holds
        return self._connection.execute(sql, bindings).get

    def _rows(self, sql: str, bindings: Bindings | None = None) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, bindings).fetchall()

    def _run(self, sql: str, bindings: Bindings | None = None) -> int:
        """How many rows the statement changed."""
        self._connection.execute(sql, bindings)
        return self._connection.changes()
