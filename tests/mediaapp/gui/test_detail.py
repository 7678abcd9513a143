"""What the details page tells of one job and of several."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.queueing import worth_retrying
from mediaapp.gui.jobs import facts
from mediaapp.gui.jobs.compare import Compare, fitted
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.jobs.one_job import OneJob
from mediaapp.gui.jobs.sections import CauseBox
from mediaapp.gui.snapshot import Snapshot
from mediaapp.gui.theme import Role, current
from tests.support.action_window import ActionWindow, Revealed, action_context
from tests.support.find import find, find_all, only
from tests.support.histories import NOW, batch, call, done, failed, history, job
from tests.support.menus import Menus, shown
from tests.support.scripted_bridge import ScriptedBridge
from workers.errors import ErrorCode, FailureFacts
from workers.facts import Crop, Flaw
from workers.jobs.batch import Counts
from workers.jobs.history import History
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import CallOutcome, Checked, Promise, Raster, Verdict
from workers.peek import AskThumbnail, PassedOver, Refused, Thumbnail
from workers.recipe import Recipe, Rotation
from workers.service.commands import Locate, Retry

pytestmark = pytest.mark.gui


class Details:
    """The page, its bridge and its file manager."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bridge = ScriptedBridge()
        self.bridge.snapshot = Snapshot(batches=(batch(),))
        self.bridge.preview.answers = lambda _: Thumbnail(raster=Raster(width=3, height=2, rgba=bytes(24)), facts=None)
        self.revealed = Revealed()
        self.window = ActionWindow()
        self.context = action_context(self.bridge, self.window, self.revealed)
        self.panel = DetailPanel(self.context)
        for made in (self.window, self.panel):
            qtbot.addWidget(made)
        self.panel.resize(351, 660)
        self.panel.show()

    def show(self, *histories: History) -> None:
        self.bridge.service.add(*histories)
        self.panel.show_jobs([one.job.id for one in histories])
        # What is put into a layout that is on screen comes into view with Qt's next turn.
        QCoreApplication.sendPostedEvents()

    @property
    def page(self) -> QWidget:
        shown = self.panel.currentWidget()
        assert shown is not None
        return shown

    def texts(self) -> str:
        labels = find_all(QWidget, inside=self.page)
        return "\n".join(one.text() for one in labels if isinstance(one, QLabel | QAbstractButton | QLineEdit))

    def press(self, name: str) -> None:
        find(QPushButton, name, inside=self.page).click()


@pytest.fixture
def details(qtbot: QtBot) -> Details:
    return Details(qtbot)


def test_a_result_is_told_before_and_after(details: Details) -> None:
    details.show(history(done()))
    told = details.texts()
    for line in (
        "DSC_0409.jpg",
        "Ready · June · Web shop",
        "6000 × 4000  →  2000 × 1333",
        "JPEG 9.8 MB  →  JPEG 612 KB",
        "the same at this size (84 of 100)",
        "Location removed",
        "Ready after 0.31 s (waited 0.04 s)",
    ):
        assert line in told
    assert details.bridge.preview.asked == [
        AskThumbnail("/Photos/June/DSC_0409.jpg", 1024),
        AskThumbnail("/Photos/June/Web shop/DSC_0409.jpg", 1024),
    ]


def test_an_untidy_original_is_told(details: Details) -> None:
    outcome = done().outcome
    assert outcome is not None
    outcome = replace(outcome, flaws=(Flaw.STRAY_BYTES,))
    details.show(history(done(outcome=outcome)))
    told = details.texts()
    assert "Note" in told
    assert "The original is untidy (some bytes in it belong to nothing), but every pixel was there" in told


def test_a_picture_that_was_passed_over_is_asked_for_again(details: Details) -> None:
    answers = iter([PassedOver()])
    refused = Refused(code=ErrorCode.BUG, facts=FailureFacts())
    details.bridge.preview.answers = lambda _: next(answers, refused)
    details.show(history(done()))
    assert len(details.bridge.preview.asked) == 3


