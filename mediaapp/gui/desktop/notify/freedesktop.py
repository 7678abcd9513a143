"""Notices of Linux desktops: org.freedesktop.Notifications, spoken by jeepney over a socket that Qt watches."""

from functools import partial
from itertools import count

from jeepney import HeaderFields, Message, MessageType
from jeepney.bus_messages import message_bus
from msgspec import Struct
from PySide6.QtCore import QObject

from mediaapp.gui.desktop.bus import Bus
from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice, OnPressed, OnRefused, Pressed
from mediaapp.gui.desktop.notify.messages import INTERFACE, capabilities, close, notify, owners, signals


class _Daemon(Struct):
    """The program that shows notices now: its unique name on the bus, what it can do, its numbers by tag.

    With a daemon that ends, its notices and numbers are gone: the next one counts anew.
    """

    name: str
    abilities: frozenset[str]
    ids: dict[str, int]


class FreedesktopNotices(QObject):
    """Shows notices, replaces them by tag, and reports the buttons pressed.

    What is shown before the daemon has told its capabilities waits for them. What no daemon has taken within a second is
    refused, and taken back should it be shown after all.
    """

    def __init__(
        self, address: str, *, app_name: str, desktop_entry: str, pressed: OnPressed, refused: OnRefused
    ) -> None:
        super().__init__()
        self._app_name = app_name
        self._desktop_entry = desktop_entry
        self._pressed = pressed
        self._refused = refused
        self.daemon: _Daemon | None = None
        self._asks = False
        self._waiting: list[DesktopNotice] = []
        self._numbers = count()
        self._sent: dict[int, DesktopNotice] = {}
        self._bus = Bus(address, parent=self)
        self._bus.received.connect(self._on_received)
        self._bus.lost.connect(self._on_no_daemon)

    def show(self, notice: DesktopNotice) -> None:
        """Show the notice or put it where the one with its tag is."""
        if self.daemon is None:
            self._waiting.append(notice)
            self._look_for_daemon()
        else:
            self._send(self.daemon, notice)

    def withdraw(self, tag: str) -> None:
        """Take it back; what the daemon has not taken yet, as soon as it has."""
        self._waiting = [notice for notice in self._waiting if notice.tag != tag]
        self._sent = {number: notice for number, notice in self._sent.items() if notice.tag != tag}
        if self.daemon is not None and (number := self.daemon.ids.pop(tag, None)) is not None:
            self._bus.call(close(self.daemon.name, number), None)

    def close(self) -> None:
        """Let go of the bus."""
        self._bus.close()

    def _look_for_daemon(self) -> None:
        if self._asks:
            return
        self._asks = True
        if not self._bus.is_open:
            self._bus.call(owners(), None)
            for member in ("ActionInvoked", "NotificationClosed"):
                self._bus.call(signals(member), None)
        self._bus.call(capabilities(), self._on_capabilities, on_silence=self._on_no_daemon)

    def _on_capabilities(self, answer: Message) -> None:
        self._asks = False
        if answer.header.message_type is not MessageType.method_return:
            self._on_no_daemon()
            return
        name = answer.header.fields[HeaderFields.sender]
        if self.daemon is None or self.daemon.name != name:
            self.daemon = _Daemon(name=name, abilities=frozenset(answer.body[0]), ids={})
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            self._send(self.daemon, notice)

    def _send(self, daemon: _Daemon, notice: DesktopNotice) -> None:
        number = next(self._numbers)
        self._sent[number] = notice
        message = notify(
            daemon.name,
            notice,
            app_name=self._app_name,
            desktop_entry=self._desktop_entry,
            replaces=daemon.ids.get(notice.tag, 0),
            buttons="actions" in daemon.abilities,
            markup="body-markup" in daemon.abilities,
        )
        self._bus.call(message, partial(self._on_shown, number, daemon), on_silence=partial(self._give_up, number))

    def _on_shown(self, number: int, daemon: _Daemon, answer: Message) -> None:
        notice = self._sent.pop(number, None)
        if answer.header.message_type is not MessageType.method_return:
            if notice is not None:
                self._refused(notice)
        elif notice is not None:
            daemon.ids[notice.tag] = answer.body[0]
        else:
            self._bus.call(close(daemon.name, answer.body[0]), None)

    def _give_up(self, number: int) -> None:
        notice = self._sent.pop(number, None)
        if notice is not None:
            self._refused(notice)

    def _on_received(self, signal: Message) -> None:
        fields = signal.header.fields
        interface = fields.get(HeaderFields.interface)
        if interface == message_bus.interface and fields.get(HeaderFields.member) == "NameOwnerChanged":
            self._on_owner_changed(*signal.body)
        elif interface == INTERFACE and self.daemon is not None and fields.get(HeaderFields.sender) == self.daemon.name:
            self._on_signal(self.daemon, str(fields.get(HeaderFields.member)), *signal.body)

    def _on_signal(self, daemon: _Daemon, member: str, number: int, detail: object) -> None:
        tag = next((tag for tag, known in daemon.ids.items() if known == number), None)
        if tag is None:
            return
        match member:
            case "ActionInvoked":
                self._pressed(Pressed(tag=tag, key=str(detail) or DEFAULT_BUTTON))
            case "NotificationClosed":
                del daemon.ids[tag]
            case _:
                return

    def _on_owner_changed(self, name: str, _before: str, now: str) -> None:
        if name != INTERFACE or self.daemon is None or now == self.daemon.name:
            return
        self.daemon = None
        unanswered, self._sent = self._sent, {}
        for notice in unanswered.values():
            self.show(notice)

    def _on_no_daemon(self) -> None:
        self._asks = False
        self.daemon = None
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            self._refused(notice)
