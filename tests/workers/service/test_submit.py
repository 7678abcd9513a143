"""From a drop to rows."""

import itertools
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.store import OTHER, OUTCOME, Table
from workers import sources
from workers.bounds import MOST_BYTES, file_size
from workers.jobs.batch import Found
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kept_folders import Keeper, LeftOut
from workers.recipe import BesideEach, InFolder, Recipe, ReplaceOriginals
from workers.service import JobService, filling, locations
from workers.service.commands import ResumeJobs, UndoDrop
from workers.service.filling import FEW
from workers.service.submit import accept, fill, interrupted
from workers.store.intake import JobIntake
from workers.volumes import Volume

SMALLER = Recipe()


def accepted(
    service: JobService, *paths: Path | str, recipe: Recipe = SMALLER, hold: bool = False
) -> tuple[list[Job], Found]:
    batch = accept(service, paths, recipe, submitter="test", hold=hold)
    *_, found = fill(service, batch)
    return service.reader.jobs(service.reader.ids(Selection(batch=batch))), found


def _make(folder: Path, n: int) -> Path:
    folder.mkdir()
    for at in range(n):
        (folder / f"{at:05}.jpg").write_bytes(b"x")
    return folder


def _finish_all(table: Table) -> None:
    while (claimed := table.claims.claim(OTHER)) is not None:
        job = claimed.job
        output = Path(job.folder) / f"{Path(job.source).stem}.jpg"
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(b"made of " + Path(job.source).read_bytes())
        table.finishing.fence(claimed.claim, f"{job.out_dir}/{output.name}", OUTCOME)
        table.finishing.finish(claimed.claim, OUTCOME, "")


