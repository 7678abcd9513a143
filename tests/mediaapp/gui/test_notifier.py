"""Where notices are told, and what their buttons do."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mediaapp.gui.desktop.awake.lock import Awake
from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice, OnPressed, OnRefused, Pressed
from mediaapp.gui.desktop_progress import DesktopProgress
from mediaapp.gui.notifier import Notifier
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.snapshot import Snapshot
from mediaapp.notices import BeganToWait, ManyReady, Notice, OneFailed, OneReady, ReportReady, SomeFailed
from mediaapp.settings import Settings
from tests.support.action_window import ActionWindow, Revealed, action_context
from tests.support.histories import batch, call, done, job
from tests.support.scripted_bridge import ScriptedBridge
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.alert import Alert, DiskNearlyFull, WorkersRestarting
from workers.jobs.batch import BatchPurpose, Counts
from workers.jobs.ids import AlertId, BatchId, JobId
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.service.commands import Retry

pytestmark = pytest.mark.gui

FAILED = SomeFailed(batch=BatchId(1), name="June", folder="/out", ready=6, causes={ErrorCode.ENDS_EARLY: 1})


class Desktop:
    """A desktop that keeps its notices."""

    def __init__(self, pressed: OnPressed, refused: OnRefused) -> None:
        self.pressed, self.refused = pressed, refused
        self.shown: list[DesktopNotice] = []

    def show(self, notice: DesktopNotice) -> None:
        self.shown.append(notice)

    def withdraw(self, tag: str) -> None:
        self.shown = [notice for notice in self.shown if notice.tag != tag]

    def close(self) -> None:
        pass


class Told:
    """A notifier with everything around it."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.bridge = ScriptedBridge()
        self.window = ActionWindow()
        self.revealed = Revealed()
        self.now = 0.0
        made: list[Desktop] = []

        def make(pressed: OnPressed, refused: OnRefused) -> Desktop:
            made.append(Desktop(pressed, refused))
            return made[0]

        preferences = Preferences(settings, folder / "settings.toml", self.bridge)
        context = action_context(self.bridge, self.window, self.revealed)
        self.notifier = Notifier(context, preferences, make_handler=make, clock=lambda: self.now)
        self.desktop = made[0]

    def titles(self) -> list[str]:
        """What stands in the window or on the desktop."""
        return [message.title for message in self.window.said] + [notice.title for notice in self.desktop.shown]


@pytest.fixture
def told(qapp: QObject, tmp_path: Path) -> Told:
    return Told(tmp_path, Settings())


def test_in_an_active_window_it_is_a_message(told: Told) -> None:
    told.notifier.tell(FAILED)
    message = told.window.said[0]
    assert message.title == "6 of 7 pictures are ready"
    assert message.body == "June · 1 failed: the picture ends early"
    assert [action.label for action in message.buttons] == ["Retry 1", "Show failed"]
    assert message.stays
    assert told.desktop.shown == []


def test_otherwise_it_is_the_desktops_notice(told: Told) -> None:
    told.window.active = False
    told.notifier.tell(FAILED)
    assert told.window.said == []
    notice = told.desktop.shown[0]
    assert [button.label for button in notice.buttons] == ["Retry 1", "Show failed"]
    told.desktop.pressed(Pressed(tag=notice.tag, key=notice.buttons[0].key))
    failed = Selection(batch=BatchId(1), states=frozenset((JobState.FAILED,)), cause=ErrorCode.ENDS_EARLY)
    assert told.bridge.commands == [Retry(failed)]


def test_a_click_on_the_notice_selects_the_row(told: Told) -> None:
    told.window.active = False
    told.notifier.tell(OneReady(job=done(5)))
    notice = told.desktop.shown[0]
    assert notice.title == "DSC_0409.jpg is ready"
    assert notice.body == "9.8 MB became 612 KB · June/Web shop"
    told.desktop.pressed(Pressed(tag=notice.tag, key=DEFAULT_BUTTON))
    assert told.window.shown == ["window", JobId(5)]


def test_a_result_is_shown_in_its_folder_or_said_to_be_gone(told: Told, tmp_path: Path) -> None:
    result = tmp_path / "x.jpg"
    result.write_bytes(b"x")
    told.notifier.tell(OneReady(job=done(output=str(result))))
    show = told.window.said[0].buttons[0]
    show.do()
    assert told.revealed.paths == [result]
    result.unlink()
    show.do()
    assert told.window.said[-1].title == "x.jpg was moved or deleted."


