"""Opening the job database: its settings, its migrations, and what is done when it cannot be used."""

import contextlib
import threading
import time
from pathlib import Path

import apsw

from workers.lock import Lock
from workers.store.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseOnNetwork,
    DatabaseTooNew,
    StoreError,
)
from workers.store.schema import MIGRATIONS
from workers.volumes import is_network

QUICK_BYTES = 16 * 2**20
"""Up to this size the whole database is looked through at each start: about 60,000 jobs, 0.1 s."""

_BUSY_S = 10.0
_LOOKS_S = (0.0002, 0.0005, 0.001, 0.002)
_SETTINGS = (
    "journal_mode = wal",
    "synchronous = normal",
    "journal_size_limit = 67108864",
    "wal_autocheckpoint = 4000",
)
_SIDE_FILES = ("", "-wal", "-shm")


_MEANINGS: tuple[tuple[type[apsw.Error], type[StoreError]], ...] = (
    (apsw.BusyError, DatabaseBusy),
    (apsw.LockedError, DatabaseBusy),
    (apsw.FullError, DatabaseFull),
    (apsw.IOError, DatabaseFull),
    (apsw.ReadOnlyError, DatabaseFull),
    (apsw.CantOpenError, DatabaseFull),
    (apsw.CorruptError, DatabaseDamaged),
    (apsw.NotADBError, DatabaseDamaged),
)


class BusyHandler:
    """Waits for the lock that another connection holds.

    SQLite's own timeout sleeps up to 100 ms between looks; among connections that write all the time that let one of them
    starve for 10 s.
    """

    def __init__(self) -> None:
        self._never = threading.Event()
        self._until = 0.0

    def look_again(self, looks: int) -> bool:
        """Sleep a little; False when `_BUSY_S` have passed since the first look, which is number 0."""
        now = time.monotonic()
        if looks == 0:
            self._until = now + _BUSY_S
        self._never.wait(_LOOKS_S[min(looks, len(_LOOKS_S) - 1)])
        return now < self._until


def meaning(error: apsw.Error) -> Exception:
    """The StoreError that an error of SQLite about the file amounts to; errors in our own SQL stay what they are."""
    for theirs, ours in _MEANINGS:
        if isinstance(error, theirs):
            return ours(str(error))
    return error


def prepare(database: Path, *, pool: Lock | None = None) -> Path | None:
    """Make the database usable, once, before anything connects.

    A damaged one is set aside under its date and an empty one made; the set-aside file is returned, otherwise None. One
    of more than `QUICK_BYTES` is looked through whole only when somebody met damage in it: it takes 5 s for a million rows.
    Nothing is set aside while another process holds `pool`, since it works on this database: DatabaseDamaged is raised.
    Raises DatabaseOnNetwork, DatabaseTooNew, DatabaseBusy, DatabaseFull.
    """
    if is_network(database.absolute().parent):
        raise DatabaseOnNetwork(str(database))
    try:
        _look_through(database)
    except DatabaseDamaged:
        if pool is not None and not pool.acquire():
            raise
        try:
            return _replace_damaged(database)
        finally:
            if pool is not None:
                pool.release()
    return None


def report_damage(database: Path) -> None:
    """Leave a mark that damage was met, so that the next start looks through the whole database."""
    with contextlib.suppress(OSError):
        _mark(database).touch(mode=0o600)


def connect(database: Path) -> apsw.Connection:
    """A connection of the calling thread, migrated to the newest schema. Raises StoreErrors."""
    try:
        connection = apsw.Connection(str(database))
        try:
            connection.set_busy_handler(BusyHandler().look_again)
            connection.transaction_mode = "IMMEDIATE"
            _refuse_newer(connection)
            for setting in _SETTINGS:
                connection.execute(f"pragma {setting}")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    except apsw.Error as error:
        raise meaning(error) from error
    return connection


def connect_reading(database: Path) -> apsw.Connection:
    """A connection that cannot write; its `casefold` is that of Python's strings. Raises StoreErrors."""
    connection = connect(database)
    connection.execute("pragma query_only = on")
    connection.transaction_mode = "DEFERRED"
    connection.create_scalar_function("casefold", _casefold, 1, deterministic=True)
    return connection


def _casefold(*values: object) -> str:
    return str(values[0]).casefold()


def _refuse_newer(connection: apsw.Connection) -> None:
    version = connection.pragma("user_version")
    if version > len(MIGRATIONS):
        raise DatabaseTooNew(connection.filename, version)


def _migrate(connection: apsw.Connection) -> None:
    if connection.pragma("user_version") == len(MIGRATIONS):
        return
    # Not `with connection`, which waits for the lock with the interpreter's lock held: no other thread could go on.
    connection.execute("begin immediate")
    try:
        # Another process may have migrated while this one waited for the lock.
        for script in MIGRATIONS[connection.pragma("user_version") :]:
            connection.execute(script)
        connection.execute(f"pragma user_version = {len(MIGRATIONS)}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _size(database: Path) -> int:
    return sum(side.stat().st_size for side in _with_sides(database) if side.exists())


def _with_sides(database: Path) -> list[Path]:
    return [database.with_name(database.name + side) for side in _SIDE_FILES]


def _look_through(database: Path) -> None:
    """Raise DatabaseDamaged where damage shows: anywhere, or only in the schema and the rows that every start reads."""
    whole = _mark(database).exists() or _size(database) < QUICK_BYTES
    connection = connect(database)
    try:
        if whole and (found := connection.execute("pragma quick_check(1)").get) != "ok":
            raise DatabaseDamaged(str(found))
        for table in ("pool", "tally", "root", "batch"):
            connection.execute(f"select * from {table}").fetchall()
        for state in ("queued", "running", "delayed"):
            connection.execute("select * from job where state = ? order by id limit 100", (state,)).fetchall()
    except apsw.SQLError as error:
        raise DatabaseDamaged(str(error)) from error
    except apsw.Error as error:
        raise meaning(error) from error
    finally:
        connection.close()
    _mark(database).unlink(missing_ok=True)


def _replace_damaged(database: Path) -> Path | None:
    with contextlib.suppress(DatabaseDamaged):
        _look_through(database)
        return None  # another process has done it meanwhile
    aside = _set_aside(database)
    _mark(database).unlink(missing_ok=True)
    connect(database).close()
    return aside


def _mark(database: Path) -> Path:
    return database.with_suffix(".damaged")


def _set_aside(database: Path) -> Path:
    stamp = time.strftime("%Y-%m-%d %H.%M.%S")
    names = (
        f"{database.stem} damaged {stamp}{more}{database.suffix}" for more in ("", *map(" ({})".format, range(2, 99)))
    )
    aside = next(path for name in names if not (path := database.with_name(name)).exists())
    for file, kept in zip(_with_sides(database), _with_sides(aside), strict=True):
        if file.exists():
            file.rename(kept)
    return aside
