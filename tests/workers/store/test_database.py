"""Opening: the first time, at once from several processes, too new, damaged, on another machine's disk."""

import multiprocessing
import random
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from tests.support.store import ME, OUTCOME, new_table
from workers.jobs.history import HistoryKind
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.lock import Lock
from workers.recipe import Recipe, encode_recipe
from workers.store import database as module
from workers.store.database import connect, prepare
from workers.store.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseOnNetwork,
    DatabaseTooNew,
    StoreError,
)
from workers.store.schema import MIGRATIONS


def _fill(database: Path, jobs: int = 500) -> None:
    with new_table(database.parent) as table:
        table.add(jobs)
        table.finishing.finish(table.claim().claim, OUTCOME, "")


def test_a_new_database_is_of_the_newest_version_and_in_wal_mode(tmp_path: Path) -> None:
    assert prepare(tmp_path / "jobs.db") is None
    connection = connect(tmp_path / "jobs.db")
    assert connection.pragma("user_version") == len(MIGRATIONS)
    assert connection.pragma("journal_mode") == "wal"
    connection.close()


def test_sqlite_is_newer_than_the_wal_reset_bug() -> None:
    """Before 3.51.3 two connections, one that commits and one that checkpoints, could lose a commit."""
    assert tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) >= (3, 51, 3)


def test_what_was_stored_is_there_after_another_start(tmp_path: Path) -> None:
    _fill(tmp_path / "jobs.db")
    assert prepare(tmp_path / "jobs.db") is None
    with new_table(tmp_path) as table:
        counts = table.reader.counts()
        assert (counts.done, counts.queued) == (1, 499)


def test_a_drop_that_an_earlier_version_took_is_known_to_the_newest(tmp_path: Path) -> None:
    database = tmp_path / "jobs.db"
    connection = apsw.Connection(str(database))
    connection.execute(MIGRATIONS[0])
    connection.execute(
        "insert into batch(created, name, submitter, recipe, recipe_hash, dropped, changed)"
        " values(1, 'June', 'window', ?, 'h', cast('/June' || char(0) || '/July' as blob), 1)",
        (encode_recipe(Recipe()).decode(),),
    )
    connection.execute("pragma user_version = 1")
    connection.close()
    with new_table(tmp_path) as table:
        assert table.intake.dropped(BatchId(1)) == (["/June", "/July"], Recipe())


def test_a_replaced_original_in_an_earlier_history_is_called_so(tmp_path: Path) -> None:
    database = tmp_path / "jobs.db"
    connection = apsw.Connection(str(database))
    for script in MIGRATIONS[:10]:
        connection.execute(script)
    connection.execute("insert into event(job_id, at, what) values(1, 1.0, 'source_replaced')")
    connection.execute("pragma user_version = 10")
    prepare(database)
    told = connection.execute("select what from history").fetchall()
    connection.close()
    assert told == [(HistoryKind.ORIGINAL_REPLACED,)]