def test_what_the_desktop_refuses_is_said_in_the_window(told: Told) -> None:
    told.window.active = False
    told.notifier.tell(FAILED)
    told.desktop.refused(told.desktop.shown[0])
    assert told.window.said[0].title == "6 of 7 pictures are ready"


def test_without_notices_everything_is_said_in_the_window(qapp: QObject, tmp_path: Path) -> None:
    told = Told(tmp_path, Settings(notices=False))
    told.window.active = False
    told.notifier.tell(FAILED)
    assert told.desktop.shown == []
    assert len(told.window.said) == 1


@pytest.mark.parametrize(
    ("notice", "title", "labels"),
    [
        (
            ManyReady(
                batch=BatchId(1), name="June", folder="/out", ready=40, bytes_in=312_000_000, bytes_out=18_000_000
            ),
            "40 pictures are ready",
            ["Show in folder"],
        ),
        (
            OneFailed(job=JobId(1), batch=BatchId(1), name="scan.png", code=ErrorCode.ENDS_EARLY, facts=FailureFacts()),
            "The picture ends early",
            ["Retry", "Show"],
        ),
        (
            OneFailed(
                job=JobId(1),
                batch=BatchId(1),
                name="list.png",
                code=ErrorCode.NOT_A_PICTURE,
                facts=FailureFacts(format="text"),
            ),
            "This is a text file, not a picture",
            ["Show"],
        ),
        (
            BeganToWait(
                cause=Cause(
                    code=ErrorCode.OUTPUT_AWAY, state=JobState.DELAYED, jobs=212, failure=FailureFacts(drive="Archive")
                )
            ),
            "Waiting for the drive “Archive”",
            ["Save elsewhere…"],
        ),
    ],
    ids=["many", "one failed", "no picture", "waits"],
)
def test_every_kind_has_its_words_and_buttons(told: Told, notice: Notice, title: str, labels: list[str]) -> None:
    told.notifier.tell(notice)
    message = told.window.said[0]
    assert message.title == title
    assert [action.label for action in message.buttons] == labels


ARCHIVE = Cause(code=ErrorCode.OUTPUT_AWAY, state=JobState.DELAYED, jobs=2, failure=FailureFacts(drive="Archive"))


@pytest.mark.parametrize("active", [True, False])
def test_what_is_over_is_taken_back_from_the_window_and_the_desktop(qtbot: QtBot, told: Told, active: bool) -> None:
    told.window.active = active
    failed = batch(counts=Counts(done=6, failed=1))
    told.bridge.show_snapshot(Snapshot(causes=(ARCHIVE,), batches=(failed,)))
    qtbot.waitUntil(lambda: len(told.titles()) == 1)
    told.notifier.tell(FAILED)
    told.notifier.tell(OneReady(job=done(5)))
    assert len(told.titles()) == 3
    told.bridge.show_snapshot(Snapshot(batches=(failed,)))
    qtbot.waitUntil(lambda: len(told.titles()) == 2)
    assert "Waiting for the drive “Archive”" not in told.titles()
    told.bridge.show_snapshot(Snapshot(batches=(batch(counts=Counts(done=6, running=1)),)))
    qtbot.waitUntil(lambda: told.titles() == ["DSC_0409.jpg is ready"])


def test_of_several_alerts_those_that_last_stay_told(qtbot: QtBot, told: Told) -> None:
    full = Alert(id=AlertId(1), began=0.0, facts=DiskNearlyFull(path="/data", drive="Data", bytes_free=9))
    restarting = Alert(id=AlertId(2), began=0.0, facts=WorkersRestarting(deaths=3, within_s=600))
    told.bridge.show_snapshot(Snapshot(alerts=(full, restarting)))
    qtbot.waitUntil(lambda: told.titles() == ["2 things are out of the ordinary"])
    told.bridge.show_snapshot(Snapshot(alerts=(full,)))
    qtbot.waitUntil(lambda: told.titles()[-1] == "“Data” is nearly full")
    told.bridge.show_snapshot(Snapshot())
    qtbot.waitUntil(lambda: told.titles() == [])


