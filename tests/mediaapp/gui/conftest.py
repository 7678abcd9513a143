"""What tests of the window share: a job table to fill, menus to click on, and what the desktop is asked to open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from tests.support.menus import Menus
from tests.support.store import Table, put_empty_database


class _Desktop(QObject):
    """Takes what would be opened by other programs."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


@pytest.fixture
def desktop_opens(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The files and folders that other programs were asked to open; no file manager is there but this one."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    desktop = _Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")  # type: ignore[arg-type] # it takes no bytes, whatever its stub says
    yield desktop.paths
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def menus(qtbot: QtBot) -> Menus:
    """A hand that opens menus and clicks."""
    return Menus(qtbot)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """The job table of the window that is opened on `tmp_path`."""
    database = tmp_path / "data" / "jobs.sqlite"
    put_empty_database(database)
    made = Table(database)
    yield made
    made.close()
