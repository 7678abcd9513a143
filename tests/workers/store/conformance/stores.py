"""The stores that the suite runs on, each a way to open an empty one."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from tests.support.store import Clock, OpenStore, put_empty_database
from workers.store.job_store import JobStore
from workers.store.schema import MIGRATIONS


def fresh(database: Path, clock: Clock) -> JobStore:
    """A database that was made by the newest version."""
    put_empty_database(database)
    return JobStore(database, clock=clock)


def migrated(database: Path, clock: Clock) -> JobStore:
    """A database that the first version made, brought to the newest."""
    put_empty_database(database, MIGRATIONS[0])
    return JobStore(database, clock=clock)


def reopened(database: Path, clock: Clock) -> JobStore:
    """A database that is opened anew for every call, as if each came from a process of its own: all that counts is stored."""
    return cast("JobStore", _Reopened(database, clock))


class _Reopened:
    """Has the parts of a JobStore."""

    def __init__(self, database: Path, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        put_empty_database(database)
        self._kept_open = JobStore(database, clock=clock)

    def __getattr__(self, part: str) -> "_Part":
        return _Part(self._call, part)

    def close(self) -> None:
        self._kept_open.close()

    def _call(self, part: str, name: str, /, *args: Any, **named: Any) -> Any:
        if name == "data_version":  # compares with what the same store said before
            return self._kept_open.reader.data_version()
        with JobStore(self._database, clock=self._clock) as store:
            answer = getattr(getattr(store, part), name)(*args, **named)
            return iter(list(answer)) if isinstance(answer, Iterator) else answer


class _Part:
    def __init__(self, call: Callable[..., Any], part: str) -> None:
        self._call = call
        self._part = part

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args, **named: self._call(self._part, name, *args, **named)


STORES: Mapping[str, OpenStore] = {"fresh": fresh, "migrated": migrated, "reopened": reopened}
