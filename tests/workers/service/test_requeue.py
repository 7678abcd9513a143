"""Another recipe, another source, another folder."""

from pathlib import Path

import pytest

from tests.support.store import Table
from tests.workers.service.test_submit import accepted
from tests.workers.service.worker import claim_all, make
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.job import Job, NewJob
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.recipe import Automatic, Destination, InFolder, Recipe, ReplaceOriginals
from workers.retry import Again, GiveUp
from workers.service import JobService
from workers.service.commands import (
    ChooseCopy,
    Locate,
    Retry,
    SaveElsewhere,
    StartWithRecipe,
    UseRecipe,
)
from workers.service.submit import accept, fill
from workers.volumes import volume_of

WEB = Recipe(name="Web", destination=Automatic("Web"))


def _folders(jobs: list[Job]) -> list[Path]:
    return [Path(job.folder) for job in jobs]


class TestAnotherRecipe:
    def test_for_what_waits_makes_a_batch_of_its_own(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june)
        begun = table.claim()
        assert UseRecipe(jobs[0].batch, WEB).run(service) == 3
        new, old = service.reader.batches()
        assert (old.recipe.name, old.counts.total) == (Recipe().name, 1)
        assert (new.recipe, new.counts.queued, new.name) == (WEB, 3, "June")
        tree = june.parent / "June Web"
        assert Path(new.folder) == tree
        moved = service.reader.jobs(service.reader.ids(Selection(batch=new.id)))
        assert _folders(moved) == [tree, tree, tree / "beach"]
        assert begun.job.id not in {job.id for job in moved}

    def test_for_loose_files_stays_beside_them(self, service: JobService, june: Path) -> None:
        jobs, _ = accepted(service, june / "a.jpg")
        UseRecipe(jobs[0].batch, WEB).run(service)
        assert _folders(service.reader.jobs([jobs[0].id])) == [june / "Web"]

    def test_while_files_are_still_being_found_takes_those_too(
        self, service: JobService, table: Table, tmp_path: Path
    ) -> None:
        many = tmp_path / "many"
        many.mkdir()
        for at in range(300):
            (many / f"{at:03}.jpg").write_bytes(b"x")
        batch = accept(service, [many], Recipe(), submitter="test")
        filling = fill(service, batch)
        next(filling)
        begun = table.claim()
        assert UseRecipe(batch, WEB).run(service) == 39
        *_, found = filling
        new, old = service.reader.batches()
        assert (found.batch, found.complete) == (new.id, True)
        assert (new.accepting, new.counts.total, old.counts.total) == (False, 299, 1)
        moved = service.reader.jobs(service.reader.ids(Selection(batch=new.id)))
        assert {job.folder for job in moved} == {f"{tmp_path}/many Web"}
        assert begun.job.batch == old.id

    def test_after_a_crash_in_between_no_file_comes_twice(self, service: JobService, table: Table, june: Path) -> None:
        batch = accept(service, [june], Recipe(), submitter="test")
        root = table.intake.root(volume_of(june))
        rel = str((june / "a.jpg").relative_to(root.path))
        new_job = NewJob(
            root=root.id, rel=rel, out_root=root.id, out_dir="x", kind=JobKind.IMAGE, size_in=5, mtime_in=1
        )
        table.intake.add(batch, [new_job], folder="/x", folders=1)
        table.claim()
        UseRecipe(batch, WEB).run(service)
        other = table.intake.moved_to(batch)
        assert other is not None
        list(fill(service, other))
        assert service.reader.counts(Selection(batch=other)).total == 3

    def test_at_retry_takes_the_failed_ones_of_every_batch(self, service: JobService, table: Table, june: Path) -> None:
        accepted(service, june / "a.jpg", june / "b.png")
        accepted(service, june / "beach")
        for claimed in claim_all(table)[1:]:
            table.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
        assert Retry(Selection(), WEB).run(service) == 2
        assert [(batch.recipe.name, batch.counts.queued) for batch in service.reader.batches()] == [
            ("Web", 1),
            ("Web", 1),
            (Recipe().name, 0),
        ]
        again = claim_all(table)
        assert [claimed.recipe for claimed in again] == [WEB, WEB]
        assert _folders([claimed.job for claimed in again]) == [june / "Web", june / "beach Web"]

    @pytest.mark.parametrize(("destination", "queued"), [(Automatic("Web"), 4), (ReplaceOriginals(), 0)], ids=str)
    def test_starts_a_batch_that_is_on_hold_if_originals_are_safe_with_it(
        self, service: JobService, june: Path, destination: Destination, queued: int
    ) -> None:
        batch = accept(service, [june], Recipe(destination=ReplaceOriginals()), submitter="test", hold=True)
        list(fill(service, batch))
        StartWithRecipe(batch, Recipe(name="Web", destination=destination)).run(service)
        assert service.reader.counts().queued == queued
        assert service.reader.counts().total == 4


