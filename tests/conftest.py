"""What holds for every test: no screen, no real profile, and nothing left running afterwards."""

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.patient_bot import PatientBot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Hundreds of processes are started: as in an installation, each finds compiled what an earlier one has imported.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

SETTLE_S = 2.0


@pytest.fixture(scope="session", autouse=True)
def can_be_interrupted() -> Iterator[None]:
    """SIGINT as a terminal sends it, here and in what is started, also under a parent that has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def home_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A profile for what fixtures of a whole module start; the user's own is never touched."""
    with pytest.MonkeyPatch.context() as patch:
        _move_home(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for a home each; `mktemp` reads through all that are there to number one more."""
    parent = tmp_path_factory.mktemp("homes")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile and a folder of pictures of this test's own."""
    home = next(homes)
    home.mkdir()
    _move_home(monkeypatch, home)
    return home


def _move_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    patch.setenv("MEDIAAPP_HOME", str(home))
    patch.setenv("XDG_PICTURES_DIR", str(home / "Pictures"))
    patch.setenv("XDG_DOCUMENTS_DIR", str(home / "Documents"))


@pytest.fixture
def qtbot(qapp: "QApplication", request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's, with the patience that a busy machine needs."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def same_screen(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every window is seen as the application shows it, in the light theme, whatever an earlier test left on."""
    if request.node.get_closest_marker("gui") is None:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QPixmapCache

    from mediaapp.gui.theme import Theme
    from tests.support.fonts import have_a_font

    app = request.getfixturevalue("qapp")
    have_a_font()
    QPixmapCache.clear()
    worn = Theme(app, "light")
    yield
    worn.deleteLater()
    app.clipboard().clear()
    # Outside of an event loop nothing does so, and what the next test shows would be dressed along with all that is left.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the random order that they have, but those that start processes first: the last one is waited for alone."""
    items.sort(key=lambda item: item.get_closest_marker("processes") is None)


def pytest_collection_finish() -> None:
    """The tests themselves, some 300,000 objects, are not looked through after each module."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def garbage_of_the_module() -> Iterator[None]:
    """Collected by this thread: Qt objects may not be destroyed by any other (see mediaapp/gui/garbage.py)."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def garbage_of_the_test() -> Iterator[None]:
    """What is young is collected after each test."""
    yield
    gc.collect(1)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A thread that a test began has ended when the test ends."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + SETTLE_S
    while left := [thread for thread in _threads() if thread not in before]:
        if time.monotonic() > until:
            pytest.fail(f"threads still run: {', '.join(thread.name for thread in left)}")
        left[0].join(0.02)


def _threads() -> list[threading.Thread]:
    """Python's threads; one of Qt's that has logged something stays listed as a dummy for ever."""
    dummy = threading._DummyThread  # noqa: SLF001 - nothing else tells them apart
    return [one for one in threading.enumerate() if one.is_alive() and not isinstance(one, dummy)]


class Warnings(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(("mediaapp", "workers")):
            self.told.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is logged as a warning fails the test, unless it looks at the log itself by `caplog`."""
    handler = Warnings()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    assert not handler.told or "caplog" in request.fixturenames, handler.told


@pytest.fixture(autouse=True)
def no_timer_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window that a test opened is closed, and no timer of it goes on."""
    yield
    if request.node.get_closest_marker("gui") is None:
        return
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    open_ones = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    timers = [timer for owner in (app, *open_ones) for timer in owner.findChildren(QTimer) if timer.isActive()]
    for widget in open_ones:
        widget.close()
    assert not open_ones, f"still open: {open_ones}"
    assert not timers, f"timers still run: {timers}"