def test_a_hook_that_failed_for_good_is_a_notice_of_the_desktop(qtbot: QtBot, told: Told) -> None:
    told.window.active = False
    facts = FailureFacts(path="/home/me/backup.sh", exit_code=2, output="no space left")
    failed = call(7, state=JobState.FAILED, error_code=ErrorCode.PROGRAM_FAILED, failure=facts)
    hooks = batch(counts=Counts(failed=1), name="Backup", purpose=BatchPurpose.HOOKS)
    told.bridge.show_snapshot(Snapshot(others=(hooks,)))
    told.bridge.end(failed)
    qtbot.waitUntil(lambda: bool(told.desktop.shown))
    (notice,) = told.desktop.shown
    assert (notice.title, notice.body) == ("The hook “Backup” failed", "“backup.sh” ended with 2: no space left")
    assert [one.label for one in notice.buttons] == ["Retry", "Show"]
    told.desktop.pressed(Pressed(tag=notice.tag, key="0"))
    assert told.bridge.commands == [Retry(Selection(ids=(failed.id,)))]


def test_it_follows_the_bridge(qtbot: QtBot, told: Told) -> None:
    told.bridge.show_snapshot(Snapshot(batches=(batch(counts=Counts(done=1)),)))
    told.bridge.end(done(5))
    qtbot.waitUntil(lambda: bool(told.window.said))
    assert [message.title for message in told.window.said] == ["DSC_0409.jpg is ready"]


def test_the_last_of_a_batch_is_told_with_the_others_and_not_again(qtbot: QtBot, told: Told) -> None:
    """The snapshot that says "all done" comes just before the last jobs of the batch."""
    told.bridge.show_snapshot(Snapshot(batches=(batch(counts=Counts(done=6, running=1)),)))
    told.bridge.end(*(done(number) for number in range(6)))
    qtbot.waitUntil(lambda: not told.notifier._ended)  # noqa: SLF001 - that nothing is told yet is the point
    told.bridge.show_snapshot(Snapshot(batches=(batch(counts=Counts(done=7)),)))
    told.bridge.end(done(7))
    qtbot.waitUntil(lambda: bool(told.window.said))
    assert [message.title for message in told.window.said] == ["7 pictures are ready"]


def test_a_report_is_opened_and_shown_from_its_notice(told: Told, desktop_opens: list[Path], tmp_path: Path) -> None:
    made = tmp_path / "June.html"
    made.touch()
    told.window.active = False
    told.notifier.tell(ReportReady(job=job(3, kind=JobKind.REPORT, state=JobState.DONE, output=str(made))))
    (notice,) = told.desktop.shown
    assert (notice.title, [button.label for button in notice.buttons]) == (
        "The report is ready",
        ["Open", "Show in folder"],
    )
    assert notice.body.startswith("June.html · ")
    told.desktop.pressed(Pressed(tag=notice.tag, key="1"))
    assert told.revealed.paths == [made]


class Taskbar:
    def __init__(self) -> None:
        self.shown: list[float | None] = []

    def show_progress(self, fraction: float | None) -> None:
        self.shown.append(fraction)


class Sleep(Awake):
    """Counts whether the computer may sleep."""

    held = False

    def hold(self) -> None:
        self.held = True

    def release(self) -> None:
        self.held = False


def test_the_taskbar_and_the_sleep_follow_the_work(qapp: QObject, tmp_path: Path) -> None:
    bridge, taskbar, sleep = ScriptedBridge(), Taskbar(), Sleep()
    presence = DesktopProgress(bridge, Preferences(Settings(), tmp_path / "s.toml", bridge), taskbar, sleep)
    now = Counts(running=1, queued=2, done=1)
    bridge.show_snapshot(Snapshot(counts=now, run=now))
    assert (taskbar.shown, sleep.held) == ([0.25], True)
    bridge.show_snapshot(Snapshot(counts=Counts(queued=3, done=1), paused=True))
    assert (taskbar.shown[-1], sleep.held) == (None, False)
    bridge.show_snapshot(Snapshot(counts=Counts(running=1, done=3)))
    bridge.show_snapshot(Snapshot(counts=Counts(done=4)))
    assert (taskbar.shown[-1], sleep.held) == (None, False)
    presence.close()
