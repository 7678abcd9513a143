"""Originals go to the done folder once their output is there, never over anything."""

import os
from pathlib import Path

import pytest

from tests.support.store import OUTCOME, Table
from workers.jobs.ids import JobId
from workers.jobs.watch import Watch
from workers.service import JobService
from workers.watching.putting_away import put_away
from workers.watching.stillness import Unsettled
from workers.watching.taking import take


def done(service: JobService, table: Table, watch: Watch, rel: str) -> JobId:
    """Take a file of the inbox and do its job."""
    path = Path(watch.rules.folder, rel)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(f"content {rel} {os.urandom(4).hex()}")
    unsettled = Unsettled(watch.rules.folder, still_s=0.0, clock=lambda: 0.0)
    unsettled.offer(rel)
    assert take(service, watch, unsettled.settled(), lambda: True) == []
    claim = table.claim().claim
    table.finishing.fence(claim, f"out/{rel}", OUTCOME)
    table.finishing.finish(claim, OUTCOME, "")
    return claim.job


def move(service: JobService, watch: Watch) -> set[JobId]:
    assert watch.rules.done_folder is not None
    return put_away(service, watch, watch.rules.done_folder, ())


def test_it_is_moved_with_its_folder_and_the_job_knows_where(
    service: JobService, table: Table, watch: Watch, inbox: Path
) -> None:
    job = done(service, table, watch, "day/a.jpg")
    assert move(service, watch) == set()
    assert (inbox / "done/day/a.jpg").read_text().startswith("content day/a.jpg")
    assert not (inbox / "day/a.jpg").exists()
    assert table.job(job).source == str(inbox / "done/day/a.jpg")


def test_a_taken_name_gets_a_number(service: JobService, table: Table, watch: Watch, inbox: Path) -> None:
    (inbox / "done").mkdir()
    (inbox / "done/a.jpg").write_text("of last week")
    job = done(service, table, watch, "a.jpg")
    move(service, watch)
    assert (inbox / "done/a.jpg").read_text() == "of last week"
    assert table.job(job).source == str(inbox / "done/a (2).jpg")


def test_what_was_changed_since_stays(service: JobService, table: Table, watch: Watch, inbox: Path) -> None:
    done(service, table, watch, "a.jpg")
    (inbox / "a.jpg").write_text("another picture")
    move(service, watch)
    assert (inbox / "a.jpg").read_text() == "another picture"
    assert not (inbox / "done").exists()


def test_a_move_that_the_table_did_not_hear_of_is_made_once(
    service: JobService, table: Table, watch: Watch, inbox: Path
) -> None:
    job = done(service, table, watch, "a.jpg")
    (inbox / "done").mkdir()
    (inbox / "a.jpg").rename(inbox / "done/a.jpg")
    move(service, watch)
    assert table.job(job).source == str(inbox / "done/a.jpg")
    assert move(service, watch) == set()


def test_what_cannot_be_moved_is_told_and_moved_another_time(
    service: JobService, table: Table, watch: Watch, inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    job = done(service, table, watch, "a.jpg")
    (inbox / "done").write_text("a file where the folder would be")
    assert move(service, watch) == {job}
    assert "cannot be moved" in caplog.text
    assert (inbox / "a.jpg").exists()
    (inbox / "done").unlink()
    assert move(service, watch) == set()
    assert (inbox / "done/a.jpg").exists()
