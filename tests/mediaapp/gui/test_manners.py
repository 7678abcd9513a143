"""When jobs may begin: told where it is looked for, overruled by a click, chosen in the menu."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as hour
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QTimeEdit, QWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.actions.timing import BEGIN_NOW
from mediaapp.gui.dialogs.quiet_hours import QuietHoursQuestion
from mediaapp.gui.window_state import Page
from mediaapp.settings import Settings, load
from tests.support.find import find, find_all
from tests.support.menus import Menus
from tests.support.person import Person
from tests.support.store import Table
from tests.support.window import Opened, drop, opened_window, uris
from workers.jobs.queries import Selection
from workers.kinds import JobKind
from workers.local_time import EVERY_DAY, Weekday, next_moment
from workers.manners.manners import Hold, HoldReason, LetThrough, Manners, QuietHours

pytestmark = pytest.mark.gui

LATE = datetime.now().replace(hour=22, minute=0, second=0, microsecond=0) + timedelta(days=30)
NIGHT = Hold(reasons=(HoldReason.QUIET_HOURS,), until=LATE.timestamp())
TOLD = f"Waits until {LATE.date().isoformat()} 22:00"


@pytest.fixture
def held(qtbot: QtBot, tmp_path: Path, table: Table) -> Iterator[tuple[Opened, Person]]:
    """A window over three pictures that quiet hours hold back."""
    table.add(3)
    table.timetable.hold([NIGHT])
    with opened_window(qtbot, tmp_path) as opened:
        person = Person(qtbot, opened)
        person.waits(lambda: person.sees("a0.jpg"))
        yield opened, person


class TestHeldBack:
    def test_the_line_at_the_bottom_the_rows_and_activity_say_why(self, held: tuple[Opened, Person]) -> None:
        opened, person = held
        person.waits(lambda: TOLD[0].lower() + TOLD[1:] in person.reads(opened.window.status))
        assert person.sees(TOLD)
        opened.window.show_page(Page.ACTIVITY)
        person.waits(lambda: bool(find_all(QWidget, TOLD, inside=opened.window.sidebar)))

    def test_activity_tells_several_reasons_whole(self, held: tuple[Opened, Person], table: Table) -> None:
        opened, person = held
        opened.window.show_page(Page.ACTIVITY)
        reasons = (HoldReason.QUIET_HOURS, HoldReason.ON_BATTERY, HoldReason.IN_USE)
        table.timetable.hold([Hold(reasons=reasons, until=LATE.timestamp())])
        told = f"{TOLD} and for mains power and until nobody uses the computer"
        person.waits(lambda: told in person.reads(opened.window.sidebar))

    @pytest.mark.parametrize("where", ["banner", "activity"])
    def test_go_on_now_lets_through_what_is_held_back(
        self, held: tuple[Opened, Person], table: Table, where: str
    ) -> None:
        opened, person = held
        opened.window.show_page(Page.ACTIVITY)
        inside = opened.window.panel.banners if where == "banner" else opened.window.sidebar
        person.clicks_on("Go on now", inside=inside)
        person.waits(lambda: table.timetable.let_through() == [LetThrough(reason=HoldReason.QUIET_HOURS)])
        table.timetable.hold([])  # as the pool does then
        person.waits(lambda: not person.sees_buttons("Go on now"))
        assert not opened.window.panel.banners.isVisible()

    def test_nothing_is_said_where_nothing_waits(self, qtbot: QtBot, tmp_path: Path, table: Table) -> None:
        table.add(1)
        table.finish()
        table.timetable.hold([NIGHT])
        with opened_window(qtbot, tmp_path) as opened:
            person = Person(qtbot, opened)
            person.waits(lambda: person.sees("June"))
            assert not opened.window.panel.banners.isVisible()
            assert "aits until" not in person.reads(opened.window.status)


class TestLater:
    def test_a_drop_is_put_off_by_its_message_and_begun_by_its_heading(
        self, qtbot: QtBot, tmp_path: Path, table: Table
    ) -> None:
        june = tmp_path / "June"
        june.mkdir()
        for name in ("a.jpg", "b.jpg"):
            Image.new("RGB", (8, 8)).save(june / name)
        with opened_window(qtbot, tmp_path) as opened:
            person = Person(qtbot, opened)
            drop(opened.window, uris([june]))
            person.clicks_on("Later tonight")
            person.waits(lambda: person.counts.paused == 2)
            (batch,) = table.reader.batches()
            assert batch.begins_at is not None
            assert abs(batch.begins_at - next_moment(time.time(), hour(22))) < 1
            assert {job.not_before for job in table.reader.jobs(table.reader.ids(Selection()))} == {batch.begins_at}
            person.waits(lambda: person.sees("Begins ") and person.labels_in_row("June") == ["Begin now"])
            person.clicks_in_row("June", BEGIN_NOW)
            person.waits(lambda: person.counts.queued == 2)
            (batch,) = table.reader.batches()
            assert (batch.begins_at, batch.on_hold) == (None, False)

    def test_a_heading_is_put_off_by_the_menu_and_begun_by_the_message(
        self, qtbot: QtBot, tmp_path: Path, table: Table
    ) -> None:
        table.add(2)
        with opened_window(qtbot, tmp_path, settings=Settings(later=hour(21, 30), notices=False)) as opened:
            person = Person(qtbot, opened)
            person.waits(lambda: person.sees("June"))
            person.selects("June")
            person.chooses("Later tonight")
            person.waits(lambda: "2 pictures begin " in person.toasts())
            (batch,) = table.reader.batches()
            assert batch.begins_at is not None
            assert datetime.fromtimestamp(batch.begins_at).time() == hour(21, 30)
            person.clicks_on("Begin now")
            person.waits(lambda: person.counts.queued == 2)

    def test_what_begins_after_another_batch_says_so(self, qtbot: QtBot, tmp_path: Path, table: Table) -> None:
        first = table.add(1)[0]
        table.add(1, folder="July", after=table.job(first).batch)
        with opened_window(qtbot, tmp_path) as opened:
            person = Person(qtbot, opened)
            person.waits(lambda: person.sees("Begins after “June”"))
            assert [row for row in opened.rows() if row == "June"]


class TestMenu:
    @pytest.fixture
    def opened(self, qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
        with opened_window(qtbot, tmp_path) as made:
            yield made

    @pytest.mark.parametrize(
        ("words", "manners"),
        [
            ("Only on mains power", Manners(on_mains=True)),
            ("Only while nobody uses the computer", Manners(when_idle=True)),
        ],
    )
    def test_a_switch_is_written_and_taken_back(
        self, qtbot: QtBot, opened: Opened, menus: Menus, words: str, manners: Manners
    ) -> None:
        for wanted in ((manners,), ()):
            menus.choose(opened.menu, "When it works", words)
            qtbot.waitUntil(partial(_is_written, opened, wanted))

    def test_quiet_hours_are_asked_for_and_given_up(self, qtbot: QtBot, opened: Opened, menus: Menus) -> None:
        person = Person(qtbot, opened)
        menus.choose(opened.menu, "When it works", "Quiet hours…")
        dialog = find(QuietHoursQuestion, inside=opened.window)
        _type(find(QTimeEdit, "From", inside=dialog), "2000")
        _type(find(QTimeEdit, "Until", inside=dialog), "0630")
        for day in ("Sat", "Sun"):
            box = find(QCheckBox, day, inside=dialog)
            QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        person.clicks_on("Keep quiet then", inside=dialog)
        days = EVERY_DAY - {Weekday.SATURDAY, Weekday.SUNDAY}
        wanted = (Manners(quiet=(QuietHours(begins=hour(20), until=hour(6, 30), days=days),)),)
        qtbot.waitUntil(lambda: load(opened.folders.settings).settings.manners == wanted)
        qtbot.waitUntil(lambda: not find_all(QuietHoursQuestion, inside=opened.window))
        menus.choose(opened.menu, "When it works", "Quiet hours…")
        person.clicks_on("No quiet hours", inside=find(QuietHoursQuestion, inside=opened.window))
        qtbot.waitUntil(lambda: load(opened.folders.settings).settings.manners == ())

    def test_what_the_file_says_of_one_kind_stays(self, opened: Opened) -> None:
        of_reports = Manners(kind=JobKind.REPORT, on_mains=True)
        settings = Settings(manners=(of_reports,))
        assert settings.with_general_manners(Manners(when_idle=True)).manners == (Manners(when_idle=True), of_reports)
        assert settings.with_general_manners(Manners()).manners == (of_reports,)


def _is_written(opened: Opened, wanted: tuple[Manners, ...]) -> bool:
    return load(opened.folders.settings).settings.manners == wanted


def _type(edit: QTimeEdit, digits: str) -> None:
    """Write an hour as a person does, section by section."""
    edit.setFocus()
    edit.setSelectedSection(QTimeEdit.Section.HourSection)
    QTest.keyClicks(edit, digits[:2])
    edit.setSelectedSection(QTimeEdit.Section.MinuteSection)
    QTest.keyClicks(edit, digits[2:])
