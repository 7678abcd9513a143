"""Originals that come back, and drops that are taken back."""

from pathlib import Path

from tests.support.store import Table
from tests.workers.service.test_submit import accepted
from tests.workers.service.worker import claim_all, make, replace_original
from workers.jobs.queries import Selection
from workers.recipe import Recipe, ReplaceOriginals
from workers.service import JobService
from workers.service.commands import BringBack, BroughtBack, Retry, UndoDrop


class TestOriginals:
    def test_come_back_whole(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june / "a.jpg", june / "b.png", recipe=Recipe(destination=ReplaceOriginals()))
        for claimed in claim_all(table):
            replace_original(table, claimed)
        assert (june / "a.jpg").read_bytes() == b"made of a.jpg"
        assert BringBack((Selection(batch=jobs[0].batch),)).run(service) == BroughtBack(originals=2, left=0)
        assert [(june / name).read_bytes() for name in ("a.jpg", "b.png")] == [b"a.jpg", b"b.png"]
        assert BringBack((Selection(batch=jobs[0].batch),)).run(service) == BroughtBack(originals=0, left=0)
        assert Retry(Selection(batch=jobs[0].batch)).run(service) == 0
        assert Retry(Selection(ids=(jobs[0].id,))).run(service) == 1
        assert not list(june.glob(".mediaapp-originals/*/*"))

    def test_of_one_that_cannot_come_back_is_kept_and_the_others_do(
        self, service: JobService, table: Table, june: Path
    ) -> None:
        accepted(service, june / "a.jpg", june / "b.png", recipe=Recipe(destination=ReplaceOriginals()))
        first, second = claim_all(table)
        replace_original(table, first)
        replace_original(table, second)
        kept = Path(service.reader.jobs([first.job.id])[0].original or "")
        kept.unlink()
        (june / "a.jpg").unlink()
        BringBack((Selection(),)).run(service)
        assert (june / "b.png").read_bytes() == b"b.png"


class TestUndoOfADrop:
    def test_takes_back_what_has_not_begun_and_leaves_results(
        self, service: JobService, table: Table, june: Path
    ) -> None:
        jobs, _ = accepted(service, june)
        output = make(table, table.claim())
        running = table.claim().claim
        assert UndoDrop((jobs[0].batch,)).run(service) == 1
        assert service.reader.ids(Selection()) == [jobs[0].id]
        assert output.exists()
        assert table.claims.is_cancelled(running)
        assert claim_all(table) == []

    def test_deletes_results_as_they_were_made_when_asked(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june)
        untouched, edited = make(table, table.claim()), make(table, table.claim())
        edited.write_bytes(b"somebody's work")
        assert UndoDrop((jobs[0].batch,), delete_results=True).run(service) == 1
        assert not untouched.exists()
        assert edited.read_bytes() == b"somebody's work"
        assert service.reader.ids(Selection()) == [jobs[1].id]
        assert [day.files for day in service.reader.day_sums()] == [1]  # what was deleted saved nothing

    def test_brings_replaced_originals_back_when_asked(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june / "a.jpg", recipe=Recipe(destination=ReplaceOriginals()))
        replace_original(table, table.claim())
        UndoDrop((jobs[0].batch,), delete_results=True).run(service)
        assert (june / "a.jpg").read_bytes() == b"a.jpg"
        assert service.reader.ids(Selection()) == []
        assert service.reader.day_sums() == []
