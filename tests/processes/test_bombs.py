"""Small files that ask for gigabytes: each is refused or done, and the pictures beside it go on."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.support.application import Application, pictures
from tests.support.bombs import BOMBS
from tests.support.pool import wait_until
from workers.jobs.state import JobState

_QUICK = (
    "png_larger_than_any_machine.png",
    "gif_largest.gif",
    "gif_frames.gif",
    "webp_frames.webp",
    "tiff_tags.tiff",
    "tiff_loop.tiff",
    "bmp_largest.bmp",
    "xmp_laughs.jpg",
)


def test_small_files_that_ask_for_too_much(tmp_path: Path) -> None:
    _all_end(tmp_path, _QUICK, seconds=40)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_every_bomb(tmp_path: Path) -> None:
    _all_end(tmp_path, tuple(BOMBS), seconds=900)


def _all_end(top: Path, names: tuple[str, ...], *, seconds: float) -> None:
    with closing(Application(top)) as application:
        for name in names:
            (application.sources / name).write_bytes(BOMBS[name]())
        bombs = application.accept(*(application.sources / name for name in names))
        others = application.accept(*pictures(application.sources, 5, edge=200))
        host = application.work(workers=2)
        ended = {JobState.DONE, JobState.FAILED, JobState.DELAYED}
        wait_until(lambda: {application.job(job).state for job in others} == {JobState.DONE}, seconds)
        wait_until(lambda: {application.job(job).state for job in bombs} <= ended, seconds)
        application.stop(host)
        assert {application.job(job).deaths for job in bombs} == {0}
        assert application.broken(at_rest=False) == []
