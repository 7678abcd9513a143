"""Notices of Linux desktops: org.freedesktop.Notifications, spoken by jeepney over a socket that Qt watches."""

from functools import partial

from jeepney import HeaderFields, MatchRule, Message, MessageType
from jeepney.bus_messages import message_bus
from PySide6.QtCore import QObject, QTimer

from mediaapp.gui.desktop.bus import Bus
from mediaapp.gui.desktop.notify.handler import DEFAULT_BUTTON, DesktopNotice, OnPressed, OnRefused, Pressed
from mediaapp.gui.desktop.notify.messages import INTERFACE, PATH, capabilities, notify

ANSWER_MS = 1_000
"""How long a daemon may take before the notice is refused."""


class FreedesktopNotices(QObject):
    """Shows notices, replaces them by tag, and reports the buttons pressed.

    What is shown before the daemon has told its capabilities waits for them.
    """

    def __init__(
        self, address: str, *, app_name: str, desktop_entry: str, pressed: OnPressed, refused: OnRefused
    ) -> None:
        super().__init__()
        self._app_name = app_name
        self._desktop_entry = desktop_entry
        self._pressed = pressed
        self._refused = refused
        self._ids: dict[str, int] = {}
        self._waiting: list[DesktopNotice] = []
        self._capabilities: frozenset[str] | None = None
        self._bus = Bus(address, parent=self)
        self._bus.received.connect(self._on_received)
        self._bus.lost.connect(self._on_lost)
        self._patience = QTimer(self, singleShot=True, interval=ANSWER_MS)
        self._patience.timeout.connect(self._on_lost)

    def show(self, notice: DesktopNotice) -> None:
        """Show the notice or put it where the one with its tag is."""
        if self._capabilities is None:
            self._waiting.append(notice)
            self._start()
            return
        replaced = self._ids.get(notice.tag, 0)
        message = notify(
            notice,
            app_name=self._app_name,
            desktop_entry=self._desktop_entry,
            replaces=replaced,
            buttons="actions" in self._capabilities,
        )
        self._bus.call(message, partial(self._on_shown, notice))

    def close(self) -> None:
        """Let go of the bus."""
        self._patience.stop()
        self._bus.close()

    def _start(self) -> None:
        if self._patience.isActive():
            return
        self._patience.start()
        for member in ("ActionInvoked", "NotificationClosed"):
            rule = MatchRule(type="signal", interface=INTERFACE, member=member, path=PATH)
            self._bus.call(message_bus.AddMatch(rule), None)
        self._bus.call(capabilities(), self._on_capabilities)

    def _on_capabilities(self, answer: Message) -> None:
        self._patience.stop()
        if answer.header.message_type is not MessageType.method_return:
            self._on_lost()
            return
        self._capabilities = frozenset(answer.body[0])
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            self.show(notice)

    def _on_shown(self, notice: DesktopNotice, answer: Message) -> None:
        if answer.header.message_type is MessageType.method_return:
            self._ids[notice.tag] = answer.body[0]
        else:
            self._refused(notice)

    def _on_received(self, signal: Message) -> None:
        if signal.header.fields.get(HeaderFields.interface) != INTERFACE:
            return
        number, detail = signal.body
        tag = next((tag for tag, known in self._ids.items() if known == number), None)
        if tag is None:
            return
        match signal.header.fields.get(HeaderFields.member):
            case "ActionInvoked":
                self._pressed(Pressed(tag=tag, key=detail or DEFAULT_BUTTON))
            case "NotificationClosed":
                del self._ids[tag]
            case _:
                return

    def _on_lost(self) -> None:
        self._patience.stop()
        self._bus.close()
        self._capabilities = None
        self._ids.clear()
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            self._refused(notice)