def test_every_step_unfolds_the_plan_and_can_be_copied(details: Details) -> None:
    details.show(history(done()))
    assert "Format: JPEG, as you asked" not in details.texts()
    details.press("Every step")
    assert "Format: JPEG, as you asked" in details.texts()
    details.press("Copy details")
    copied = QGuiApplication.clipboard().text()
    assert "/Photos/June/DSC_0409.jpg" in copied
    assert "Size: 2000 × 1333, as you asked" in copied


def test_a_result_is_shown_in_its_folder_or_said_to_be_gone(details: Details, tmp_path: Path) -> None:
    result = tmp_path / "x.jpg"
    result.touch()
    details.show(history(done(output=str(result))))
    details.press("Show in folder")
    assert details.revealed.paths == [result]
    result.unlink()
    details.press("Open")
    assert [one.title for one in details.window.said] == ["x.jpg was moved or deleted."]


def test_a_failure_says_why_and_offers_what_fits(details: Details) -> None:
    details.show(history(failed()))
    told = details.texts()
    assert "The picture ends early" in told
    assert "Get a whole copy, then retry." in told
    buttons = find_all(QPushButton, inside=only(CauseBox, inside=details.page))
    shown = [(one.accessibleName(), one.property("look")) for one in buttons if one.isVisible()]
    assert shown == [("Choose a copy…", "primary"), ("Retry", "")]
    assert find(QWidget, "Ends at line 1,430 of 4,512", inside=details.page)


def test_retry_is_a_command_for_this_job(details: Details) -> None:
    details.show(history(failed()))
    details.press("Retry")
    assert details.bridge.commands == [Retry(Selection(ids=(JobId(1),)))]


def test_the_same_file_would_end_the_same_way(details: Details, tmp_path: Path) -> None:
    file = tmp_path / "scan.png"
    file.write_bytes(b"half")
    status = file.stat()
    details.show(history(failed(source=str(file), size_in=status.st_size, mtime_in=status.st_mtime_ns)))
    assert "so Retry alone would end the same way" in details.texts()


def test_a_file_that_changed_makes_retry_the_first_choice(details: Details, tmp_path: Path) -> None:
    file = tmp_path / "scan.png"
    file.write_bytes(b"whole now")
    details.show(history(failed(source=str(file), size_in=4, mtime_in=1)))
    assert "The file has changed since." in details.texts()
    buttons = find_all(QPushButton, inside=only(CauseBox, inside=details.page))
    primary = [one.accessibleName() for one in buttons if one.isVisible() and one.property("look") == "primary"]
    assert primary == ["Retry"]


def test_retry_with_another_recipe_asks_for_it(details: Details, menus: Menus) -> None:
    details.context.recipes = (Recipe(name="Web"),)
    details.show(history(failed()))
    details.press("Retry with another recipe…")
    menus.click(shown(), "Web")
    assert details.bridge.commands == [Retry(Selection(ids=(JobId(1),)), Recipe(name="Web"))]


def test_what_waits_is_amber_and_has_no_primary_button(details: Details) -> None:
    waiting = job(state=JobState.DELAYED, error_code=ErrorCode.OUTPUT_AWAY, failure=FailureFacts(drive="Archive"))
    details.show(history(waiting))
    box = only(CauseBox, inside=details.page)
    assert "warn_box" in {one.property("look") for one in find_all(QWidget, inside=box)}
    assert "The drive “Archive” is not connected" in details.texts()
    assert all(one.property("look") == "" for one in box.findChildren(QPushButton))


def test_it_follows_the_job(details: Details) -> None:
    details.show(history(job()))
    assert "Waiting · June · Web shop" in details.texts()
    details.bridge.service.add(history(done()))
    details.bridge.show_snapshot(Snapshot(batches=(batch(),)))
    assert "Ready · June · Web shop" in details.texts()


