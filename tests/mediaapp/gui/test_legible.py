"""Every word can be read, in the smallest window too, in both themes and with wider fonts."""

from array import array
from collections.abc import Callable
from datetime import time
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mediaapp.gui import theme
from mediaapp.gui.automatic.card import WatchCard
from mediaapp.gui.jobs.one_job import OneJob
from mediaapp.gui.list_diff import ListChange
from mediaapp.gui.row_keys import batch_key, cause_key
from mediaapp.gui.snapshot import Grouping, Listing, Snapshot, View
from mediaapp.gui.toast import ToastButton, ToastMessage
from mediaapp.gui.window_state import Page
from tests.support import histories
from tests.support.find import only
from tests.support.legible import PaintedRows, faults_in, wider
from tests.support.patience import PATIENCE_S
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts, NoWorker, StartFault
from workers.jobs.batch import Counts, Shortage
from workers.jobs.hook import HookRules, Occasion, Webhook
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.schedule import ScheduledForgetting, ScheduleRules
from workers.jobs.state import JobState
from workers.jobs.watch import WatchRules
from workers.outcome import Stage
from workers.recipe import Recipe, ReplaceOriginals
from workers.service.hook_commands import AddHook
from workers.service.schedule_commands import AddSchedule
from workers.service.watch_commands import AddWatch

pytestmark = pytest.mark.gui

LONG = "A rather long name of a picture that somebody scanned in summer 2019.jpeg"
SIZES = [(683, 480), (800, 560), (1024, 700), (1280, 800)]


def show_list(opened: Opened, snapshot: Snapshot, jobs: list[Job], view: View, keys: list[int]) -> None:
    panel = opened.window.panel
    headings = frozenset(key for key in keys if key < 0)
    splice = ListChange(0, panel.model.rowCount(), array("q", keys))
    panel.view.incoming.take(Listing(view=view, splices=(splice,), rows=len(keys), opened=headings))
    panel.model.take_rows(jobs)
    opened.bridge.snapshot = snapshot
    opened.bridge.snapshot_changed.emit(snapshot)


def busy(opened: Opened) -> None:
    counts = Counts(done=378, failed=3, running=2, queued=868, bytes_in=2_800_000_000, bytes_out=700_000_000)
    june = histories.batch(1, counts=counts)
    long = histories.batch(
        2, name=LONG, counts=Counts(queued=1204), folders=38, recipe=Recipe(name="Smaller, same look")
    )
    jobs = [
        histories.done(1),
        histories.job(2, name=LONG, state=JobState.RUNNING, stage=Stage.COMPRESSING, progress=0.64),
        histories.job(3, state=JobState.RUNNING, stage=Stage.WAITING_FOR_MEMORY),
        histories.failed(4, error_code=ErrorCode.NOT_A_PICTURE, failure=FailureFacts(path="/a.png", format="document")),
        histories.failed(5),
        histories.job(6, state=JobState.CANCELLED),
        histories.job(7),
    ]
    keys = [batch_key(june.id), *(job.id for job in jobs), batch_key(long.id)]
    snapshot = Snapshot(counts=counts, run=counts, batches=(long, june), rate=2.6, eta=330.0)
    show_list(opened, snapshot, jobs, View(), keys)


def failed(opened: Opened) -> None:
    codes = [ErrorCode.UNSUPPORTED_FORMAT, ErrorCode.TOO_LARGE_FOR_MEMORY, ErrorCode.GOAL_OUT_OF_REACH]
    causes = [Cause(code=code, state=JobState.FAILED, jobs=1204, failure=FailureFacts()) for code in codes]
    jobs = [histories.failed(n, error_code=code, name=LONG) for n, code in enumerate(codes, start=1)]
    counts = Counts(done=185, failed=3612)
    snapshot = Snapshot(counts=counts, run=counts, batches=(histories.batch(counts=counts),), causes=tuple(causes))
    keys = [key for code, job in zip(codes, jobs, strict=True) for key in (cause_key(code), job.id)]
    opened.window.panel.tabs.choose("failed")
    show_list(opened, snapshot, jobs, View(grouping=Grouping.CAUSE), keys)


def waiting(opened: Opened) -> None:
    away = Cause(
        code=ErrorCode.OUTPUT_AWAY, state=JobState.DELAYED, jobs=212, failure=FailureFacts(drive="Archive 2019")
    )
    shortage = Shortage(bytes_needed=9_000_000_000, bytes_free=4_000_000_000)
    held = histories.batch(1, name=LONG, on_hold=True, shortage=shortage, counts=Counts(paused=40))
    replaced = Recipe(name="Smaller, same look", destination=ReplaceOriginals())
    asks = histories.batch(2, on_hold=True, recipe=replaced, counts=Counts(paused=4000))
    delayed = histories.job(1, state=JobState.DELAYED, error_code=ErrorCode.OUTPUT_AWAY, failure=away.failure)
    counts = Counts(paused=4040, delayed=212)
    snapshot = Snapshot(counts=counts, run=counts, batches=(asks, held), causes=(away,), paused=True)
    show_list(opened, snapshot, [delayed], View(), [batch_key(asks.id), delayed.id, batch_key(held.id)])


