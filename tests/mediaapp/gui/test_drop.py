"""Dropping on the window: accepted at once, and the window stays quick."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from mediaapp.gui.toast import Toast
from tests.support.find import find_all
from tests.support.patience import Stopwatch
from tests.support.stalls import StallMeter
from tests.support.window import Opened, drop, opened_window, uris

pytestmark = pytest.mark.gui

STALL_S = 0.150  # three times the budget of a free machine
BATCH_S = 0.200


def a_folder(top: Path, n: int) -> list[Path]:
    folder = top / "Archive 2019"
    folder.mkdir()
    files = [folder / f"scan-{at:05}.jpg" for at in range(n)]
    for file in files:
        file.touch()
    return files


def test_dropped_files_stand_in_the_list_below_their_batch(qtbot: QtBot, tmp_path: Path) -> None:
    files = a_folder(tmp_path, 3)
    with opened_window(qtbot, tmp_path / "home") as opened:
        drop(opened.window, uris(files))
        qtbot.waitUntil(lambda: opened.window.panel.model.rowCount() == 4)
        qtbot.waitUntil(lambda: opened.rows() == ["Archive 2019", *(file.name for file in files)])


def test_ten_thousand_files_show_their_batch_at_once_and_never_hold_the_window_up(qtbot: QtBot, tmp_path: Path) -> None:
    measured = dropped(qtbot, tmp_path / "home", uris(a_folder(tmp_path, 10_000)))
    assert measured.shown < BATCH_S
    assert measured.stall < STALL_S


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds until the batch was on screen, and the longest stall until all its files were."""

    shown: float
    stall: float


def dropped(qtbot: QtBot, home: Path, data: QMimeData) -> Measured:
    with opened_window(qtbot, home) as opened, StallMeter() as meter:
        watch = Stopwatch()
        drop(opened.window, data)
        qtbot.waitUntil(lambda: opened.window.panel.model.rowCount() > 0)
        shown = watch.seconds()
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.queued == 10_000)
        qtbot.waitUntil(lambda: not opened.bridge.snapshot.batches[0].accepting)
    return Measured(shown, meter.worst)


def is_told(opened: Opened, sentence: str) -> bool:
    return sentence in [toast.message.title for toast in find_all(Toast, inside=opened.window)]


def test_a_path_that_is_not_there_is_told_as_such(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "raw").mkdir()
    for name in ("a.nef", "b.psd", "notes.txt"):
        (tmp_path / "raw" / name).write_bytes(b"x")
    with opened_window(qtbot, tmp_path / "home") as opened:
        for path, sentence in (
            (tmp_path / "raw", "2 pictures cannot be read here (Camera raw, Photoshop)."),
            (tmp_path / "nowhere", f"“{tmp_path / 'nowhere'}” is not there, or may not be read."),
            (tmp_path / "empty", "There are no pictures in what was added."),
        ):
            drop(opened.window, uris([path]))
            qtbot.waitUntil(partial(is_told, opened, sentence))
