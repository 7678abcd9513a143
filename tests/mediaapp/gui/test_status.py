"""The line at the bottom."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mediaapp.gui.snapshot import Snapshot
from mediaapp.gui.status import StatusLine
from mediaapp.gui.theme import TEXT_PX
from tests.support.find import name_of
from tests.support.legible import faults_in
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


BUSY = Counts(done=378, failed=3, running=2, queued=868, bytes_in=2_800_000_000, bytes_out=700_000_000)
UNDER_WAY = Snapshot(run=BUSY, rate=2.6, eta=330)
LEAST_FIRST = ("2.6 pictures a second", "2.8 GB became 700 MB", "about 5 min 30 s left", "381 of 1,251")
OVER = Counts(
    done=397,
    skipped=1216,
    already_made=1204,
    names_taken=12,
    failed=3,
    cancelled=20,
    bytes_in=2_800_000_000,
    bytes_out=9,
)


@pytest.fixture(params=[100, 150], ids=["own text", "text of 150 %"])
def shown_line(qtbot: QtBot, request: pytest.FixtureRequest) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.setStyleSheet(f"QLabel {{ font-size: {TEXT_PX * request.param // 100}px }}")
    line.show()
    return line


def seen(line: StatusLine, width: int) -> str:
    """What stands there at this width, when nothing of it is cut and nothing lies on something else."""
    line.resize(width, line.height())
    QApplication.processEvents()
    assert line.width() == width
    assert not faults_in(line)
    done, rest, right = (label.text() for label in line.findChildren(QLabel))
    return " · ".join(filter(None, (done + rest, right)))


@pytest.mark.parametrize("width", [1280, 1024, 800, 680, 400])
def test_what_matters_least_goes_as_a_whole_where_there_is_no_room(shown_line: StatusLine, width: int) -> None:
    shown_line.show_snapshot(UNDER_WAY)
    parts = seen(shown_line, width).split(" · ")
    left_out = LEAST_FIRST[: len(LEAST_FIRST) - len(parts)]
    assert sorted(parts) == sorted(set(LEAST_FIRST) - set(left_out))
    assert (shown_line.toolTip() == "") == (not left_out)
    assert all(words in shown_line.toolTip() for words in left_out)


def test_it_is_all_there_again_in_a_wider_window(shown_line: StatusLine) -> None:
    shown_line.show_snapshot(UNDER_WAY)
    assert seen(shown_line, 500) != (whole := seen(shown_line, 1280))
    assert all(words in whole for words in LEAST_FIRST)


@pytest.mark.parametrize("width", [1280, 800, 500, 300])
def test_what_came_of_it_ends_with_what_failed(shown_line: StatusLine, width: int) -> None:
    shown_line.show_snapshot(Snapshot(run=OVER))
    told = seen(shown_line, width)
    assert told.startswith("All done · ")
    assert "3 failed" in told