class TestAnotherSource:
    def test_is_taken_as_it_is_and_queued(self, service: JobService, table: Table, june: Path) -> None:
        (job,), _ = accepted(service, june / "a.jpg")
        table.finishing.fail(table.claim().claim, ErrorCode.ENDS_EARLY, FailureFacts(), GiveUp())
        copy = june / "beach/d.heic"
        assert ChooseCopy(job.id, copy).run(service)
        found = service.reader.jobs([job.id])[0]
        assert (found.state, Path(found.source), found.size_in) == (JobState.QUEUED, copy, 12)
        assert Path(found.folder) == june / "Smaller"

    def test_is_refused_for_a_job_that_is_done(self, service: JobService, table: Table, june: Path) -> None:
        (job,), _ = accepted(service, june / "a.jpg")
        make(table, table.claim())
        assert not ChooseCopy(job.id, june / "b.png").run(service)


class TestMovedSources:
    def test_are_found_by_the_end_of_their_paths_and_their_size(
        self, service: JobService, table: Table, june: Path, tmp_path: Path
    ) -> None:
        jobs, _ = accepted(service, june)
        for claimed in claim_all(table):
            table.finishing.fail(claimed.claim, ErrorCode.SOURCE_GONE, FailureFacts(), GiveUp())
        new = tmp_path / "new"
        (tmp_path / "new").mkdir()
        june.rename(new / "June")
        (new / "June/b.png").write_bytes(b"another picture of the same name")
        assert Locate(Selection(), new).run(service) == 3
        after = service.reader.jobs([job.id for job in jobs])
        assert [job.state for job in after] == [JobState.QUEUED, JobState.FAILED, JobState.QUEUED, JobState.QUEUED]
        assert Path(after[3].source) == new / "June/beach/d.heic"
        assert Path(after[3].folder) == june.parent / "June Smaller/beach"


class TestElsewhere:
    def test_sends_what_has_not_succeeded_there_and_queues_it(
        self, service: JobService, table: Table, june: Path, tmp_path: Path
    ) -> None:
        jobs, _ = accepted(service, june)
        make(table, table.claim())
        table.finishing.fail(table.claim().claim, ErrorCode.OUTPUT_FORBIDDEN, FailureFacts(), GiveUp())
        table.finishing.fail(table.claim().claim, ErrorCode.DISK_FULL, FailureFacts(), Again(9.0))
        assert SaveElsewhere(Selection(), tmp_path / "free").run(service) == 3
        after = service.reader.jobs([job.id for job in jobs])
        assert [job.state for job in after] == [JobState.DONE] + [JobState.QUEUED] * 3
        assert _folders(after)[1:] == [tmp_path / "free"] * 3

    def test_is_remembered_by_the_job(self, service: JobService, june: Path, tmp_path: Path) -> None:
        (job,), _ = accepted(service, june / "a.jpg", recipe=Recipe(destination=InFolder(str(tmp_path / "full"))))
        assert SaveElsewhere(Selection(ids=(job.id,)), tmp_path / "free").run(service) == 1
        history = service.reader.history(job.id)
        assert history is not None
        assert [entry.what for entry in history.entries] == ["moved_elsewhere"]
