"""The line at the bottom."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mediaapp.gui.snapshot import Snapshot
from mediaapp.gui.status import StatusLine
from tests.support.find import name_of
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Counts
from workers.jobs.queries import Cause
from workers.jobs.state import JobState

pytestmark = pytest.mark.gui

Say = Callable[..., str]


@pytest.fixture
def said(qtbot: QtBot) -> Say:
    line = StatusLine()
    qtbot.addWidget(line)

    def say(**fields: Any) -> str:
        counts = fields.pop("counts", Counts())
        line.show_snapshot(Snapshot(**{"counts": counts, "run": counts, **fields}))
        done, rest, made = (name_of(one) for one in line.findChildren(QLabel))
        return f"{done}{rest} | {made}"

    return say


def test_nothing_to_do(said: Say) -> None:
    assert said() == "Ready | "


def test_work_in_hand(said: Say) -> None:
    counts = Counts(done=378, failed=3, running=2, queued=868, bytes_in=2_800_000_000, bytes_out=700_000_000)
    assert said(counts=counts, rate=2.6, eta=330) == (
        "381 of 1,251 · about 5 min 30 s left · 2.6 pictures a second | 2.8 GB became 700 MB"
    )


def test_all_done(said: Say) -> None:
    assert said(counts=Counts(done=40)).startswith("All done · 40 pictures ready")
    assert said(counts=Counts(done=1)).startswith("All done · 1 picture ready")
    assert said(counts=Counts(done=397, failed=3)).startswith("All done · 397 ready, 3 failed")


@pytest.mark.parametrize(
    ("code", "jobs", "words"),
    [
        (ErrorCode.OUTPUT_AWAY, 212, "212 wait for the drive “Archive”"),
        (ErrorCode.OUTPUT_AWAY, 1, "1 waits for the drive “Archive”"),
        (ErrorCode.DISK_FULL, 212, "212 wait for space on “Archive”"),
        (ErrorCode.DISK_FULL, 1, "1 waits for space on “Archive”"),
        (ErrorCode.OUT_OF_MEMORY, 212, "212 wait for memory"),
        (ErrorCode.OUT_OF_MEMORY, 1, "1 waits for memory"),
        (ErrorCode.SOURCE_LOCKED, 212, "212 wait and go on by themselves"),
        (ErrorCode.SOURCE_LOCKED, 1, "1 waits and goes on by itself"),
    ],
)
def test_what_is_held_up_and_why(said: Say, code: ErrorCode, jobs: int, words: str) -> None:
    cause = Cause(code=code, state=JobState.DELAYED, jobs=jobs, failure=FailureFacts(drive="Archive"))
    assert words in said(counts=Counts(done=188, delayed=jobs), causes=(cause,))


def test_the_last_moments_are_not_counted(said: Say) -> None:
    counts = Counts(done=300, running=2)
    assert "less than 10 s left" in said(counts=counts, rate=7.6, eta=1.0)


def test_paused_says_no_time(said: Say) -> None:
    words = said(counts=Counts(done=1, queued=9), paused=True, rate=2.0, eta=60)
    assert "paused" in words
    assert "left" not in words
