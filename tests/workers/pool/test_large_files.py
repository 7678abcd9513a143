"""Files of 10 GB: those that are no picture, or too large for one, are not read to be refused."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediaapp import text
from tests.support.pool import Bench
from tests.workers.pool.test_attempt import ME, QuietChannel
from workers.engine import load_engines
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image import pipeline
from workers.jobs.state import JobState
from workers.kinds import KINDS, engine_names
from workers.pool.attempt import WorkerContext
from workers.pool.file_attempt import FileAttempt
from workers.store.job_store import JobStore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has read")

SIZE = 10_000_000_000
LITTLE = 4_000_000
"""Bytes: the job table's own pages are among what is read."""
FORMATS = [Format.JPEG, Format.PNG, Format.WEBP, Format.GIF, Format.TIFF, Format.AVIF, Format.BMP]


@contextmanager
def reading_little() -> Iterator[None]:
    """Fails when this process reads more than `LITTLE` bytes meanwhile, from wherever."""
    before = _read_so_far()
    yield
    assert _read_so_far() - before < LITTLE


def _read_so_far() -> int:
    (line,) = (line for line in Path("/proc/self/io").read_text().splitlines() if line.startswith("rchar:"))
    return int(line.split()[1])


def attempted(bench: Bench, path: Path) -> Any:
    """The job of this file after one attempt, in this process and by the real engine."""
    (job,) = bench.accept(path)
    engines = load_engines(engine_names(KINDS))
    with JobStore(bench.database) as store:
        claimed = store.claims.claim(ME)
        assert claimed is not None
        context = WorkerContext(engines=engines, request_engines={}, data=Path(), store=store, channel=QuietChannel())  # type: ignore[arg-type]
        with reading_little():
            FileAttempt(context, claimed).run()
    return bench.job(job)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def picture(kind: Format) -> bytes:
    """A small picture of this kind."""
    data = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(data, kind.value)
    return data.getvalue()


def sparse(path: Path, head: bytes) -> Path:
    """A file of `SIZE` bytes, nearly all of them a hole."""
    path.write_bytes(head)
    with path.open("r+b") as file:
        file.truncate(SIZE)
    return path


@pytest.mark.parametrize("head", [b"", b"just a log file\n", b"\x1aE\xdf\xa3", b"PK\3\4"])
def test_one_that_is_no_picture_ends_at_once(bench: Bench, head: bytes) -> None:
    job = attempted(bench, sparse(bench.sources / "film.jpg", head))
    assert job.state is JobState.FAILED
    assert job.error_code in {ErrorCode.NOT_A_PICTURE, ErrorCode.UNSUPPORTED_FORMAT}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_above_the_limit_ends_at_once_and_says_so(bench: Bench, kind: Format) -> None:
    job = attempted(bench, sparse(bench.sources / "large.jpg", picture(kind)))
    assert (job.state, job.error_code) == (JobState.FAILED, ErrorCode.TOO_LARGE)
    assert text.failure(job.error_code, job.failure).cause == "The file has 10 GB, and at most 4.0 GB may be opened."


@pytest.mark.parametrize("kind", FORMATS)
def test_nobody_waits_for_its_small_picture(tmp_path: Path, kind: Format) -> None:
    with (
        sparse(tmp_path / "large", picture(kind)).open("rb") as file,
        reading_little(),
        pytest.raises(Failure) as caught,
    ):
        pipeline.preview(file, 256)
    assert caught.value.code is ErrorCode.TOO_LARGE
