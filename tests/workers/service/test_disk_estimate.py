"""Batches whose outputs do not fit on the disk wait until somebody starts them."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from tests.support.store import OTHER, Table
from workers.formats import Format
from workers.jobs.batch import Shortage, StoredBatch
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import Box, InFolder, LongEdge, Lossless, MaxBytes, Percent, Recipe, ReplaceOriginals, Smaller
from workers.service import JobService, filling
from workers.service.commands import ResumeJobs, SaveElsewhere, UseRecipe
from workers.service.disk_estimate import expected
from workers.service.submit import accept, fill

_Usage = namedtuple("_Usage", "total used free")
PICTURE = 1_000_000


class Disk:
    """What the system says is free."""

    def __init__(self) -> None:
        self.free = 10 * PICTURE

    def usage(self, path: object) -> _Usage:
        return _Usage(100 * PICTURE, 0, self.free)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(shutil, "disk_usage", disk.usage)
    return disk


def pictures(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        with (folder / f"{number}.jpg").open("wb") as file:
            file.truncate(PICTURE)
    return folder


def dropped(service: JobService, folder: Path, recipe: Recipe, *, hold: bool = False) -> StoredBatch:
    batch = accept(service, [folder], recipe, submitter="window", hold=hold)
    *_, found = fill(service, batch, hold_if_full=True)
    stored = service.reader.batch(batch)
    assert stored is not None
    assert stored.shortage == found.shortage
    return stored


def paused(service: JobService, batch: BatchId) -> int:
    return service.reader.counts(Selection(batch=batch)).paused


def test_what_fits_begins_at_once(service: JobService, disk: Disk, tmp_path: Path) -> None:
    batch = dropped(service, pictures(tmp_path / "June", 10), Recipe())
    assert batch.shortage is None
    assert batch.counts.queued == 10


def test_what_does_not_fit_waits_and_says_how_much_it_needs(
    service: JobService, table: Table, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_FIRST_STEP", 4)
    monkeypatch.setattr(filling, "_STEP", 4)
    batch = dropped(service, pictures(tmp_path / "June", 15), Recipe())
    assert batch.on_hold
    assert batch.shortage == Shortage(bytes_needed=15 * PICTURE, bytes_free=10 * PICTURE)
    assert batch.counts.paused == 15
    assert table.claims.claim(OTHER) is None


def test_it_may_be_started_anyway(service: JobService, disk: Disk, tmp_path: Path) -> None:
    batch = dropped(service, pictures(tmp_path / "June", 15), Recipe())
    assert ResumeJobs(Selection(batch=batch.id)).run(service) == 15
    started = service.reader.batch(batch.id)
    assert started is not None
    assert (started.on_hold, started.shortage, started.counts.queued) == (False, None, 15)


def test_a_batch_started_while_its_files_are_found_is_not_held_back_again(
    service: JobService, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_FIRST_STEP", 11)
    monkeypatch.setattr(filling, "_STEP", 2)
    batch = accept(service, [pictures(tmp_path / "June", 15)], Recipe(), submitter="window")
    steps = fill(service, batch, hold_if_full=True)
    next(steps)
    assert paused(service, batch) == 11
    ResumeJobs(Selection(batch=batch)).run(service)
    *_, found = steps
    assert found.accepted == 15
    assert service.reader.counts(Selection(batch=batch)).queued == 15


def test_it_starts_by_itself_when_it_is_sent_where_there_is_room(
    service: JobService, disk: Disk, tmp_path: Path
) -> None:
    batch = dropped(service, pictures(tmp_path / "June", 15), Recipe())
    disk.free = 12 * PICTURE
    SaveElsewhere(Selection(batch=batch.id), tmp_path / "still too small").run(service)
    assert paused(service, batch.id) == 15
    disk.free = 20 * PICTURE
    SaveElsewhere(Selection(batch=batch.id), tmp_path / "elsewhere").run(service)
    assert service.reader.counts(Selection(batch=batch.id, states=frozenset({JobState.QUEUED}))).queued == 15


def test_it_starts_by_itself_with_a_recipe_whose_outputs_fit(service: JobService, disk: Disk, tmp_path: Path) -> None:
    batch = dropped(service, pictures(tmp_path / "June", 15), Recipe())
    UseRecipe(batch.id, Recipe(size=Percent(50))).run(service)
    (moved, *_) = service.reader.batches()
    assert (moved.on_hold, moved.shortage, moved.counts.queued) == (False, None, 15)


def test_originals_are_never_replaced_because_there_is_room(service: JobService, disk: Disk, tmp_path: Path) -> None:
    recipe = Recipe(destination=ReplaceOriginals())
    batch = dropped(service, pictures(tmp_path / "June", 15), recipe, hold=True)
    assert batch.shortage is not None
    disk.free = 20 * PICTURE
    UseRecipe(batch.id, Recipe(size=Percent(50), destination=ReplaceOriginals())).run(service)
    (moved, *_) = service.reader.batches()
    assert (moved.on_hold, moved.counts.paused) == (True, 15)


def test_a_disk_that_cannot_be_asked_holds_nothing_back(
    service: JobService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: object) -> None:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", fail)
    assert dropped(service, pictures(tmp_path / "June", 3), Recipe(destination=InFolder("/Archive"))).counts.queued == 3


@pytest.mark.parametrize(
    ("recipe", "suffix", "bytes_expected"),
    [
        (Recipe(), ".jpg", 1_000_000),
        (Recipe(), ".heic", 2_000_000),
        (Recipe(), ".unknown", 1_000_000),
        (Recipe(format=Format.PNG), ".jpg", 5_000_000),
        (Recipe(format=Format.WEBP, goal=Lossless()), ".jpg", 4_000_000),
        (Recipe(format=Format.JPEG), ".PNG", 200_000),
        (Recipe(size=LongEdge(1000)), ".jpg", 400_000),
        (Recipe(size=Box(width=100, height=100)), ".jpg", 4_000),
        (Recipe(size=Box(width=100)), ".jpg", 1_000_000),
        (Recipe(size=Percent(200)), ".jpg", 1_000_000),
        (Recipe(size=Percent(200), enlarge=True), ".jpg", 4_000_000),
        (Recipe(goal=MaxBytes(50_000)), ".jpg", 50_000),
        (Recipe(goal=Smaller(75.0)), ".jpg", 250_000),
    ],
)
def test_what_an_output_is_expected_to_take(recipe: Recipe, suffix: str, bytes_expected: int) -> None:
    share, most = expected(recipe, suffix)
    assert min(PICTURE * share, most) == pytest.approx(bytes_expected)
