"""Every entry of the ⋮ menu, by clicks on the real menu: what it changes is seen, and is in the settings file."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mediaapp.gui.theme import is_dark
from mediaapp.settings import Appearance, Settings, load, save
from tests.support.menus import Menus, entry, inner_menu, leaves
from tests.support.store import Table
from tests.support.window import Opened, folders_in, opened_window
from workers.pool.admission import MemoryBudget
from workers.pool.supervisor import Supervisor

pytestmark = pytest.mark.gui

GB = 1_000_000_000
CHOICES: dict[str, dict[str, tuple[str, Any]]] = {
    "Appearance": {
        "As the desktop": ("theme", Appearance.AUTO),
        "Light": ("theme", Appearance.LIGHT),
        "Dark": ("theme", Appearance.DARK),
    },
    "Pictures at a time": {"Automatic": ("workers", None)}
    | {str(n): ("workers", n) for n in (1, 2, 3, 4, 6, 8, 12, 16)},
    "Processors": {"Automatic": ("processors", None)} | {str(n): ("processors", n) for n in (1, 2, 3, 4, 6, 8, 12, 16)},
    "Memory": {"Automatic": ("memory", None)}
    | {f"{n}{'.0' if n < 10 else ''} GB": ("memory", n * GB) for n in (1, 2, 4, 8, 16, 32)},
}
SWITCHES = {
    "Compact list": "compact",
    "Notices on the desktop": "notices",
    "No sleep while working": "keep_awake",
    "Go on in the background when closed": "close_to_tray",
}
MANNERS = {"Only on mains power", "Only while nobody uses the computer", "Quiet hours…"}
OTHERS = {"Automatic", "Remove finished from list", "Save a report…", "Open the log", "Quit"}


def written(opened: Opened) -> Settings:
    return load(opened.folders.settings).settings


def is_written(opened: Opened, field: str, value: object) -> bool:
    return bool(getattr(written(opened), field) == value)


def is_ticked(opened: Opened, *words: str) -> bool:
    action: QAction | None = None
    menu: QMenu = opened.main_menu
    for word in words:
        action = entry(menu, word)
        menu = inner_menu(action) or menu
    return action is not None and action.isChecked()


def test_no_entry_is_left_out_here(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        known: set[tuple[str, ...]] = {(title, words) for title, choices in CHOICES.items() for words in choices}
        known |= {(words,) for words in OTHERS | set(SWITCHES)}
        known |= {("When it works", words) for words in MANNERS}
        assert set(leaves(opened.main_menu)) == known


@pytest.mark.parametrize("words", SWITCHES)
def test_a_switch_turns_its_setting_over_and_back(qtbot: QtBot, tmp_path: Path, menus: Menus, words: str) -> None:
    field = SWITCHES[words]
    with opened_window(qtbot, tmp_path) as opened:
        before = bool(getattr(Settings(notices=False), field))
        for wanted in (not before, before):
            menus.choose(opened.menu, words)
            qtbot.waitUntil(partial(is_written, opened, field, wanted))
            assert is_ticked(opened, words) is wanted


@pytest.mark.parametrize("title", CHOICES)
def test_a_choice_is_kept_and_ticked(qtbot: QtBot, tmp_path: Path, menus: Menus, title: str) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        for words, (field, value) in reversed(CHOICES[title].items()):
            menus.choose(opened.menu, title, words)
            qtbot.waitUntil(partial(is_written, opened, field, value))
            assert [one for one in CHOICES[title] if is_ticked(opened, title, one)] == [words]


def test_a_switch_is_turned_by_the_keyboard_too(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        menu = opened.main_menu
        menu.popup(opened.window.mapToGlobal(opened.window.rect().center()))
        menu.setActiveAction(entry(menu, "Compact list"))
        QTest.keyClick(menu, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: written(opened).compact)


def test_a_compact_list_has_lower_rows_at_once(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        roomy = opened.window.panel.view.row_px
        menus.choose(opened.menu, "Compact list")
        assert opened.window.panel.view.row_px < roomy


def test_the_appearance_changes_at_once(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        for words, dark in (("Dark", True), ("Light", False)):
            menus.choose(opened.menu, "Appearance", words)
            assert is_dark() is dark


@pytest.mark.parametrize(
    ("title", "words", "wanted"),
    [("Pictures at a time", "3", ("workers", 3)), ("Memory", "2.0 GB", ("budget", 2 * GB))],
)
def test_the_pool_follows(
    qtbot: QtBot,
    tmp_path: Path,
    menus: Menus,
    monkeypatch: pytest.MonkeyPatch,
    title: str,
    words: str,
    wanted: tuple[str, int],
) -> None:
    told: list[dict[str, int]] = []

    def resize(_pool: Supervisor, *, workers: int, memory: MemoryBudget, processors: int | None) -> None:
        told.append({"workers": workers, "budget": memory.budget, "processors": processors or 0})

    monkeypatch.setattr(Supervisor, "resize", resize)
    for name in ("start", "stop"):
        monkeypatch.setattr(Supervisor, name, lambda _pool: None)
    with opened_window(qtbot, tmp_path) as opened:
        opened.session.start_pool()
        qtbot.waitUntil(lambda: len(told) == 1)
        menus.choose(opened.menu, title, words)
        qtbot.waitUntil(lambda: bool(told[-1][wanted[0]] == wanted[1]))


def test_the_menu_shows_what_stands_in_the_settings_file(qtbot: QtBot, tmp_path: Path) -> None:
    save(folders_in(tmp_path).settings, Settings(workers=5, memory=3 * GB, close_to_tray=True, compact=True))
    with opened_window(qtbot, tmp_path, settings=load(folders_in(tmp_path).settings).settings) as opened:
        ticked = [
            ("Pictures at a time", "5"),
            ("Memory", "3.0 GB"),
            ("Go on in the background when closed",),
            ("Compact list",),
            ("Notices on the desktop",),
        ]
        assert all(is_ticked(opened, *words) for words in ticked)


def test_what_another_place_sets_is_shown_too(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        opened.preferences.change(replace(opened.preferences.current, close_to_tray=True, compact=True, workers=2))
        for words in (("Go on in the background when closed",), ("Compact list",), ("Pictures at a time", "2")):
            assert is_ticked(opened, *words)


def test_finished_rows_go(qtbot: QtBot, tmp_path: Path, menus: Menus, table: Table) -> None:
    table.add(2)
    table.finish()
    with opened_window(qtbot, tmp_path) as opened:
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.done == 1)
        menus.choose(opened.menu, "Remove finished from list")
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 1)


def test_the_log_is_opened(qtbot: QtBot, tmp_path: Path, menus: Menus, desktop_opens: list[Path]) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        menus.choose(opened.menu, "Open the log")
        assert desktop_opens == [opened.folders.logs]


def test_quit_closes_the_window(qtbot: QtBot, tmp_path: Path, menus: Menus) -> None:
    with opened_window(qtbot, tmp_path) as opened:
        menus.choose(opened.menu, "Quit")
        qtbot.waitUntil(lambda: not opened.window.isVisible())
