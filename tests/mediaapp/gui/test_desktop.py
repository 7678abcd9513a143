"""The desktop around the window: notices, file manager, taskbar, sleep."""

import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from jeepney import DBusAddress, MatchRule, Message, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from pytestqt.qtbot import QtBot

from mediaapp.gui.desktop.awake.lock import Awake
from mediaapp.gui.desktop.bus import session_address
from mediaapp.gui.desktop.notify.choice import NoNotices, desktop_notices
from mediaapp.gui.desktop.notify.freedesktop import FreedesktopNotices
from mediaapp.gui.desktop.notify.handler import DesktopNotice, NoticeButton, Pressed
from mediaapp.gui.desktop.notify.messages import INTERFACE, PATH
from mediaapp.gui.desktop.reveal.file_manager import FileManagerRevealer
from mediaapp.gui.desktop.taskbar.launcher_entry import LauncherEntry
from tests.support.action_window import Revealed
from tests.support.session_bus import Service, session_bus

pytestmark = [pytest.mark.gui, pytest.mark.skipif(sys.platform != "linux", reason="the desktop's parts of Linux")]

NOTICE = DesktopNotice(
    tag="batch 1",
    title="40 pictures are ready",
    body="June <3 · 312 MB",
    buttons=(NoticeButton(key="folder", label="Show"),),
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


def own_bus() -> str:
    address = session_address()
    assert address is not None
    return address


class Seen:
    """What a notice handler reported."""

    def __init__(self) -> None:
        self.pressed: list[Pressed] = []
        self.refused: list[DesktopNotice] = []

    def handler(self) -> FreedesktopNotices:
        return FreedesktopNotices(
            own_bus(),
            app_name="mediaapp",
            desktop_entry="mediaapp",
            pressed=self.pressed.append,
            refused=self.refused.append,
        )


def numbers(handler: FreedesktopNotices) -> dict[str, int]:
    return {} if handler.daemon is None else handler.daemon.ids


def daemon(address: str, capabilities: list[str]) -> Service:
    numbers = iter(range(1, 100))

    def answer(member: str, message: Message) -> tuple[str, tuple[object, ...]]:
        if member == "GetCapabilities":
            return "as", (capabilities,)
        if member == "CloseNotification":
            return "", ()
        return "u", (message.body[1] or next(numbers),)

    return Service(address, INTERFACE, answer)


@pytest.fixture
def notices(bus: str) -> Iterator[Service]:
    service = daemon(bus, ["actions", "body", "body-markup"])
    yield service
    service.stop()


def test_a_notice_is_shown_with_its_buttons(qtbot: QtBot, notices: Service) -> None:
    handler = Seen().handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: "Notify" in notices.members())
    name, replaces, _, title, body, actions, hints, _ = notices.calls[-1][1]
    assert (name, replaces, title) == ("mediaapp", 0, "40 pictures are ready")
    assert body == "June &lt;3 · 312 MB"
    assert actions == ["default", "", "folder", "Show"]
    assert hints["desktop-entry"] == ("s", "mediaapp")
    handler.close()


def test_a_later_notice_of_the_same_tag_takes_its_place(qtbot: QtBot, notices: Service) -> None:
    handler = Seen().handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: numbers(handler) == {"batch 1": 1})
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: notices.members().count("Notify") == 2)
    assert notices.calls[-1][1][1] == 1
    handler.close()


def test_a_notice_is_withdrawn_also_while_the_daemon_has_not_answered_yet(qtbot: QtBot, notices: Service) -> None:
    handler = Seen().handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: bool(numbers(handler)))
    handler.withdraw(NOTICE.tag)
    handler.withdraw("another one")
    qtbot.waitUntil(lambda: notices.members().count("CloseNotification") == 1)
    assert notices.calls[-1][1] == (1,)
    handler.show(NOTICE)
    handler.withdraw(NOTICE.tag)
    qtbot.waitUntil(lambda: notices.members().count("CloseNotification") == 2)
    handler.show(NOTICE)  # as if nothing had been
    qtbot.waitUntil(lambda: bool(numbers(handler)))
    handler.close()


def test_a_pressed_button_is_reported(qtbot: QtBot, notices: Service) -> None:
    seen = Seen()
    handler = seen.handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: bool(numbers(handler)))
    emitter = DBusAddress(PATH, interface=INTERFACE)
    notices.connection.send(new_signal(emitter, "ActionInvoked", "us", (1, "folder")))
    notices.connection.send(new_signal(emitter, "NotificationClosed", "uu", (1, 2)))
    qtbot.waitUntil(lambda: not numbers(handler))
    assert seen.pressed == [Pressed(tag="batch 1", key="folder")]
    handler.close()


