"""Qt's own dialog for files: its icons, where it opens, and what it remembers over a restart."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton, QTreeView
from pytestqt.qtbot import QtBot

from mediaapp.gui.window_state import WindowState, read_state
from tests.support.find import accept_button, find, name_field
from tests.support.window import Opened, opened_window

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of pictures."""
    folder = tmp_path / "My Pictures"
    folder.mkdir()
    monkeypatch.setenv("XDG_PICTURES_DIR", str(folder))
    return folder


def button(opened: Opened, name: str) -> QPushButton:
    return find(QPushButton, name, inside=opened.window.toolbar)


def asks(qtbot: QtBot, opened: Opened, name: str = "Add files") -> QFileDialog:
    """The dialog that a click on this button opens."""
    QTest.mouseClick(button(opened, name), LEFT)
    dialog = opened.window.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitExposed(dialog):
        pass
    return dialog


def answer(qtbot: QtBot, dialog: QFileDialog, name: str) -> None:
    """Write a name and press the button."""
    QTest.keyClicks(name_field(dialog), name)
    accept = accept_button(dialog)
    qtbot.waitUntil(accept.isEnabled)
    QTest.mouseClick(accept, LEFT)
    qtbot.waitUntil(lambda: not dialog.isVisible())


@pytest.mark.parametrize("name", ["Add files", "Add folder"])
def test_it_opens_where_pictures_are(qtbot: QtBot, tmp_path: Path, pictures: Path, name: str) -> None:
    with opened_window(qtbot, tmp_path / "home") as opened:
        dialog = asks(qtbot, opened, name)
        assert Path(dialog.directory().path()) == pictures
        dialog.reject()


def test_it_opens_where_the_last_files_were_also_after_a_restart(qtbot: QtBot, tmp_path: Path, pictures: Path) -> None:
    june = tmp_path / "June"
    june.mkdir()
    Image.new("RGB", (8, 8)).save(june / "a.png")
    with opened_window(qtbot, tmp_path / "home") as opened:
        dialog = asks(qtbot, opened)
        dialog.setDirectory(str(june))
        answer(qtbot, dialog, "a.png")
        qtbot.waitUntil(lambda: opened.bridge.snapshot.counts.total == 1)
        again = asks(qtbot, opened)
        assert Path(again.directory().path()) == june
        again.reject()
        opened.window.close()
    with opened_window(qtbot, tmp_path / "home") as opened:
        dialog = asks(qtbot, opened)
        assert Path(dialog.directory().path()) == june
        dialog.reject()


def test_a_folder_that_is_gone_is_not_where_it_opens(qtbot: QtBot, tmp_path: Path, pictures: Path) -> None:
    state = WindowState()
    state.dialogs.folders["add"] = str(tmp_path / "was here")
    with opened_window(qtbot, tmp_path / "home", state=state) as opened:
        dialog = asks(qtbot, opened)
        assert Path(dialog.directory().path()) == pictures
        dialog.reject()


def test_size_and_order_are_kept_also_by_one_that_is_left_without_a_choice(
    qtbot: QtBot, tmp_path: Path, pictures: Path
) -> None:
    def by_size(dialog: QFileDialog) -> tuple[int, Qt.SortOrder]:
        header = find(QTreeView, inside=dialog).header()
        return header.sortIndicatorSection(), header.sortIndicatorOrder()

    with opened_window(qtbot, tmp_path / "home") as opened:
        dialog = asks(qtbot, opened)
        dialog.resize(820, 540)
        header = find(QTreeView, inside=dialog).header()
        place = header.sectionViewportPosition(1) + 8
        QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(place, 8))
        wanted = by_size(dialog)
        assert wanted[0] == 1
        dialog.reject()
        qtbot.waitUntil(lambda: opened.window.findChild(QFileDialog) is None)
        opened.window.close()
    assert read_state(tmp_path / "home" / "config" / "window.json").dialogs.size == (820, 540)
    with opened_window(qtbot, tmp_path / "home") as opened:
        dialog = asks(qtbot, opened)
        assert (dialog.width(), dialog.height()) == (820, 540)
        assert by_size(dialog) == wanted
        dialog.reject()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_button_of_it_shows_its_icon(qtbot: QtBot, tmp_path: Path, pictures: Path, theme: str) -> None:
    with opened_window(qtbot, tmp_path / "home", theme=theme) as opened:
        dialog = asks(qtbot, opened)
        tools = [one for one in dialog.findChildren(QToolButton) if one.isVisible()]
        assert len(tools) == 6
        for tool in tools:
            image = tool.grab().toImage()
            ground = image.pixelColor(image.width() // 2, 3)
            drawn = sum(
                image.pixelColor(x, y) != ground
                for x in range(6, image.width() - 6)
                for y in range(6, image.height() - 6)
            )
            assert drawn > 25, tool.objectName()
        dialog.reject()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_path_that_was_written_is_where_it_opens_next(
    qtbot: QtBot, tmp_path: Path, pictures: Path, kind: str
) -> None:
    far = tmp_path / "Far" / "away"
    (far / "June").mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(far / "a.png")
    name, path = ("Add folder", far / "June") if kind == "folder" else ("Add files", far / "a.png")
    with opened_window(qtbot, tmp_path / "home") as opened:
        dialog = asks(qtbot, opened, name)
        assert Path(dialog.directory().path()) == pictures
        answer(qtbot, dialog, str(path))
        qtbot.waitUntil(lambda: opened.window.findChild(QFileDialog) is None)
        dialog = asks(qtbot, opened, name)
        assert Path(dialog.directory().path()) == far
        dialog.reject()