@pytest.mark.processes
def test_many_processes_open_a_new_database_at_once(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    starting = [processes.Process(target=prepare, args=(tmp_path / "jobs.db",)) for _ in range(4)]
    for process in starting:
        process.start()
    for process in starting:
        process.join(30)
    assert [process.exitcode for process in starting] == [0] * 4


def test_a_newer_schema_is_left_alone_to_the_byte(tmp_path: Path) -> None:
    database = tmp_path / "jobs.db"
    newer = apsw.Connection(str(database))
    newer.execute("create table job(future)")
    newer.execute("pragma user_version = 99")
    newer.close()
    before = database.read_bytes()
    with pytest.raises(DatabaseTooNew) as raised:
        prepare(database)
    assert raised.value.args[1] == 99
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["jobs.db"]


def test_a_data_folder_on_the_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_network", lambda path: path == tmp_path)
    with pytest.raises(DatabaseOnNetwork):
        prepare(tmp_path / "jobs.db")
    assert not list(tmp_path.iterdir())


DAMAGE: dict[str, Callable[[bytearray], bytes]] = {
    "emptied": lambda whole: b"\0" * len(whole),
    "text": lambda whole: b"These are not the rows you are looking for. " * 200,
    "half": lambda whole: bytes(whole[: len(whole) // 2]),
    "first page": lambda whole: bytes(whole[:100] + b"\xff" * 3996 + whole[4096:]),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_database_is_set_aside_and_an_empty_one_opened(
    tmp_path: Path, damage: Callable[[bytearray], bytes]
) -> None:
    database = tmp_path / "jobs.db"
    _fill(database)
    database.write_bytes(damage(bytearray(database.read_bytes())))
    damaged = database.read_bytes()
    aside = prepare(database)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert aside.name.startswith("jobs damaged 20")
    with new_table(tmp_path) as table:
        assert table.reader.counts().total == 0
        (job,) = table.add()
        assert table.state(job) is JobState.QUEUED


@pytest.mark.parametrize("seed", range(8))
def test_a_page_overwritten_anywhere_is_set_aside_at_the_next_start(tmp_path: Path, seed: int) -> None:
    database = tmp_path / "jobs.db"
    _fill(database, 2_000)
    whole = bytearray(database.read_bytes())
    chance = random.Random(seed)
    at = chance.randrange(len(whole) // 4096) * 4096
    whole[at : at + 4096] = chance.randbytes(4096)
    database.write_bytes(whole)
    assert prepare(database) is not None
    assert prepare(database) is None


def test_damage_deep_in_a_large_one_is_found_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "jobs.db"
    _fill(database, 5_000)
    monkeypatch.setattr(module, "QUICK_BYTES", 0)
    connection = apsw.Connection(str(database))
    leaves = connection.execute("select pageno from dbstat where name = 'job' and pagetype = 'leaf' order by path")
    page = leaves.fetchall()[-2][0]
    assert isinstance(page, int)
    connection.close()
    whole = bytearray(database.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    database.write_bytes(whole)
    assert prepare(database) is None
    with new_table(tmp_path) as table, pytest.raises(DatabaseDamaged):
        list(table.reader.each(table.reader.ids(Selection())))
    # Whoever meets damage has the next start look for it.
    assert prepare(database) is not None
    assert prepare(database) is None


def test_a_damaged_database_that_a_pool_works_on_is_left_in_place(tmp_path: Path) -> None:
    database = tmp_path / "jobs.db"
    database.write_bytes(b"nothing that SQLite knows " * 999)
    pool, ours = Lock(tmp_path / "pool.lock"), Lock(tmp_path / "pool.lock")
    assert pool.acquire()
    with pytest.raises(DatabaseDamaged):
        prepare(database, pool=ours)
    assert database.read_bytes().startswith(b"nothing")
    pool.release()
    assert prepare(database, pool=ours) is not None
    assert pool.acquire()
    pool.release()


def test_what_is_set_aside_takes_no_other_s_name(tmp_path: Path) -> None:
    database = tmp_path / "jobs.db"
    kept = set()
    for n in range(3):
        database.write_bytes(b"damage number %d " % n * 999)
        kept.add(prepare(database))
    assert len(kept) == 3
    assert all(path is not None and path.exists() for path in kept)


def test_a_lock_held_for_long_is_told_as_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BUSY_S", 0.05)
    with new_table(tmp_path) as table:
        table.add()
        other = apsw.Connection(str(table.database))
        other.execute("begin immediate")
        with pytest.raises(DatabaseBusy):
            table.claims.claim(ME)
        other.execute("rollback")
        other.close()
        assert table.claim().claim.attempt == 1


def test_a_full_disk_is_told_and_nothing_is_half_accepted(tmp_path: Path) -> None:
    with new_table(tmp_path) as table:
        connection = table.intake._connection  # noqa: SLF001 - the limit holds for one connection
        connection.execute(f"pragma max_page_count = {connection.pragma('page_count') + 20}")
        with pytest.raises(DatabaseFull):
            table.add(5_000)
        assert table.reader.counts().total == 0
        connection.execute("pragma max_page_count = 1000000")
        assert len(table.add(10)) == 10


def test_readers_cannot_write(tmp_path: Path) -> None:
    with new_table(tmp_path) as table, pytest.raises((StoreError, apsw.Error)):
        table.reader._connection.execute("update pool set paused = 1")  # noqa: SLF001 - no method of it writes


class TestChecks:
    @pytest.mark.parametrize("rel", ["/a.jpg", "../a.jpg", "a/../b.jpg", "a/..", ""])
    def test_the_table_refuses_paths_that_leave_their_root(self, tmp_path: Path, rel: str) -> None:
        with new_table(tmp_path) as table:
            (job,) = table.add()
            for column in ("rel", "out_rel"):
                with pytest.raises(apsw.ConstraintError):
                    table.sql(f"update job set {column} = ? where id = ?", rel, job)
            if rel:
                with pytest.raises(apsw.ConstraintError):
                    table.sql("update job set out_dir = ? where id = ?", rel, job)

    @pytest.mark.parametrize("rel", ["..a.jpg", "a../b.jpg", "...", "a/..b/c"])
    def test_dots_in_names_are_fine(self, tmp_path: Path, rel: str) -> None:
        with new_table(tmp_path) as table:
            (job,) = table.add()
            table.sql("update job set rel = ? where id = ?", rel, job)

    def test_the_table_refuses_a_state_that_does_not_exist(self, tmp_path: Path) -> None:
        with new_table(tmp_path) as table:
            (job,) = table.add()
            with pytest.raises(apsw.ConstraintError):
                table.sql("update job set state = 'lost' where id = ?", job)


def test_days_of_an_earlier_table_are_summed_once(tmp_path: Path) -> None:
    _fill(tmp_path / "jobs.db", 3)
    connection = apsw.Connection(str(tmp_path / "jobs.db"))
    connection.execute("drop trigger day_sum_grows; drop trigger day_sum_shrinks; drop table day_sum;")
    connection.execute(next(script for script in MIGRATIONS if "create table day_sum" in script))
    connection.close()
    with new_table(tmp_path) as table:
        [day] = table.reader.day_sums()
        assert (day.files, day.bytes_in, day.bytes_out) == (1, 100, OUTCOME.bytes)
        table.finish(1)
        assert table.reader.day_sums()[-1].files == 2