def test_the_picture_after_is_asked_for_when_it_is_there(details: Details) -> None:
    details.show(history(job()))
    details.bridge.service.add(history(done()))
    details.bridge.show_snapshot(Snapshot(batches=(batch(),)))
    assert details.bridge.preview.asked[-1] == AskThumbnail("/Photos/June/Web shop/DSC_0409.jpg", 1024)


def test_several_are_counted_and_summed(details: Details) -> None:
    counts = Counts(done=6, failed=1, running=2, bytes_in=70_000_000, bytes_out=4_000_000)
    details.bridge.service.counted = counts
    details.show(history(done(1)), history(failed(2)), history(job(3)))
    told = details.texts()
    for line in ("3 selected", "6 ready · 1 failed · 2 running", "70 MB", "94% smaller"):
        assert line in told
    details.press("Retry 1")
    again = Selection(ids=(JobId(1), JobId(2), JobId(3)), states=frozenset((JobState.FAILED,)))
    assert details.bridge.commands == [Retry(worth_retrying(again))]


def test_nothing_selected(details: Details) -> None:
    details.show(history(done()))
    details.panel.show_jobs([])
    assert "Nothing selected" in details.texts()


def test_long_names_and_links_never_make_the_page_wider(details: Details) -> None:
    for one in (failed(name="long " * 40 + ".png"), done(2, name="x" * 250 + ".jpg")):
        details.show(history(one))
        page = details.page
        assert isinstance(page, OneJob)
        around = page.body.parentWidget()
        assert around is not None
        assert around.minimumSizeHint().width() <= 351


def test_the_slider_moves_by_keyboard_and_mouse(qtbot: QtBot) -> None:
    slider = Compare()
    qtbot.addWidget(slider)
    slider.resize(300, 196)
    slider.show_labels("Before · 9.8 MB", "After · 612 KB")
    slider.show()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == 52
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().topLeft() + slider.rect().center() / 2)
    assert slider.value() == pytest.approx(25, abs=1)
    assert slider.accessibleDescription() == "Before · 9.8 MB, After · 612 KB"


@pytest.mark.parametrize(
    ("picture", "whole"),
    [(QSize(600, 400), False), (QSize(400, 400), True), (QSize(400, 600), True), (QSize(3000, 300), True)],
    ids=str,
)
def test_a_picture_fills_the_box_only_if_little_is_cut(picture: QSize, whole: bool) -> None:
    box = Compare().rect()
    box.setSize(QSize(311, 196))
    place = fitted(picture, box)
    assert (place.width() <= 311.01 and place.height() <= 196.01) is whole
    assert place.width() / place.height() == pytest.approx(picture.width() / picture.height())


RED, GREEN, BLUE, GREY = (b"\xff\0\0\xff", b"\0\xff\0\xff", b"\0\0\xff\xff", b"\x80\x80\x80\xff")


def quarters(top_left: bytes, top_right: bytes, bottom_left: bytes, bottom_right: bytes) -> Raster:
    """A picture of 40 x 40 pixels of four colours."""
    top, bottom = (top_left * 20 + top_right * 20) * 20, (bottom_left * 20 + bottom_right * 20) * 20
    return Raster(width=40, height=40, rgba=top + bottom)


