"""Takes pictures of the window in every state, light and dark, large and small: `poe screenshots [FOLDER]`."""

import datetime
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton, QSpinBox

from mediaapp.gui.automatic.card import WatchCard
from mediaapp.gui.jobs.one_job import OneJob
from mediaapp.gui.recipe.destination import PlaceChoice
from mediaapp.gui.recipe.fields import ChoiceBox, FoldHeader
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.toast import Toast
from mediaapp.gui.window_state import ListTab, Page
from tests.support.find import find, find_all, only

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mediaapp.demo import (
    KINDS,
    WORKERS,
    add_more,
    add_still_away,
    add_still_past,
    add_still_present,
    temporary_profile,
)
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.jobs.one_job import _files
from mediaapp.gui.jobs.view import Toggled
from mediaapp.gui.row_keys import batch_key
from mediaapp.gui.run import build
from mediaapp.gui.theme import Role, Theme
from mediaapp.gui.toast import ToastButton, ToastMessage
from mediaapp.gui.window import MainWindow
from mediaapp.saved_recipes import built_in
from mediaapp.session import Session
from mediaapp.settings import Settings
from workers.jobs.batch import Counts, StoredBatch
from workers.jobs.hook import HookRules, Occasion, Webhook
from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Selection
from workers.jobs.schedule import ScheduledForgetting, ScheduleRules
from workers.jobs.state import JobState
from workers.jobs.watch import WatchRules
from workers.recipe import InFolder, ReplaceOriginals
from workers.service.commands import FindIds, ResumeJobs, UndoDrop
from workers.service.hook_commands import AddHook
from workers.service.schedule_commands import AddSchedule
from workers.service.watch_commands import AddWatch, FindWatches, PauseWatch

SIZES = {"": QSize(1280, 800), "-small": QSize(800, 560), "-narrow": QSize(1040, 700), "-wide": QSize(1600, 1000)}
WAIT_S = 120
STATES = (JobState.RUNNING, JobState.QUEUED, JobState.DONE, JobState.FAILED)
FAILURES = 5
SEEN_AT_WORK = 60
HALF_DONE_MS = 2_500
ARCHIVE, BEGUN = 1204, 337


class Photographer:
    """Shows one window in both themes and all sizes and saves what it looks like."""

    def __init__(self, window: MainWindow, theme: Theme, folder: Path) -> None:
        self._window = window
        self._theme = theme
        self._folder = folder

    def shoot(self, name: str, *, panel: bool = False) -> None:
        """Save it in each; with `panel` the right panel lies over the list in the small window."""
        for mode in ("light", "dark"):
            self._theme.use(mode)
            for where, size in SIZES.items():
                self._window.resize(size)
                if panel and where == "-small" and not self._window.sidebar.isVisible():
                    find(QPushButton, "Recipe, details and activity", inside=self._window.toolbar).click()
                QTest.qWait(60)
                self._window.grab().save(str(self._folder / f"{name}{where}-{mode}.png"))
        self._window.resize(SIZES[""])
        self._theme.use("light")


def wait_until(reached: Callable[[], bool], what: str) -> None:
    """Let the window live until a state is reached."""
    end = time.monotonic() + WAIT_S
    while not reached():
        if time.monotonic() > end:
            sys.exit(f"never seen: {what}")
        QTest.qWait(20)


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setApplicationName("mediaapp")
    theme = Theme(app, "light")
    with temporary_profile() as folders, Session.open(folders, kinds=KINDS, workers=WORKERS) as session:
        bridge = Bridge(session)
        window = build(session, bridge, Settings(), built_in()[0], theme).window
        camera = Photographer(window, theme, folder)
        window.resize(SIZES[""])
        window.show()
        bridge.start()
        QTest.qWait(300)
        shoot_empty(window, camera)
        window.show_automatic()
        camera.shoot("automatic-empty")
        window.show_list()
        photos = folders.data.parent / "Photos"
        try:
            session.start_pool()
            stage(window, bridge, camera, session, photos)
        finally:
            window.close()
            bridge.stop()