class TestAccepting:
    def test_the_batch_is_there_before_any_file_is_found(self, service: JobService, june: Path) -> None:
        batch = accept(service, [june], SMALLER, submitter="window")
        (found,) = service.reader.batches()
        assert (found.id, found.name, found.submitter, found.recipe) == (batch, "June", "window", SMALLER)
        assert found.accepting
        assert found.counts.total == 0

    def test_a_folder_gives_its_pictures(self, service: JobService, june: Path) -> None:
        jobs, found = accepted(service, june)
        assert [Path(job.source) for job in jobs] == [
            june / name for name in ("a.jpg", "b.png", "c.webp", "beach/d.heic")
        ]
        assert [job.size_in for job in jobs] == [5, 5, 6, 12]
        assert jobs[0].mtime_in == (june / "a.jpg").stat().st_mtime_ns
        assert (found.accepted, found.not_pictures, found.unreadable, found.complete) == (4, 1, (), True)
        (batch,) = service.reader.batches()
        assert (batch.accepting, batch.folders) == (False, 2)

    def test_a_dropped_folder_goes_into_one_tree_beside_it(self, service: JobService, june: Path) -> None:
        jobs, _ = accepted(service, june)
        tree = june.parent / "June Smaller"
        assert [Path(job.folder) for job in jobs] == [tree, tree, tree, tree / "beach"]
        assert Path(service.reader.batches()[0].folder) == tree

    def test_loose_files_go_into_a_folder_beside_them_and_are_named_after_theirs(
        self, service: JobService, june: Path
    ) -> None:
        jobs, _ = accepted(service, june / "b.png", june / "a.jpg")
        assert [Path(job.folder) for job in jobs] == [june / "Smaller"] * 2
        assert service.reader.batches()[0].name == "June"

    @pytest.mark.skipif(sys.platform == "win32", reason="its file times end in 30828, and utime refuses others")
    @pytest.mark.parametrize("second", [9_300_000_000, 15_000_000_000, -2_147_483_648, -1])
    def test_a_date_that_no_column_holds_costs_nothing(self, service: JobService, june: Path, second: int) -> None:
        os.utime(june / "b.png", (second, second))
        jobs, found = accepted(service, june)
        assert (len(jobs), found.puzzling) == (4, ())
        told = (june / "b.png").stat().st_mtime_ns
        assert jobs[1].mtime_in == max(-(2**63 - 1), min(told, 2**63 - 1))

    def test_sizes_that_cannot_be_added_up_are_bounded(
        self, service: JobService, june: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sources, "file_size", lambda _size: file_size(2**63 - 1))
        _, found = accepted(service, june)
        (batch,) = service.reader.batches()
        assert (found.accepted, batch.counts.bytes_all) == (4, 4 * MOST_BYTES)

    def test_what_is_not_there_is_told(self, service: JobService, june: Path) -> None:
        _, found = accepted(service, june / "a.jpg", june / "gone.jpg")
        assert (found.accepted, found.unreadable) == (1, (str(june / "gone.jpg"),))

    def test_a_folder_without_pictures_is_no_batch_to_show(self, service: JobService, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        _, found = accepted(service, tmp_path / "empty")
        assert (found.accepted, found.complete) == (0, True)
        assert service.reader.batches() == []

    def test_on_hold_nothing_is_begun_until_it_is_started(self, service: JobService, table: Table, june: Path) -> None:
        jobs, _ = accepted(service, june, recipe=Recipe(destination=ReplaceOriginals()), hold=True)
        assert {job.state for job in jobs} == {JobState.PAUSED}
        assert table.claims.claim(OTHER) is None
        assert ResumeJobs(Selection(batch=jobs[0].batch)).run(service) == 4
        assert table.claims.claim(OTHER) is not None

    def test_few_files_go_before_many(self, service: JobService, table: Table, tmp_path: Path) -> None:
        accepted(service, _make(tmp_path / "many", FEW + 1))
        (few, *_), _ = accepted(service, _make(tmp_path / "few", 3))
        assert table.claim().job.id == few.id

    @pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file systems there refuse such names")
    def test_names_that_are_not_utf_8_keep_their_bytes(self, service: JobService, tmp_path: Path) -> None:
        folder = tmp_path / os.fsdecode(b"caf\xe9")
        folder.mkdir()
        (folder / os.fsdecode(b"\xff.jpg")).write_bytes(b"x")
        (job,), _ = accepted(service, folder)
        assert Path(job.source).read_bytes() == b"x"
        assert job.rel.endswith("caf\ufffd/\ufffd.jpg")
        assert Path(job.folder) == tmp_path / "caf\ufffd Smaller"
        (loose,), _ = accepted(service, folder / os.fsdecode(b"\xff.jpg"))
        assert os.fsencode(loose.folder) == os.fsencode(folder) + b"/Smaller"
        assert service.reader.batches()[0].name == "caf\ufffd"


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_FIRST_STEP", 4)
    monkeypatch.setattr(filling, "_STEP", 20)


@pytest.mark.usefixtures("small_steps")
class TestSteps:
    def test_the_first_is_small_and_each_is_in_the_table(self, service: JobService, tmp_path: Path) -> None:
        batch = accept(service, [_make(tmp_path / "many", 50)], SMALLER, submitter="test")
        seen = []
        for found in fill(service, batch):
            assert service.reader.counts(Selection(batch=batch)).total == found.accepted
            seen.append((found.accepted, found.complete))
        assert seen == [(4, False), (24, False), (44, False), (50, True)]

    @pytest.mark.parametrize("steps", [0, 1, 2])
    def test_after_a_crash_another_process_goes_on_where_it_ended(
        self, service: JobService, table: Table, tmp_path: Path, steps: int
    ) -> None:
        batch = accept(service, [_make(tmp_path / "many", 50)], SMALLER, submitter="test")
        list(itertools.islice(fill(service, batch), steps))
        assert interrupted(service) == []
        table.intake.take_over(batch, OTHER)
        assert interrupted(service) == [batch]
        *_, found = fill(service, batch)
        assert (found.accepted, found.complete) == (50, True)
        jobs = service.reader.jobs(service.reader.ids(Selection(batch=batch)))
        assert len({job.source for job in jobs}) == 50
        assert sorted(job.place for job in jobs) == list(range(1, 51))
        assert interrupted(service) == []

    def test_a_batch_that_is_taken_back_meanwhile_gets_no_more(self, service: JobService, tmp_path: Path) -> None:
        batch = accept(service, [_make(tmp_path / "many", 50)], SMALLER, submitter="test")
        steps = fill(service, batch)
        next(steps)
        assert UndoDrop((batch,)).run(service) == 0
        assert [found.complete for found in steps] == [True]
        assert service.reader.counts().total == 0
        assert service.reader.batches() == []


class TestOwnOutputs:
    def test_are_left_out_when_the_folder_comes_again(self, service: JobService, table: Table, june: Path) -> None:
        accepted(service, june / "a.jpg", june / "b.png", recipe=Recipe(destination=BesideEach("Web")))
        _finish_all(table)
        jobs, found = accepted(service, june, recipe=Recipe(destination=BesideEach("Web")))
        assert found.left_out == (LeftOut(str(june / "Web"), Keeper.RESULTS),)
        assert [Path(job.source).name for job in jobs] == ["a.jpg", "b.png", "c.webp", "d.heic"]
        jobs, found = accepted(service, june)
        assert [Path(job.source).name for job in jobs] == ["a.jpg", "b.png", "c.webp", "d.heic"]
        assert (found.outputs, found.not_pictures, found.left_out) == (2, 1, ())

    def test_are_taken_when_their_folder_itself_is_dropped(self, service: JobService, table: Table, june: Path) -> None:
        accepted(service, june)
        _finish_all(table)
        jobs, _ = accepted(
            service, june.parent / "June Smaller", recipe=Recipe(destination=InFolder(str(june.parent / "out")))
        )
        assert len(jobs) == 4

    def test_are_taken_when_they_are_named(self, service: JobService, table: Table, june: Path) -> None:
        (job,), _ = accepted(service, june / "a.jpg")
        _finish_all(table)
        output = service.reader.jobs([job.id])[0].output
        assert output is not None
        assert len(accepted(service, output)[0]) == 1

    def test_originals_that_were_replaced_are_pictures_like_others(
        self, service: JobService, table: Table, june: Path
    ) -> None:
        accepted(service, june, recipe=Recipe(destination=ReplaceOriginals()))
        while (claimed := table.claims.claim(OTHER)) is not None:
            table.claims.note_original(claimed.claim, "/kept")
            table.finishing.fence(claimed.claim, claimed.job.rel, OUTCOME)
            table.finishing.finish(claimed.claim, OUTCOME, "")
        assert len(accepted(service, june)[0]) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_another_volume_is_named_by_where_it_leads(
    service: JobService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise nobody could tell that the drive behind it is away."""

    class TwoVolumes:
        def of(self, path: object) -> Volume:
            drive = tmp_path / "drive"
            if Path(str(path)).is_relative_to(drive):
                return Volume(path=str(drive), name="drive", id="two")
            return Volume(path="/", name="/", id="one")

    monkeypatch.setattr(locations, "Volumes", TwoVolumes)
    _make(tmp_path / "drive", 1)
    (tmp_path / "link").symlink_to(tmp_path / "drive")
    (job,), _ = accepted(service, tmp_path / "link")
    assert (job.source, job.rel) == (str(tmp_path / "drive/00000.jpg"), "00000.jpg")


def test_accepting_100_000_paths_does_not_wait_for_the_disk(service: JobService, tmp_path: Path) -> None:
    """None of them exists: the batch row needs none of them but the first."""
    paths = [str(tmp_path / f"DSC_{at:06}.jpg") for at in range(100_000)]
    batch = accept(service, paths, SMALLER, submitter="test")
    assert isinstance(batch, int)
    assert [found.id for found in service.reader.batches()] == [BatchId(batch)]


def _clumsy(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, victim: str) -> None:
    """Let this function fail in a way that nobody thought of whenever it is about one file."""
    whole = getattr(owner, name)

    def clumsy(*arguments: Any, **more: Any) -> Any:
        if any(victim in str(each) for each in arguments):
            raise OverflowError("a number that is too large")
        return whole(*arguments, **more)

    monkeypatch.setattr(owner, name, clumsy)


class TestAnErrorOfOurs:
    @pytest.mark.parametrize(
        ("owner", "name"),
        [(sources, "_is_hidden"), (locations.Locations, "of_file"), (locations.Arrival, "job"), (JobIntake, "add")],
    )
    def test_costs_the_file_it_is_about(
        self,
        service: JobService,
        june: Path,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        owner: object,
        name: str,
    ) -> None:
        _clumsy(monkeypatch, owner, name, "b.png")
        jobs, found = accepted(service, june)
        assert [Path(job.source).name for job in jobs] == ["a.jpg", "c.webp", "d.heic"]
        assert (found.accepted, found.puzzling, found.complete) == (3, (str(june / "b.png"),), True)
        assert [job.place for job in jobs] == [1, 2, 3]
        assert "OverflowError" in caplog.text

    def test_costs_the_path_that_was_named(
        self, service: JobService, june: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        _clumsy(monkeypatch, sources, "_candidate", "b.png")
        _, found = accepted(service, june / "a.jpg", june / "b.png", june / "c.webp")
        assert (found.accepted, found.puzzling) == (2, (str(june / "b.png"),))
        assert "b.png" in caplog.text

    def test_costs_no_more_at_the_next_start(
        self,
        service: JobService,
        table: Table,
        june: Path,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        batch = accept(service, [june], SMALLER, submitter="test")
        table.intake.take_over(batch, OTHER)
        assert interrupted(service) == [batch]
        _clumsy(monkeypatch, JobIntake, "add", "b.png")
        *_, found = fill(service, batch)
        assert (found.accepted, len(found.puzzling)) == (3, 1)
        assert not interrupted(service)
        assert caplog.records


class TestWhereOutputsGo:
    """What the heading tells of a drop: in how many folders somebody has to look."""

    @pytest.fixture
    def mixed(self, tmp_path: Path) -> list[Path]:
        tree = _make(tmp_path / "July", 2)
        _make(tree / "day 1", 1)
        _make(tree / "day 2", 1)
        loose = [_make(tmp_path / name, 1) / "00000.jpg" for name in ("Desk", "Inbox")]
        return [tree, *loose]

    @pytest.mark.parametrize(
        ("dropped", "recipe", "places"),
        [
            (slice(0, 1), SMALLER, 1),
            (slice(1, 2), SMALLER, 1),
            (slice(0, 3), SMALLER, 3),
            (slice(0, 1), Recipe(destination=BesideEach("Smaller")), 3),
            (slice(0, 3), Recipe(destination=InFolder("/out")), 1),
        ],
    )
    def test_counted_by_the_folders_that_hold_them(
        self, service: JobService, mixed: list[Path], dropped: slice, recipe: Recipe, places: int
    ) -> None:
        jobs, found = accepted(service, *mixed[dropped], recipe=recipe)
        batch = service.reader.batch(found.batch)
        assert batch is not None
        assert batch.places == places
        assert all(Path(job.folder).is_relative_to(batch.folder) for job in jobs)