@pytest.mark.parametrize(
    ("rotation", "seen"),
    [
        (Rotation.NONE, (RED, GREEN, BLUE, GREY)),
        (Rotation.RIGHT, (BLUE, RED, GREY, GREEN)),
        (Rotation.HALF, (GREY, BLUE, GREEN, RED)),
        (Rotation.LEFT, (GREEN, GREY, RED, BLUE)),
        (Rotation.FLIP_HORIZONTAL, (GREEN, RED, GREY, BLUE)),
        (Rotation.FLIP_VERTICAL, (BLUE, GREY, RED, GREEN)),
    ],
)
def test_before_and_after_match_where_the_picture_is_turned_and_cropped(
    details: Details, rotation: Rotation, seen: tuple[bytes, bytes, bytes, bytes]
) -> None:
    before, after = quarters(RED, GREEN, BLUE, GREY), Raster(width=20, height=20, rgba=seen[3] * 400)
    job = done()
    rasters = {job.source: before, job.output: after}
    details.bridge.preview.answers = lambda asked: Thumbnail(raster=rasters[asked.path], facts=None)
    plain = history(job)
    assert plain.plan is not None
    plan = replace(
        plain.plan,
        facts=replace(plain.plan.facts, width=400, height=400),
        rotate=rotation,
        crop=Crop(left=200, top=200, width=200, height=200),
    )
    details.show(replace(plain, plan=plan))
    compare = only(Compare, inside=details.page)
    box = compare.rect()
    middle, quarter = box.center(), box.height() // 4
    places = [(middle.x() + x * quarter, middle.y() + y * quarter) for y in (-1, 1) for x in (-1, 1)]

    def colors() -> list[str]:
        image = compare.grab().toImage()
        return [image.pixelColor(x, y).name() for x, y in places]

    compare.setValue(100)
    assert colors() == [f"#{color[:3].hex()}" for color in seen]
    edge = compare.grab().toImage().pixelColor(middle.x() + quarter, middle.y())
    assert edge.name() not in (f"#{seen[1][:3].hex()}", f"#{seen[3][:3].hex()}")
    compare.setValue(0)
    background = current().color(Role.TRACK).name()
    assert colors() == [background, background, background, f"#{seen[3][:3].hex()}"]


def test_losses_are_told_in_amber(details: Details) -> None:
    lost = Checked(promise=Promise.FRAMES, verdict=Verdict.LOST)
    outcome = done().outcome
    assert outcome is not None
    details.show(history(done(outcome=replace(outcome, promises=(lost,)))))
    assert "Animation and pages left behind" in details.texts()


def test_locate_looks_below_a_chosen_folder_and_tells_what_is_not_there(details: Details, tmp_path: Path) -> None:
    gone = failed(error_code=ErrorCode.SOURCE_GONE, failure=FailureFacts(path="/June/DSC_1.jpg"))
    details.show(history(gone))
    details.bridge.answers[Locate] = 0
    details.press("Locate…")
    dialog = details.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert details.bridge.commands == [Locate(Selection(ids=(gone.id,)), tmp_path)]
    assert [one.title for one in details.window.said] == [f"No file of that name and size is in {tmp_path.name}."]


def test_history_is_in_order_and_other_days_have_a_date() -> None:
    told = facts.moments(history(failed(created=NOW - 200_000)), NOW)
    assert [moment.at for moment in told] == sorted(moment.at for moment in told)
    assert told[0].when == facts.clock(NOW - 200_000, NOW)
    assert told[0].when.count(":") == 1
    assert "the picture ends early" in told[-1].what


def test_a_result_larger_than_its_original_is_told(qtbot: QtBot) -> None:
    details = Details(qtbot)
    details.show(history(done(size_in=600_000)))
    assert "2% larger than the original" in details.texts()
    details.show(history(done()))
    assert "larger" not in details.texts()


@pytest.mark.parametrize("state", list(JobState))
def test_a_hook_is_shown_in_every_state_without_a_picture(qtbot: QtBot, state: JobState) -> None:
    details = Details(qtbot)
    failed_for: dict[str, Any] = (
        {"error_code": ErrorCode.BUG, "failure": FailureFacts()} if state is JobState.FAILED else {}
    )
    outcome = CallOutcome(seconds=2.0) if state is JobState.DONE else None
    details.show(history(call(state=state, outcome=outcome, **failed_for)))
    told = details.texts()
    assert "Tell archive.org" in told
    assert "Hook" in told
    assert ("Done in 2.0 s" in told) == (state is JobState.DONE)
    buttons = {button.text().strip() for button in find_all(QPushButton, inside=details.page)}
    assert ("Retry" in buttons) == (state in {JobState.FAILED, JobState.CANCELLED})
    assert details.bridge.preview.asked == []
