"""Collecting garbage beside threads."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from mediaapp.gui.garbage import CyclicCollector

pytestmark = pytest.mark.gui


class Knot(QObject):
    """Garbage that only the cyclic collector can find."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self
        QTimer(self, interval=5).start()


def test_qt_objects_are_destroyed_in_the_gui_thread_while_another_one_allocates(qtbot: QtBot) -> None:
    gc.enable()
    owner = QObject()
    CyclicCollector(owner)
    destroyed_in: list[threading.Thread] = []
    stop = threading.Event()

    def allocate() -> None:
        while not stop.is_set():
            cycle: list[object] = []
            cycle.append(cycle)

    def make_garbage() -> None:
        for _ in range(20):
            weakref.finalize(Knot(), lambda: destroyed_in.append(threading.current_thread()))

    make_garbage()
    busy = threading.Thread(target=allocate, name="busy")
    busy.start()
    try:
        qtbot.waitUntil(lambda: len(destroyed_in) == 20, timeout=10_000)
    finally:
        stop.set()
        busy.join()
        owner.deleteLater()
    assert set(destroyed_in) == {threading.main_thread()}
