"""Starting the application: one window a profile, crashes in the log."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediaapp import instance
from mediaapp.gui import run
from mediaapp.session import Session
from tests.support.window import folders_in

pytestmark = pytest.mark.gui


@pytest.fixture
def hooks() -> Iterator[None]:
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept


def test_a_second_start_adds_its_files_raises_the_first_window_and_ends(tmp_path: Path) -> None:
    folders = folders_in(tmp_path / "home")
    (tmp_path / "a.jpg").touch()
    raised: list[str] = []
    listening = instance.listen(folders.window_lock, raised.append)
    assert listening is not None
    assert run.main([str(tmp_path / "a.jpg")], folders) == 0
    listening.close()
    with Session.open(folders) as session, session.service() as service:
        assert service.reader.counts().queued == 1
    assert len(raised) == 1


def test_what_nobody_caught_is_in_the_log(hooks: None, caplog: pytest.LogCaptureFixture) -> None:
    run.log_crashes()
    error = ZeroDivisionError("a bug")
    sys.excepthook(type(error), error, None)
    assert "ZeroDivisionError" in caplog.text
    assert caplog.records[-1].levelno == logging.CRITICAL


def test_larger_text_makes_everything_larger() -> None:
    larger = {"QT_FONT_DPI": "144"}
    run.scale_with_text(larger)
    assert larger == {"QT_SCALE_FACTOR": "1.500"}
    chosen = {"QT_FONT_DPI": "144", "QT_SCALE_FACTOR": "1"}
    run.scale_with_text(chosen)
    assert chosen == {"QT_FONT_DPI": "144", "QT_SCALE_FACTOR": "1"}