def test_a_daemon_without_buttons_gets_none(qtbot: QtBot, bus: str) -> None:
    service = daemon(bus, ["body"])
    handler = Seen().handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: "Notify" in service.members())
    assert service.calls[-1][1][5] == ["default", ""]
    assert service.calls[-1][1][4] == NOTICE.body, "one without markup shows what it gets"
    handler.close()
    service.stop()


def test_without_a_daemon_the_notice_is_refused(qtbot: QtBot, bus: str) -> None:
    seen = Seen()
    handler = seen.handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: seen.refused == [NOTICE])
    handler.close()


def test_a_daemon_that_never_answers_is_given_up(qtbot: QtBot, bus: str) -> None:
    service = Service(bus, INTERFACE, lambda member, message: None)
    seen = Seen()
    handler = seen.handler()
    handler.show(NOTICE)
    qtbot.waitUntil(lambda: seen.refused == [NOTICE], timeout=3_000)
    handler.close()
    service.stop()


def test_without_a_bus_notices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    seen = Seen()
    handler = desktop_notices(
        app_name="mediaapp", desktop_entry="mediaapp", pressed=seen.pressed.append, refused=seen.refused.append
    )
    assert isinstance(handler, NoNotices)
    handler.show(NOTICE)
    assert seen.refused == [NOTICE]


def test_files_are_selected_in_the_file_manager(qtbot: QtBot, bus: str) -> None:
    service = Service(bus, "org.freedesktop.FileManager1", lambda member, message: ("", ()))
    fallback = Revealed()
    revealer = FileManagerRevealer(own_bus(), fallback=fallback)
    revealer.reveal((Path("/a b/50% #1?.jpg"), Path("/a b/ü.jpg")), refused=lambda _: None)
    qtbot.waitUntil(lambda: bool(service.calls))
    assert service.calls == [("ShowItems", (["file:///a%20b/50%25%20%231%3F.jpg", "file:///a%20b/%C3%BC.jpg"], ""))]
    assert fallback.paths == []
    service.stop()


def test_a_file_manager_that_hangs_is_given_up(qtbot: QtBot, bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediaapp.gui.desktop.reveal.file_manager.ANSWER_MS", 200)
    service = Service(bus, "org.freedesktop.FileManager1", lambda member, message: None)
    fallback = Revealed()
    revealer = FileManagerRevealer(own_bus(), fallback=fallback)
    revealer.reveal((Path("/a/b.jpg"),), refused=lambda _: None)
    qtbot.waitUntil(lambda: fallback.paths == [Path("/a/b.jpg")])
    assert service.members() == ["ShowItems"]
    service.stop()


def test_without_a_file_manager_the_folder_is_opened(qtbot: QtBot, bus: str) -> None:
    fallback = Revealed()
    revealer = FileManagerRevealer(own_bus(), fallback=fallback)
    revealer.reveal((Path("/a/b.jpg"),), refused=lambda _: None)
    qtbot.waitUntil(lambda: fallback.paths == [Path("/a/b.jpg")])


def test_when_the_bus_is_gone_the_folder_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    fallback = Revealed()
    revealer = FileManagerRevealer(str(tmp_path / "no bus"), fallback=fallback)
    revealer.reveal((Path("/a/b.jpg"),), refused=lambda _: None)
    qtbot.waitUntil(lambda: fallback.paths == [Path("/a/b.jpg")])
    revealer.reveal((Path("/c/d.jpg"),), refused=lambda _: None)
    qtbot.waitUntil(lambda: fallback.paths == [Path("/a/b.jpg"), Path("/c/d.jpg")])


def test_progress_is_told_to_the_dock(qtbot: QtBot, bus: str) -> None:
    listener = open_dbus_connection(bus=bus)
    rule = MatchRule(type="signal", interface="com.canonical.Unity.LauncherEntry")
    listener.send_and_get_reply(message_bus.AddMatch(rule))
    entry = LauncherEntry(own_bus(), "mediaapp")
    told: list[object] = []

    def heard() -> bool:
        with suppress(TimeoutError):
            told.append(listener.recv_until_filtered(queue, timeout=0.01).body)
        return len(told) == 2

    with listener.filter(rule) as queue:
        entry.show_progress(0.25)
        entry.show_progress(None)
        qtbot.waitUntil(heard)
    assert told == [
        ("application://mediaapp.desktop", {"progress": ("d", 0.25), "progress-visible": ("b", True)}),
        ("application://mediaapp.desktop", {"progress": ("d", 0.0), "progress-visible": ("b", False)}),
    ]
    listener.close()


def test_the_computer_is_held_awake_and_released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")
    awake = Awake()
    awake.hold()
    awake.hold()
    assert [thread.name for thread in threading.enumerate()].count("awake") == 1
    awake.release()
    awake.release()
    assert "awake" not in [thread.name for thread in threading.enumerate()]
