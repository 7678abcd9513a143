"""The demo: files that say what happens to them, and the samples that come with the application."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest

from mediaapp.demo import KINDS, WORKERS, add_scene, add_still_past, add_still_present, engine, temporary_profile
from mediaapp.demo.paint import DRAWINGS, paint
from mediaapp.demo.scene import STILL_BEGUN
from mediaapp.demo.script import Script, encode, read, write
from mediaapp.session import Session
from tests.support.pool import wait_until
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format
from workers.image import pipeline
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import Stage
from workers.recipe import Recipe


def source(script: Script) -> BytesIO:
    return BytesIO(encode(script))


@pytest.mark.parametrize("drawing", [*DRAWINGS, "unknown"])
def test_every_drawing_fills_its_pixels(drawing: str) -> None:
    raster = paint(drawing, "#c8823c", 60, 40)
    assert len(raster.rgba) == 60 * 40 * 4
    assert raster.rgba[3::4] == b"\xff" * (60 * 40)


def test_a_file_pretends_to_be_large_and_tells_its_script(tmp_path: Path) -> None:
    script = Script(drawing="vase", format=Format.HEIC)
    path = tmp_path / "June" / "x.heic"
    write(path, script, 9_800_000)
    assert path.stat().st_size == 9_800_000
    with path.open("rb") as file:
        assert read(file) == script


def test_the_engine_makes_a_file_as_large_as_the_script_says(tmp_path: Path) -> None:
    script = Script(drawing="mug", seconds=0.0, out_bytes=12_345)
    part = tmp_path / "part"
    told: list[tuple[Stage, float]] = []
    plan = engine.plan(source(script), Recipe(format=Format.WEBP))
    outcome = engine.make(plan, source(script), part, lambda stage, share: told.append((stage, share)))
    assert part.stat().st_size == outcome.bytes == 12_345
    assert outcome.format is Format.WEBP
    assert told[-1] == (Stage.CHECKING, 1.0)


def test_the_result_can_be_looked_at(tmp_path: Path) -> None:
    script = Script(drawing="mug", seconds=0.0)
    part = tmp_path / "part"
    engine.make(engine.plan(source(script), Recipe()), source(script), part, lambda stage, share: None)
    with part.open("rb") as made:
        assert engine.preview(made, 60).raster.width == 60


def test_a_failure_comes_as_scripted(tmp_path: Path) -> None:
    script = Script(drawing="mug", seconds=0.0, fails=ErrorCode.ENDS_EARLY, failure=FailureFacts(line=1, lines=4))
    with pytest.raises(Failure) as raised:
        engine.make(engine.plan(source(script), Recipe()), source(script), tmp_path / "part", lambda stage, share: None)
    assert raised.value.code is ErrorCode.ENDS_EARLY


def test_what_cannot_be_read_of_a_picture_is_transparent() -> None:
    script = Script(drawing="mug", failure=FailureFacts(line=1, lines=4), fails=ErrorCode.ENDS_EARLY)
    raster = engine.preview(source(script), 60).raster
    alphas = raster.rgba[3::4]
    assert alphas[: 60 * 10] == b"\xff" * 600
    assert alphas[60 * 10 :] == b"\0" * (60 * 30)


def test_a_file_without_a_script_is_not_a_picture() -> None:
    with pytest.raises(Failure) as raised:
        engine.plan(BytesIO(b"\xff\xd8\xff real"), Recipe())
    assert raised.value.code is ErrorCode.NOT_A_PICTURE


def test_the_profile_is_gone_afterwards() -> None:
    with temporary_profile() as folders:
        assert folders.data.is_dir()
    assert not folders.data.parent.exists()


def test_the_living_scene_is_accepted_whole() -> None:
    with temporary_profile() as folders, Session.open(folders, kinds=KINDS) as session, session.service() as service:
        add_scene(service, folders.data.parent / "Photos")
        assert {batch.name for batch in service.reader.batches()} == {
            "Family album",
            "Logo set",
            "Scans",
            "Archive 2019",
            "June",
        }
        assert service.reader.counts().queued > 600


@pytest.mark.processes
def test_the_still_scene_comes_to_rest() -> None:
    with (
        temporary_profile() as folders,
        Session.open(folders, kinds=KINDS, workers=WORKERS) as session,
        session.service() as service,
    ):
        photos = folders.data.parent / "Photos"
        session.start_pool()
        add_still_past(service, photos)
        wait_until(lambda: service.reader.counts().ended > STILL_BEGUN and not service.reader.counts().queued)
        add_still_present(service, photos)
        wait_until(lambda: service.reader.counts(Selection(batch=service.reader.batches()[0].id)).failed == 1)

        def running() -> set[str]:
            jobs = service.reader.jobs(service.reader.ids(Selection(states=frozenset((JobState.RUNNING,)))))
            return {Path(job.source).name for job in jobs}

        wait_until(lambda: running() == {"DSC_0412.jpg", "DSC_0413.jpg"})
        counts = service.reader.counts()
        assert counts.paused > 100
        assert counts.delayed > 0


def test_six_small_samples_that_the_real_engine_understands() -> None:
    samples = sorted((Path(str(files("resources"))) / "samples").iterdir())
    assert len(samples) == 6
    assert sum(sample.stat().st_size for sample in samples) < 300_000
    for sample in samples:
        with sample.open("rb") as file:
            assert pipeline.plan(file, Recipe()).facts.width > 0
