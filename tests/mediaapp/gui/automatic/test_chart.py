"""The chart of what was saved: its bars, its scale, its words, its keys."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from mediaapp.gui.automatic.chart import Chart
from mediaapp.gui.automatic.chart_scale import Range, Unit, bars_of, scale
from mediaapp.gui.automatic.chart_words import below, summed_up, told
from mediaapp.gui.automatic.saved_by_day import SavedByDay
from tests.support.find import find, find_all
from tests.support.menus import Menus
from workers.jobs.queries import DaySum

pytestmark = pytest.mark.gui

TODAY = date(2026, 6, 30)
GB = 1_000_000_000


def made(day: date, saved: int, files: int = 1) -> DaySum:
    return DaySum(day=day, files=files, bytes_in=2 * saved, bytes_out=saved)


DAYS = (
    made(date(2019, 2, 3), GB),
    made(date(2026, 5, 31), GB),
    made(date(2026, 6, 16), 3 * GB, 412),
    made(TODAY, GB, 2),
)


def test_thirty_days_end_today_and_have_no_gap() -> None:
    bars = bars_of(DAYS, Range.DAYS, TODAY)
    assert [bar.begins for bar in bars.bars] == [date(2026, 6, day) for day in range(1, 31)]
    assert [(bar.begins.day, bar.saved) for bar in bars.bars if bar.files] == [(16, 3 * GB), (30, GB)]
    assert summed_up(bars, Range.DAYS) == "8.0 GB became 4.0 GB in 30 days, 4.0 GB saved"


def test_months_and_years() -> None:
    months = bars_of(DAYS, Range.MONTHS, TODAY)
    assert months.bars[0].begins == date(2025, 7, 1)
    assert [(bar.begins.month, bar.files) for bar in months.bars if bar.files] == [(5, 1), (6, 414)]
    years = bars_of(DAYS, Range.ALL, TODAY)
    assert (years.unit, [bar.begins.year for bar in years.bars]) == (Unit.YEAR, list(range(2019, 2027)))
    assert years.total.files == 416
    few = bars_of(DAYS[1:], Range.ALL, TODAY)
    assert (few.unit, len(few.bars)) == (Unit.MONTH, 2)


def test_nothing_is_no_bar_and_no_sum() -> None:
    bars = bars_of((), Range.ALL, TODAY)
    assert [bar.files for bar in bars.bars] == [0]
    assert summed_up(bars, Range.ALL) == ""
    assert scale(0) == (0,)


@pytest.mark.parametrize("highest", [1, 7, 999, 2_700_000_000, 9_999_999_999, 123_456_789_012])
def test_the_scale_is_of_few_round_numbers_up_to_the_highest_bar(highest: int) -> None:
    lines = scale(highest)
    assert lines[0] == 0
    assert lines[-2] < highest <= lines[-1]
    assert 2 <= len(lines) <= 4
    assert str(lines[1]).rstrip("0") in {"1", "2", "5"}


def test_results_that_are_larger_are_told_and_have_no_bar() -> None:
    grown = DaySum(day=TODAY, files=1, bytes_in=GB, bytes_out=3 * GB)
    bars = bars_of((grown,), Range.DAYS, TODAY)
    assert told(bars.bars[-1], bars.unit) == "30 June: 2.0 GB more, 1 file"
    assert scale(max(bar.saved for bar in bars.bars)) == (0,)


def test_few_days_are_named_below() -> None:
    bars = bars_of(DAYS, Range.DAYS, TODAY)
    assert [words for at in range(30) if (words := below(bars, at))] == ["1 June", "8", "15", "22", "30"]


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    shown = Chart()
    shown.resize(900, 260)
    qtbot.addWidget(shown)
    shown.show_bars(bars_of(DAYS, Range.DAYS, TODAY), Range.DAYS)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def test_arrows_go_day_by_day_and_are_told_to_a_screen_reader(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = list[str]()

    def hear(event: QAccessibleEvent) -> None:
        if event.type() is QAccessible.Event.Announcement:
            heard.append(chart.named())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home):
        QTest.keyClick(chart, key)
    assert heard == [
        "30 June: 1.0 GB saved, 2 files",
        "29 June: nothing",
        "30 June: 1.0 GB saved, 2 files",
        "30 June: 1.0 GB saved, 2 files",
        "1 June: nothing",
    ]


def test_the_day_pointed_at_is_named_and_stands_out(chart: Chart) -> None:
    before = chart.grab().toImage()
    places = [x for x in range(60, 900) if _named_at(chart, x) == "16 June: 3.0 GB saved, 412 files"]
    assert len(places) > 20, "the whole width of a day counts"
    QTest.mouseMove(chart, QPoint(places[0], 100))
    assert chart.grab().toImage() != before


def _named_at(chart: Chart, x: int) -> str:
    QTest.mouseMove(chart, QPoint(x, 100))
    return chart.named()


@pytest.fixture
def saved(qtbot: QtBot) -> SavedByDay:
    shown = SavedByDay()
    shown.resize(900, 320)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def test_nothing_saved_yet(saved: SavedByDay) -> None:
    assert find(QLabel, "Nothing saved yet", inside=saved)
    assert not find_all(QAbstractButton, inside=saved)
    today = date.today()
    saved.show_days((made(today, GB, 3),))
    assert find(Chart, inside=saved).accessibleDescription() == "2.0 GB became 1.0 GB in 30 days, 1.0 GB saved"


def test_other_ranges_and_the_same_numbers_as_a_table(saved: SavedByDay, menus: Menus) -> None:
    today = date.today()
    saved.show_days((made(today - timedelta(days=300), GB, 7), made(today, GB, 3)))
    for words, files in (("All", 10), ("12 months", 10), ("30 days", 3)):
        QTest.mouseClick(find(QAbstractButton, words, inside=saved), Qt.MouseButton.LeftButton)
        menus.choose(find(QPushButton, "More about what was saved", inside=saved), "Show as a table")
        table = find(QTableWidget, inside=saved)
        shown = [[_words(table, row, column) for column in range(5)] for row in range(table.rowCount())]
        assert sum(int(row[1]) for row in shown) == files
        assert shown[0][1:] == ["3", "2.0 GB", "1.0 GB", "1.0 GB"]
    menus.choose(find(QPushButton, "More about what was saved", inside=saved), "Show as a chart")
    assert find(Chart, inside=saved)


def _words(table: QTableWidget, row: int, column: int) -> str:
    return str(table.model().index(row, column).data())