def broken(opened: Opened) -> None:
    why = NoWorker(fault=StartFault.ENDED, detail="ImportError: libjpeg.so.62: cannot open shared object file")
    opened.bridge.snapshot = Snapshot(no_worker=why)
    opened.bridge.snapshot_changed.emit(opened.bridge.snapshot)


def details_of(job: Job) -> Callable[[Opened], None]:
    def show(opened: Opened) -> None:
        busy(opened)
        page = only(OneJob, inside=opened.details)
        page.show_history(histories.history(job), histories.batch())
        opened.details.setCurrentWidget(page)
        opened.window.show_page(Page.DETAILS)

    return show


def activity(opened: Opened) -> None:
    busy(opened)
    opened.window.show_page(Page.ACTIVITY)


def recipe(opened: Opened) -> None:
    opened.window.show_page(Page.RECIPE)


def told(opened: Opened) -> None:
    busy(opened)
    for n in range(3):
        buttons = tuple(ToastButton(label=label, do=lambda: None) for label in ("Change recipe…", "Undo"))
        opened.window.say(
            ToastMessage(title=f"{n} pictures added", rest=f"as “{LONG}”", body=LONG * 2, buttons=buttons)
        )


def empty(opened: Opened) -> None:
    opened.bridge.snapshot = Snapshot()
    opened.bridge.snapshot_changed.emit(opened.bridge.snapshot)


def automatic(opened: Opened) -> None:
    folder = opened.folders.data.parent / "Photos" / "June"
    folder.mkdir(parents=True, exist_ok=True)
    with opened.session.service() as service:
        recipe = Recipe(name="Smaller, same look")
        AddWatch(WatchRules(folder=str(folder), recipe=recipe, name=LONG)).run(service)
        deed = Webhook(url="https://shop.example/api")
        AddHook(HookRules(name=LONG, occasions=frozenset(Occasion), deed=deed)).run(service)
        AddSchedule(ScheduleRules(name=LONG, work=ScheduledForgetting(90), at=time(8, 0))).run(service)
    opened.window.show_automatic()
    until = monotonic() + PATIENCE_S
    while not opened.window.findChildren(WatchCard) and monotonic() < until:
        QApplication.processEvents()


STATES: dict[str, Callable[[Opened], None]] = {
    "empty": empty,
    "no worker": broken,
    "busy": busy,
    "failed": failed,
    "waiting": waiting,
    "details, done": details_of(histories.done(1, name=LONG)),
    "details, failed": details_of(histories.failed(1, name=LONG)),
    "details, replaced": details_of(histories.job(1)),
    "activity": activity,
    "recipe": recipe,
    "told": told,
    "automatic": automatic,
}


@pytest.fixture(params=[100, 125], ids=["own font", "wide font"])
def font(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    plain = theme.app_font

    def stretched(*arguments: Any, **named: Any) -> QFont:
        return wider(plain(*arguments, **named), request.param)

    for module in ("theme", "jobs.delegate", "dropzone", "recipe.destination", "recipe.cards", "tabs"):
        name = f"mediaapp.gui.{module}.app_font"
        monkeypatch.setattr(name, stretched, raising=False)
    return int(request.param)


def lasting_faults(opened: Opened, rows: PaintedRows, size: tuple[int, int]) -> list[str]:
    """What is still wrong when all layouts have settled, of which some change others."""
    found = list[str]()
    for _ in range(20):
        QApplication.processEvents()
        found = faults_in(opened.window) + rows.faults(opened.window.panel.view)
        if opened.window.width() > size[0]:
            found.append(f"the window is {opened.window.width()} wide")
        if not found:
            break
    return found


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_every_word_can_be_read(qtbot: QtBot, tmp_path: Path, font: int, size: tuple[int, int]) -> None:
    mode = "light" if font == 100 else "dark"  # which changes colours and no measure
    faults = list[str]()
    rows = PaintedRows()
    with rows.watching(), opened_window(qtbot, tmp_path, size=size, theme=mode) as opened:
        for name, show in STATES.items():
            if opened.lies_over():
                opened.sidebar_switch.click()
            show(opened)
            faults += [f"{name}: {fault}" for fault in lasting_faults(opened, rows, size)]
    assert not faults, "\n".join(faults)
