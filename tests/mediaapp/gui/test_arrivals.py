"""What the window tells of what was dropped: what it took, what it passed over and why."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.support.person import Person
from tests.support.window import opened_window
from workers.jobs.ids import BatchId
from workers.jobs.job import NewJob
from workers.store.intake import JobIntake

pytestmark = pytest.mark.gui


def picture(path: Path, turn: int = 0) -> Path:
    """A small photo at this path, another one for each turn."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").rotate(turn).save(path)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="its file times end in 30828, and utime refuses others")
def test_a_file_date_beyond_2262_is_added_like_any_other(qtbot: QtBot, tmp_path: Path) -> None:
    for n in range(1, 6):
        picture(tmp_path / "June" / f"p{n}.png", n)
    os.utime(tmp_path / "June" / "p3.png", (9_300_000_000, 9_300_000_000))
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.drops(tmp_path / "June")
        person.waits(lambda: person.counts.total == 5)
        person.waits(lambda: "5 pictures added" in person.toasts())


def test_an_error_of_ours_costs_one_file_and_is_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for n in range(1, 6):
        picture(tmp_path / "June" / f"p{n}.png", n)
    add = JobIntake.add

    def clumsy(intake: JobIntake, batch: BatchId, jobs: Sequence[NewJob], **more: Any) -> bool:
        if "p3.png" in str(jobs):
            raise OverflowError("a number that is too large")
        return add(intake, batch, jobs, **more)

    monkeypatch.setattr(JobIntake, "add", clumsy)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.drops(tmp_path / "June")
        person.waits(lambda: "4 pictures added" in person.toasts())
        assert "1 could not be looked at because of an error in mediaapp" in person.toasts()
        person.waits(lambda: person.counts.total == 4)
    assert "p3.png" in caplog.text


def test_what_a_nas_keeps_is_left_out_and_told(qtbot: QtBot, tmp_path: Path) -> None:
    for name in (
        "IMG_1.jpg",
        "@eaDir/IMG_1.jpg/S.jpg",
        "July/@eaDir/S.jpg",
        "#recycle/old.jpg",
        "Pic.photoslibrary/o/x.jpeg",
    ):
        picture(tmp_path / "nas" / name)
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.drops(tmp_path / "nas")
        person.waits(lambda: "1 picture added" in person.toasts())
        for name in ("@eaDir (2)", "#recycle", "Pic.photoslibrary"):
            assert name in person.toasts()
        person.drops(tmp_path / "nas" / "#recycle")
        person.waits(lambda: person.counts.total == 2)
