"""The pool with the real engine: what it makes opens, whatever happens to the workers on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from mediaapp.paths import Folders
from mediaapp.session import Session
from tests.support.pool import wait_until
from workers.errors import ErrorCode
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.processes import pid_of
from workers.recipe import InFolder, LongEdge, Recipe
from workers.service.service import JobService
from workers.service.submit import accept, fill


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    top = tmp_path / "home"
    folders = Folders.made(data=top / "data", config=top / "config", cache=top / "cache", logs=top / "logs")
    with Session.open(folders, workers=2) as session:
        yield session


@pytest.fixture
def service(session: Session) -> Iterator[JobService]:
    with session.service() as service:
        yield service


def pictures(folder: Path) -> Path:
    """Four photos, one cut short, and one that is none."""
    folder.mkdir()
    noise = Image.effect_noise((1200, 800), 60).convert("RGB")
    for n in range(4):
        noise.rotate(90 * n, expand=True).save(folder / f"{n}.jpg", quality=90)
    data = (folder / "0.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(data[: len(data) // 2])
    (folder / "text.png").write_text("not a picture")
    return folder


def all_ended(service: JobService) -> bool:
    counts = service.reader.counts()
    return counts.total > 0 and counts.ended == counts.total


def by_name(service: JobService) -> dict[str, Job]:
    return {Path(job.source).name: job for job in service.reader.jobs(service.reader.ids(Selection()))}


def test_outputs_open_and_bad_files_say_why(
    session: Session, service: JobService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out"
    recipe = Recipe(size=LongEdge(600), destination=InFolder(str(out)))
    batch = accept(service, [str(pictures(tmp_path / "in"))], recipe, submitter="test")
    list(fill(service, batch))
    session.start_pool()

    wait_until(lambda: JobState.RUNNING in {job.state for job in by_name(service).values()}, 30)
    running = next(job for job in by_name(service).values() if job.state is JobState.RUNNING)
    _kill(running)
    wait_until(lambda: all_ended(service), 50)

    jobs = by_name(service)
    assert jobs["cut.jpg"].error_code is ErrorCode.ENDS_EARLY
    assert jobs["text.png"].error_code is ErrorCode.NOT_A_PICTURE
    for n in range(4):
        with Image.open(out / f"{n}.jpg") as image:
            image.load()
            assert max(image.size) == 600
    assert len(list(out.iterdir())) == 4


def _kill(job: Job) -> None:
    import contextlib

    import psutil

    assert job.worker is not None
    with contextlib.suppress(psutil.Error):
        psutil.Process(pid_of(job.worker)).kill()
