"""What the activity page tells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mediaapp.gui.activity.figures import Spread, space_in, spread
from mediaapp.gui.activity.pace import SPAN_S, Pace, PaceChart, top_of_scale
from mediaapp.gui.activity.panel import ActivityPanel
from mediaapp.gui.activity.rows import CauseRow, RunningRow
from mediaapp.gui.snapshot import Snapshot
from tests.support.action_window import ActionWindow, action_context
from tests.support.find import find, find_all, name_of, only
from tests.support.histories import batch, done, failed, history, job
from tests.support.scripted_bridge import ScriptedBridge
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Counts
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.outcome import Stage
from workers.service.commands import Command

pytestmark = pytest.mark.gui

FAILED = Cause(code=ErrorCode.ENDS_EARLY, state=JobState.FAILED, jobs=2, failure=FailureFacts())
WAITING = Cause(code=ErrorCode.OUTPUT_AWAY, state=JobState.DELAYED, jobs=212, failure=FailureFacts(drive="Archive"))


@pytest.fixture
def bridge(monkeypatch: pytest.MonkeyPatch) -> ScriptedBridge:
    made = ScriptedBridge()
    running = job(1, name="scan-0336.tiff", state=JobState.RUNNING, stage=Stage.COMPRESSING, progress=0.64)
    made.service.add(history(running), history(done(2)))
    return made


@pytest.fixture
def window(qtbot: QtBot) -> ActionWindow:
    made = ActionWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def panel(qtbot: QtBot, bridge: ScriptedBridge, window: ActionWindow) -> ActivityPanel:
    made = ActivityPanel(action_context(bridge, window))
    qtbot.addWidget(made)
    made.show()
    return made


def words_in(panel: ActivityPanel, look: str) -> list[str]:
    return [name_of(one) for one in find_all(QLabel, inside=panel) if one.property("look") == look]


def title_of(panel: ActivityPanel) -> str:
    (title,) = words_in(panel, "title")
    return title


def sections(panel: ActivityPanel) -> set[str]:
    """The headings on screen."""
    return set(words_in(panel, "heading"))


def save_facts(panel: ActivityPanel, path: Path) -> None:
    """Ask for the facts and name its file, whatever the dialog would say of it."""
    find(QPushButton, "Save facts for a bug report…", inside=panel).click()
    dialog = only(QFileDialog, inside=panel)
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_it_tells_how_it_goes(panel: ActivityPanel, bridge: ScriptedBridge) -> None:
    bridge.show_snapshot(Snapshot(counts=Counts(queued=865, running=2, done=414), rate=2.6, eta=330.0))
    assert title_of(panel) == "Working on 2 at a time"
    assert find(QLabel, "About 5 min 30 s left · 865 waiting", inside=panel)
    assert only(PaceChart, inside=panel).accessibleName() == "2.6 pictures a second"


@pytest.mark.parametrize(
    ("snapshot", "title"),
    [
        (Snapshot(counts=Counts(queued=3), paused=True), "Paused"),
        (Snapshot(counts=Counts(delayed=3)), "Waiting"),
        (Snapshot(counts=Counts(done=3)), "Nothing is running"),
    ],
)
def test_when_nothing_runs(panel: ActivityPanel, bridge: ScriptedBridge, snapshot: Snapshot, title: str) -> None:
    bridge.show_snapshot(snapshot)
    assert title_of(panel) == title


def test_what_runs_is_shown_with_its_stage(panel: ActivityPanel, bridge: ScriptedBridge) -> None:
    bridge.show_snapshot(Snapshot(counts=Counts(running=1)))
    rows = [row.accessibleName() for row in panel.findChildren(RunningRow) if row.isVisible()]
    assert rows == ["scan-0336.tiff, Compressing · 64 %"]


def test_causes_stand_apart_by_who_has_to_act(
    qtbot: QtBot, panel: ActivityPanel, bridge: ScriptedBridge, window: ActionWindow
) -> None:
    bridge.show_snapshot(Snapshot(causes=(FAILED, WAITING)))
    assert sections(panel) >= {"Needs you", "Goes on by itself"}
    row = find_all(CauseRow, inside=panel)[0]
    find(QPushButton, inside=row).click()
    assert window.shown[-1] == "failed"
    bridge.show_snapshot(Snapshot(causes=()))
    assert not sections(panel) & {"Needs you", "Goes on by itself"}


def test_times_and_space_are_told(qtbot: QtBot, panel: ActivityPanel, bridge: ScriptedBridge) -> None:
    bridge.show_snapshot(Snapshot(batches=(batch(folder="/"),)))
    panel.hide()
    panel.show()
    qtbot.waitUntil(lambda: bool(find_all(QLabel, "Space: * free*", inside=panel)))
    assert find(QLabel, "Work: typically 0.31 s, rarely over 0.31 s", inside=panel)


def test_the_log_is_opened(panel: ActivityPanel, desktop_opens: list[Path]) -> None:
    find(QPushButton, "Open the log", inside=panel).click()
    assert desktop_opens == [Path("/logs")]


def test_a_report_names_no_file(panel: ActivityPanel, bridge: ScriptedBridge, tmp_path: Path) -> None:
    bridge.service.add(history(failed(2)))
    bridge.service.counted = Counts(done=1, failed=1)
    bridge.service.failing = [FAILED]
    save_facts(panel, tmp_path / "report.txt")
    told = (tmp_path / "report.txt").read_text()
    assert "failed by ends_early: 2" in told
    assert "ends_early: .jpg, 9800000 bytes, try 1, attempt 1, 1430, 4512" in told
    assert "DSC_0409" not in told
    assert find(QLabel, "Saved as report.txt.", inside=panel)


def test_a_report_that_cannot_be_saved_is_told(panel: ActivityPanel, bridge: ScriptedBridge, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    save_facts(panel, tmp_path / "file" / "report.txt")
    assert find(QLabel, "Not saved: File exists.", inside=panel)


def test_spread_is_the_median_and_one_in_twenty() -> None:
    assert spread([]) is None
    assert spread([1.0] * 95 + [9.0] * 5) == Spread(typical=1.0, rarely=1.0)
    assert spread([1.0] * 90 + [9.0] * 10) == Spread(typical=1.0, rarely=9.0)


def test_space_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    there, planned = space_in(tmp_path), space_in(tmp_path / "not" / "yet")
    assert there is not None
    assert planned is not None
    assert planned.volume == there.volume


def test_the_pace_forgets_what_is_too_old() -> None:
    pace = Pace()
    for second in range(1000):
        pace.add(float(second), 1.0)
    samples = pace.samples()
    assert samples[0][0] >= 999 - SPAN_S - 2
    assert len(samples) <= SPAN_S / 2 + 1


@pytest.mark.parametrize(("highest", "top"), [(0.0, 1), (1.0, 1), (1.2, 2), (3.4, 4), (5, 10), (41, 100)])
def test_the_scale_ends_at_a_round_number(highest: float, top: float) -> None:
    assert top_of_scale(highest) == top


def running_rows(panel: ActivityPanel) -> list[RunningRow]:
    return [row for row in panel.findChildren(RunningRow) if row.isVisible()]


@pytest.mark.parametrize("paused", [True, False])
def test_what_no_longer_runs_is_gone_at_once_and_the_rate_is_zero(
    panel: ActivityPanel, bridge: ScriptedBridge, paused: bool
) -> None:
    bridge.show_snapshot(Snapshot(counts=Counts(running=1, queued=3), rate=2.6))
    assert running_rows(panel)
    bridge.show_snapshot(Snapshot(counts=Counts(queued=3 if paused else 0), paused=paused))
    assert not running_rows(panel)
    assert "Now" not in sections(panel)
    assert only(PaceChart, inside=panel).accessibleName() == "0.0 pictures a second"


def test_an_answer_that_comes_late_shows_nothing_that_is_over(
    panel: ActivityPanel, bridge: ScriptedBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[tuple[Command[Any], Callable[[Any], None]]] = []
    monkeypatch.setattr(bridge, "do", lambda command, then: late.append((command, then)))
    bridge.show_snapshot(Snapshot(counts=Counts(running=1)))
    bridge.show_snapshot(Snapshot(counts=Counts(done=1)))
    for command, then in late:
        bridge.answer(command, then)
    assert late
    assert not running_rows(panel)


def test_what_still_finishes_while_everything_is_paused_is_shown(panel: ActivityPanel, bridge: ScriptedBridge) -> None:
    bridge.show_snapshot(Snapshot(counts=Counts(running=1, queued=3), paused=True, rate=1.0))
    assert title_of(panel) == "Paused, 1 still finishing"
    assert running_rows(panel)


def test_the_chart_moves_on_while_nothing_happens(
    qtbot: QtBot, panel: ActivityPanel, bridge: ScriptedBridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.show_snapshot(Snapshot(counts=Counts(done=1)))
    shown: list[float] = []
    monkeypatch.setattr(only(PaceChart, inside=panel), "show_samples", lambda samples, now, rate: shown.append(now))
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] > shown[0] + 1)


def test_the_rate_rises_from_zero_when_work_begins() -> None:
    pace = Pace()
    pace.add(0.0, 0.0)
    pace.add(100.0, 5.0)
    assert pace.samples() == ((0.0, 0.0), (100.0, 0.0), (100.0, 5.0))
