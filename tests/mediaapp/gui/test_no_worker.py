"""The window of an installation in which no worker can start."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mediaapp.gui.widgets import ElidedLabel
from tests.support.broken_installations import MISSING_LIBRARY, broken_module
from tests.support.person import Person
from tests.support.window import opened_window
from workers.jobs.state import JobState

pytestmark = [pytest.mark.gui, pytest.mark.processes]


def test_the_window_says_why_before_anything_is_dropped(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    desktop_opens: list[Path],
) -> None:
    """`caplog`: a worker that cannot start is worth a line in the log."""
    hole = broken_module(tmp_path / "hole", "broken_engine", "import fails")
    monkeypatch.syspath_prepend(hole)
    with opened_window(qtbot, tmp_path / "home", engine="broken_engine") as opened:
        person = Person(qtbot, opened)
        banners = opened.window.panel.banners
        opened.session.start_pool()
        person.waits(banners.isVisible, 5_000)
        said = " ".join(label.accessibleName() for label in banners.findChildren(ElidedLabel))
        assert "mediaapp cannot work on pictures now" in said
        assert MISSING_LIBRARY in said
        assert "Install mediaapp again" in said

        person.clicks_on("Show log", banners)
        assert desktop_opens == [opened.folders.logs]

        picture = tmp_path / "a.png"
        picture.write_text("ok")
        person.drops(picture)
        person.waits(lambda: person.counts.queued == 1)
        (hole / "broken_engine.py").write_text("from tests.support.scripted_engine import *")
        person.waits(lambda: [job.state for job in person.jobs()] == [JobState.DONE], 15_000)
        person.waits(lambda: not banners.isVisible(), 5_000)