def stage(window: MainWindow, bridge: Bridge, camera: Photographer, session: Session, photos: Path) -> None:
    """Bring the job table into one state after the other."""
    with session.service() as service:
        past = add_still_past(service, photos, archive=ARCHIVE, begun=BEGUN)
    wait_for(bridge, lambda counts: counts.ended > BEGUN and not counts.queued and not counts.running)
    with session.service() as service:
        away = add_still_away(service, photos)
    wait_for(bridge, lambda counts: counts.delayed > 10)
    shoot_away(window, bridge, camera)
    bridge.do(UndoDrop((away,)))
    wait_for(bridge, lambda counts: counts.delayed < 10)
    with session.service() as service:
        present = add_still_present(service, photos)
    wait_for(bridge, lambda counts: counts.running == WORKERS and counts.failed >= FAILURES)
    bridge.do(ResumeJobs(Selection(batch=past[1])))
    wait_for(bridge, lambda counts: counts.queued > BEGUN)
    QTest.qWait(500)
    shoot_list(window, bridge, camera)
    shoot_busy(window, bridge, camera, session, photos, done_with=(past[0], present))


def shoot_busy(
    window: MainWindow,
    bridge: Bridge,
    camera: Photographer,
    session: Session,
    photos: Path,
    *,
    done_with: tuple[BatchId, ...],
) -> None:
    """The whole at work: the picture in the README."""
    window.panel.show_tab(ListTab.ALL)
    for batch in done_with:
        bridge.do(UndoDrop((batch,), delete_results=True))
    for shown in bridge.snapshot.batches:
        if shown.counts.ended == shown.counts.total:
            window.panel.view.toggled.emit(Toggled(batch_key(shown.id), opened=False))
    wait_for(bridge, lambda counts: not counts.delayed)
    begun = bridge.snapshot.counts.ended
    wait_for(bridge, lambda counts: counts.ended > begun + SEEN_AT_WORK)
    with session.service() as service:
        june = add_more(service, photos)
    wait_until(lambda: at_work(bridge.snapshot.batches, june), "the newest batch at work")
    for toast in find_all(Toast, inside=window):
        toast.close_now()
    window.panel.view.scrollToTop()
    show_one(window, bridge, JobState.DONE, june)
    QTest.qWait(HALF_DONE_MS)
    camera.shoot("busy")
    shoot_automatic(window, camera, session, photos)


def shoot_automatic(window: MainWindow, camera: Photographer, session: Session, photos: Path) -> None:
    """Watched folders in their states, hooks and schedules, and the panels that ask about them."""
    june = photos.parent / "Inbox"
    with session.service() as service:
        for name, folder in (("Camera inbox", june), ("Phone, when plugged in", photos.parent / "DCIM"), ("", photos)):
            folder.mkdir(parents=True, exist_ok=True)
            recipe = replace(built_in()[1], destination=InFolder(str(photos.parent / "Web shop")))
            AddWatch(WatchRules(folder=str(folder), recipe=recipe, name=name)).run(service)
        watches = FindWatches().run(service)
        PauseWatch(watch=watches[2].id, paused=True).run(service)
        occasions = frozenset((Occasion.FILE_READY,))
        AddHook(HookRules(name="Shop upload", occasions=occasions, deed=Webhook(url="https://shop.example"))).run(
            service
        )
        at = datetime.time(3, 0)
        AddSchedule(ScheduleRules(name="Forget old rows", work=ScheduledForgetting(90), at=at)).run(service)
    (photos.parent / "DCIM").rmdir()
    window.show_automatic()
    wait_until(lambda: len(find_all(WatchCard, inside=window)) == len(watches), "the cards of watched folders")
    QTest.qWait(2_000)
    camera.shoot("automatic")
    window.edit_watch(watches[0])
    QTest.qWait(300)
    camera.shoot("automatic-edit")
    window.edit_hook(None)
    camera.shoot("automatic-hook")
    window.edit_schedule(None)
    camera.shoot("automatic-schedule")
    window.go_back()
    window.show_list()


