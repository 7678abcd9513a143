"""Accepting as rows."""

import os
import sys

import pytest

from tests.support.store import DISK, ME, OTHER, Table
from workers.jobs.ids import RootId
from workers.jobs.job import NewJob
from workers.jobs.queries import Selection
from workers.kinds import JobKind
from workers.recipe import Recipe
from workers.volumes import Volume


def _new(root: RootId, rel: str, *, rel_raw: bytes | None = None, out_dir_raw: bytes | None = None) -> NewJob:
    return NewJob(
        root=root,
        rel=rel,
        rel_raw=rel_raw,
        out_root=root,
        out_dir="out",
        out_dir_raw=out_dir_raw,
        kind=JobKind.IMAGE,
        size_in=1,
        mtime_in=2,
    )


def test_what_was_dropped_is_kept_exactly_until_its_files_are_found(table: Table) -> None:
    dropped = ["/June", "/odd\nname", "/latin \udce9", "/emoji 🦊"]
    batch = table.intake.batch(
        b"\0".join(map(os.fsencode, dropped)),
        name="June",
        recipe=Recipe(name="Web"),
        submitter="window",
        prio=0,
        on_hold=False,
        worker=ME,
    )
    assert table.intake.dropped(batch) == (dropped, Recipe(name="Web"))
    table.intake.complete(batch, ["/June"])
    assert table.intake.dropped(batch)[0] == ["/June"]
    table.intake.complete(batch, [])
    assert table.intake.dropped(batch)[0] == []


def test_a_volume_is_one_root_and_another_in_its_place_another(table: Table) -> None:
    one = table.intake.root(DISK)
    assert table.intake.root(DISK) == one
    other = table.intake.root(Volume(path="/", name="/", id="ext4:other"))
    assert other.id != one.id


def test_places_count_on_through_the_steps(table: Table) -> None:
    batch, root = table.begin(), table.intake.root(DISK).id
    for step in (("a", "b"), ("c",)):
        table.intake.add(batch, [_new(root, rel) for rel in step], folder="/out", folders=1)
    assert [job.place for job in table.reader.jobs(table.reader.ids(Selection(batch=batch)))] == [1, 2, 3]


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_names_that_are_not_utf_8_open_as_they_are_and_show_as_text(table: Table) -> None:
    batch, root = table.begin(), table.intake.root(DISK).id
    raw = os.fsencode("June/caf\udce9.jpg")
    jobs = [_new(root, "June/caf\ufffd.jpg", rel_raw=raw), _new(root, "plain.jpg", out_dir_raw=b"out\xe9")]
    assert table.intake.add(batch, jobs, folder="/out\udce9", folders=1)
    odd, plain = table.reader.jobs(table.reader.ids(Selection(batch=batch)))
    assert (odd.source, odd.rel) == ("/June/caf\udce9.jpg", "June/caf\ufffd.jpg")
    assert plain.folder == "/out\udce9"
    assert table.intake.known(batch) == {(root, raw), (root, "plain.jpg")}
    found = table.reader.batch(batch)
    assert found is not None
    assert found.folder == "/out\ufffd"


def test_a_batch_taken_back_takes_no_more(table: Table) -> None:
    batch, root = table.begin(), table.intake.root(DISK).id
    table.editor.stop_accepting(batch)
    assert not table.intake.add(batch, [_new(root, "a")], folder="", folders=0)
    assert table.reader.counts().total == 0


def test_another_process_takes_over(table: Table) -> None:
    batch = table.begin()
    table.intake.take_over(batch, OTHER)
    assert table.reader.accepting() == [(batch, OTHER)]


def test_a_large_batch_goes_after_small_ones(table: Table) -> None:
    large, small = table.begin(prio=10), table.begin(prio=10)
    root = table.intake.root(DISK).id
    for batch, rel in ((large, "l.jpg"), (small, "s.jpg")):
        table.intake.add(batch, [_new(root, rel)], folder="", folders=1)
    table.intake.lower(large)
    table.intake.add(large, [_new(root, "l2.jpg")], folder="", folders=1)
    assert [job.rel for job in table.claim_in_order(3)] == ["s.jpg", "l.jpg", "l2.jpg"]
