"""Another recipe, another source, another folder, and back again."""

from hashlib import blake2b
from pathlib import Path

from tests.support.store import OUTCOME, Table
from tests.workers.service.test_submit import accepted
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.claim import Claimed
from workers.jobs.ids import WorkerId
from workers.jobs.job import Job, NewJob
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import Outcome
from workers.recipe import Automatic, InFolder, Recipe, ReplaceOriginals
from workers.retry import Again, GiveUp
from workers.service import JobService
from workers.service.commands import (
    BringBack,
    BroughtBack,
    ChooseCopy,
    Locate,
    Retry,
    SaveElsewhere,
    UndoDrop,
    UseRecipe,
)
from workers.service.submit import accept, fill
from workers.volumes import volume_of

WEB = Recipe(name="Web", destination=Automatic("Web"))


def _outcome_of(data: bytes) -> Outcome:
    return Outcome(
        format=OUTCOME.format, width=3, height=2, bytes=len(data), digest=blake2b(data, digest_size=32).hexdigest()
    )


def _make(table: Table, claimed: Claimed) -> Path:
    """What a worker does: write the output, fence it, finish."""
    data = b"made of " + Path(claimed.job.source).read_bytes()
    output = Path(claimed.job.folder) / Path(claimed.job.source).name
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(data)
    table.finishing.fence(claimed.claim, f"{claimed.job.out_dir}/{output.name}", _outcome_of(data))
    table.finishing.finish(claimed.claim, _outcome_of(data), "")
    return output


def _replace(table: Table, claimed: Claimed) -> Path:
    original = Path(claimed.job.source)
    kept = original.parent / ".mediaapp-originals" / str(claimed.job.id) / original.name
    kept.parent.mkdir(parents=True)
    data = b"made of " + original.read_bytes()
    original.rename(kept)
    original.write_bytes(data)
    table.claims.note_original(claimed.claim, str(kept))
    table.finishing.fence(claimed.claim, claimed.job.rel, _outcome_of(data))
    table.finishing.finish(claimed.claim, _outcome_of(data), "")
    return original


def _claim_all(table: Table) -> list[Claimed]:
    """Every job that is queued, each by a worker that has none yet."""
    found: list[Claimed] = []
    busy = len(table.supervision.running())
    while (claimed := table.claims.claim(WorkerId(f"{300 + busy + len(found)}@1.00"))) is not None:
        found.append(claimed)
    return found


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
        for claimed in _claim_all(table)[1:]:
            table.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
        assert Retry(Selection(), WEB).run(service) == 2
        assert [(batch.recipe.name, batch.counts.queued) for batch in service.reader.batches()] == [
            ("Web", 1),
            ("Web", 1),
            (Recipe().name, 0),
        ]
        again = _claim_all(table)
        assert [claimed.recipe for claimed in again] == [WEB, WEB]
        assert _folders([claimed.job for claimed in again]) == [june / "Web", june / "beach Web"]


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
        _make(table, table.claim())
        assert not ChooseCopy(job.id, june / "b.png").run(service)


class TestMovedSources:
    def test_are_found_by_the_end_of_their_paths_and_their_size(
        self, service: JobService, table: Table, june: Path, tmp_path: Path
    ) -> None:
        jobs, _ = accepted(service, june)
        for claimed in _claim_all(table):
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
        _make(table, table.claim())
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
        assert [event.what for event in history.events] == ["moved_elsewhere"]


class TestOriginals:
    def test_come_back_whole(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june / "a.jpg", june / "b.png", recipe=Recipe(destination=ReplaceOriginals()))
        for claimed in _claim_all(table):
            _replace(table, claimed)
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
        first, second = _claim_all(table)
        _replace(table, first)
        _replace(table, second)
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
        output = _make(table, table.claim())
        running = table.claim().claim
        assert UndoDrop(jobs[0].batch).run(service) == 1
        assert service.reader.ids(Selection()) == [jobs[0].id]
        assert output.exists()
        assert table.claims.is_cancelled(running)
        assert _claim_all(table) == []

    def test_deletes_results_as_they_were_made_when_asked(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june)
        untouched, edited = _make(table, table.claim()), _make(table, table.claim())
        edited.write_bytes(b"somebody's work")
        assert UndoDrop(jobs[0].batch, delete_results=True).run(service) == 1
        assert not untouched.exists()
        assert edited.read_bytes() == b"somebody's work"
        assert service.reader.ids(Selection()) == [jobs[1].id]

    def test_brings_replaced_originals_back_when_asked(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june / "a.jpg", recipe=Recipe(destination=ReplaceOriginals()))
        _replace(table, table.claim())
        UndoDrop(jobs[0].batch, delete_results=True).run(service)
        assert (june / "a.jpg").read_bytes() == b"a.jpg"
        assert service.reader.ids(Selection()) == []
