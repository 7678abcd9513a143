"""Daemons that hang, come back, and end: every notice is seen once, and no other program's is replaced."""

import sys
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from mediaapp.gui.desktop.notify.freedesktop import FreedesktopNotices
from mediaapp.gui.desktop.notify.handler import DesktopNotice, Pressed
from tests.support.notification_daemon import running_daemon
from tests.support.session_bus import session_bus

pytestmark = [pytest.mark.gui, pytest.mark.skipif(sys.platform != "linux", reason="the desktop's parts of Linux")]

NOTICE = DesktopNotice(tag="batch 1", title="40 pictures are ready", body="June")
LATER = replace(NOTICE, title="50 pictures are ready")
OTHER = replace(NOTICE, tag="job 7", title="a.jpg is ready")
MOMENT_MS = 10_000
"""Of which a busy machine takes the most."""


class Notices:
    """A handler on a bus of its own, and what it handed back to the window."""

    def __init__(self, address: str) -> None:
        self.pressed: list[Pressed] = []
        self.refused: list[DesktopNotice] = []
        self.address = address
        self.handler = FreedesktopNotices(
            address.partition("=")[2].partition(",")[0],
            app_name="mediaapp",
            desktop_entry="mediaapp",
            pressed=self.pressed.append,
            refused=self.refused.append,
        )

    def get_shown(self, qtbot: QtBot, notice: DesktopNotice) -> None:
        """Have the daemon show this, however often a busy machine keeps it from answering in time."""
        self.handler.show(notice)
        qtbot.waitUntil(lambda: self._is_shown(notice), timeout=20_000)

    def _is_shown(self, notice: DesktopNotice) -> bool:
        if notice in self.refused:
            self.refused.remove(notice)
            self.handler.show(notice)
        return self.handler.daemon is not None and notice.tag in self.handler.daemon.ids


@pytest.fixture
def notices(qtbot: QtBot) -> Iterator[Notices]:
    with session_bus() as address:
        made = Notices(address)
        yield made
        made.handler.close()


def test_while_the_daemon_hangs_each_notice_is_the_windows_within_a_moment(qtbot: QtBot, notices: Notices) -> None:
    with running_daemon(notices.address) as daemon:
        notices.get_shown(qtbot, NOTICE)
        daemon.hang()
        notices.handler.show(LATER)
        notices.handler.show(OTHER)
        qtbot.waitUntil(lambda: notices.refused == [LATER, OTHER], timeout=MOMENT_MS)


def test_a_daemon_that_wakes_up_does_not_keep_what_the_window_has_told(qtbot: QtBot, notices: Notices) -> None:
    with running_daemon(notices.address, first=5) as daemon:
        notices.get_shown(qtbot, NOTICE)
        daemon.hang()
        notices.handler.show(OTHER)
        qtbot.waitUntil(lambda: notices.refused == [OTHER], timeout=MOMENT_MS)
        daemon.go_on()
        qtbot.waitUntil(lambda: daemon.closed() == [6])
        notices.handler.show(LATER)
        qtbot.waitUntil(lambda: daemon.shown()[-1] == (5, LATER.title))
    assert notices.refused == [OTHER]


def test_a_daemon_that_hangs_from_the_start(qtbot: QtBot, notices: Notices) -> None:
    with running_daemon(notices.address) as daemon:
        daemon.hang()
        notices.handler.show(NOTICE)
        qtbot.waitUntil(lambda: notices.refused == [NOTICE], timeout=MOMENT_MS)
        notices.handler.show(OTHER)
        qtbot.waitUntil(lambda: notices.refused == [NOTICE, OTHER], timeout=MOMENT_MS)
        daemon.go_on()
        notices.get_shown(qtbot, LATER)
        qtbot.waitUntil(lambda: daemon.shown()[-1:] == [(0, LATER.title)], timeout=MOMENT_MS)


def test_after_a_restart_nothing_of_another_program_is_replaced(qtbot: QtBot, notices: Notices) -> None:
    with running_daemon(notices.address, first=1) as daemon:
        notices.get_shown(qtbot, NOTICE)
    with running_daemon(notices.address, first=1) as daemon:  # whose number 1 is another program's
        notices.get_shown(qtbot, LATER)
        qtbot.waitUntil(lambda: daemon.shown()[-1:] == [(0, LATER.title)], timeout=MOMENT_MS)
    assert notices.refused == []


def test_a_daemon_that_ends_with_a_notice_in_its_hands(qtbot: QtBot, notices: Notices) -> None:
    with running_daemon(notices.address) as daemon:
        notices.get_shown(qtbot, NOTICE)
        daemon.hang()
        notices.handler.show(LATER)
    qtbot.waitUntil(lambda: notices.refused == [LATER], timeout=MOMENT_MS)
    notices.handler.show(OTHER)
    qtbot.waitUntil(lambda: notices.refused == [LATER, OTHER], timeout=MOMENT_MS)
    with running_daemon(notices.address) as daemon:
        notices.get_shown(qtbot, NOTICE)


def test_a_bus_that_ends_with_a_notice_on_its_way(qtbot: QtBot) -> None:
    with session_bus() as address:
        notices = Notices(address)
        with running_daemon(address) as daemon:
            notices.get_shown(qtbot, NOTICE)
            daemon.hang()
            notices.handler.show(LATER)
            qtbot.wait(50)
    qtbot.waitUntil(lambda: notices.refused == [LATER], timeout=MOMENT_MS)
    notices.handler.close()