def at_work(batches: Sequence[StoredBatch], wanted: BatchId) -> bool:
    """Whether of a batch some are ready, one has failed, and all workers are busy with it."""
    found = (batch.counts for batch in batches if batch.id == wanted)
    return any(counts.done > 2 and counts.failed > 0 and counts.running == WORKERS for counts in found)


def wait_for(bridge: Bridge, reached: Callable[[Counts], bool]) -> None:
    wait_until(lambda: reached(bridge.snapshot.counts), f"what was waited for: {bridge.snapshot.counts}")


def shoot_empty(window: MainWindow, camera: Photographer) -> None:
    recipe = only(RecipePanel, inside=window)
    camera.shoot("empty")
    recipe.use(built_in()[1])
    camera.shoot("recipe", panel=True)
    find(QSpinBox, "Quality", inside=recipe).setValue(70)
    for group in find_all(FoldHeader, inside=recipe):
        group.click()
    camera.shoot("recipe-edited", panel=True)
    find(QPushButton, "Save as…", inside=recipe).click()
    camera.shoot("recipe-save-as", panel=True)
    find(QPushButton, "Cancel", inside=recipe).click()
    for group in find_all(FoldHeader, inside=recipe):
        group.click()
    place = find(ChoiceBox, "Folder", inside=recipe)
    place.show_value(PlaceChoice.REPLACE)
    place.activated.emit(place.currentIndex())
    assert isinstance(recipe.current().destination, ReplaceOriginals)
    camera.shoot("recipe-replaces", panel=True)
    recipe.use(built_in()[0])


def shoot_away(window: MainWindow, bridge: Bridge, camera: Photographer) -> None:
    window.panel.show_tab(ListTab.WAITING)
    show_one(window, bridge, JobState.DELAYED)
    camera.shoot("details-delayed", panel=True)
    window.panel.show_tab(ListTab.ALL)


def shoot_list(window: MainWindow, bridge: Bridge, camera: Photographer) -> None:
    window.panel.view.scrollToTop()
    camera.shoot("list")
    window.sidebar.show_page(Page.ACTIVITY)
    QTest.qWait(1500)
    camera.shoot("activity", panel=True)
    for state in STATES:
        show_one(window, bridge, state)
        camera.shoot(f"details-{state.value}", panel=True)
    window.panel.view.selectAll()
    QTest.qWait(300)
    camera.shoot("details-several", panel=True)
    window.say(toast())
    camera.shoot("toast")
    for tab in (ListTab.RUNNING, ListTab.DONE, ListTab.FAILED):
        window.panel.show_tab(tab)
        QTest.qWait(300)
        camera.shoot(f"tab-{tab.value}")


def toast() -> ToastMessage:
    undo = ToastButton(label="Undo", do=lambda: None)
    return ToastMessage(title="7 pictures added", rest="as “Web shop”", icon="added", role=Role.ACCENT, buttons=(undo,))


def show_one(window: MainWindow, bridge: Bridge, state: JobState, batch: BatchId | None = None) -> None:
    found: list[JobId] = []
    selection = Selection(states=frozenset((state,)), batch=batch)
    bridge.do(FindIds(selection, newest_first=True, limit=1), found.extend)
    wait_until(lambda: bool(found), f"a job that is {state.value}")
    window.reveal(found[0])
    wait_until(lambda: shows_pictures(window, found[0]), f"the details of {found[0]}")
    QTest.qWait(300)


def shows_pictures(window: MainWindow, job: JobId) -> bool:
    """Whether the details are of this job, and the preview process has answered."""
    page = only(OneJob, inside=window)
    shown, pictures = page._history, page._pictures  # noqa: SLF001 - on screen they are only pixels
    return shown is not None and shown.job.id == job and all(file in pictures for file in _files(shown.job) if file)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "mediaapp-screenshots")
