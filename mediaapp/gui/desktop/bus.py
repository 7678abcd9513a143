"""A D-Bus connection that never blocks: jeepney writes and reads the bytes, Qt moves them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count

from jeepney import HeaderFields, Message, MessageFlag, MessageType, Parser
from jeepney.auth import AuthenticationError, Authenticator
from jeepney.bus import get_bus
from jeepney.bus_messages import message_bus
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from mediaapp.gui.signals import signal_of

OnAnswer = Callable[[Message], None]
OnSilence = Callable[[], None]

ANSWER_MS = 1_000
"""How long whoever is called may take to answer, before the caller is told that nothing came."""


@dataclass(slots=True)
class _Unanswered:
    on_answer: OnAnswer
    on_silence: OnSilence | None
    patience: QTimer | None


def session_address() -> str | None:
    """Where this session's bus is; None where there is none."""
    try:
        return str(get_bus("SESSION"))
    except (KeyError, RuntimeError, ValueError):
        return None


class Bus(QObject):
    """One connection, opened by the first call and after it was lost by the next; what is said early is sent in time."""

    received = signal_of(Message)
    """A Message that answers no call."""
    lost = Signal()
    """The bus is not there or hung up; whoever waited for an answer was told so before."""

    def __init__(self, address: str, parent: QObject) -> None:
        super().__init__(parent)
        self._address = address
        self._serials = count(start=1)
        self._answers: dict[int, _Unanswered] = {}
        self._unsent: list[bytes] = []
        self._login = Authenticator()
        self._parser = Parser()
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._send_login)
        self._socket.readyRead.connect(self._on_ready_read)
        self._socket.errorOccurred.connect(self._on_error)

    def close(self) -> None:
        """Hang up."""
        self._socket.abort()

    @property
    def is_open(self) -> bool:
        """Whether the connection is there or being made."""
        return self._socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState

    def call(
        self,
        message: Message,
        on_answer: OnAnswer | None,
        *,
        on_silence: OnSilence | None = None,
        patience_ms: int = ANSWER_MS,
    ) -> None:
        """Send a call or a signal; `on_answer` gets its return or its error, however late.

        `on_silence` is called once when nothing came in time, or when the bus was lost before.
        """
        if self.is_open:
            self._send(message, on_answer, on_silence, patience_ms)
            return
        self._begin()
        self._send(message, on_answer, on_silence, patience_ms)
        self._open()  # may fail at once, and then whoever waits is to be told

    def _begin(self) -> None:
        self._login = Authenticator()
        self._parser = Parser()
        self._unsent.clear()
        self._send(message_bus.Hello(), None, None, 0)

    def _open(self) -> None:
        name = self._address
        if name.startswith("\0"):
            self._socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
            name = name[1:]
        self._socket.connectToServer(name)

    def _send(
        self, message: Message, on_answer: OnAnswer | None, on_silence: OnSilence | None, patience_ms: int
    ) -> None:
        serial = next(self._serials)
        if on_answer is None:
            message.header.flags |= MessageFlag.no_reply_expected
        else:
            self._answers[serial] = _Unanswered(on_answer, on_silence, self._patience(serial, on_silence, patience_ms))
        data = message.serialise(serial=serial)
        if self._login.authenticated:
            self._socket.write(data)
        else:
            self._unsent.append(data)

    def _patience(self, serial: int, on_silence: OnSilence | None, patience_ms: int) -> QTimer | None:
        if on_silence is None:
            return None
        timer = QTimer(self, singleShot=True, interval=patience_ms)
        timer.timeout.connect(partial(self._tell_silence, serial))
        timer.start()
        return timer

    def _tell_silence(self, serial: int) -> None:
        call = self._answers[serial]
        on_silence, call.on_silence = call.on_silence, None
        if on_silence is not None:
            on_silence()

    def _send_login(self) -> None:
        if data := self._login.data_to_send():
            self._socket.write(data)

    def _on_ready_read(self) -> None:
        data = self._socket.readAll().data()
        if self._login.authenticated:
            self._parser.add_data(data)
            self._dispatch()
            return
        try:
            self._login.feed(data)
        except AuthenticationError:
            self._on_error()
            return
        if self._login.authenticated:
            self._socket.write(b"BEGIN\r\n" + b"".join(self._unsent))
            self._unsent.clear()

    def _dispatch(self) -> None:
        while (message := self._parser.get_next_message()) is not None:
            kind = message.header.message_type
            if kind in (MessageType.method_return, MessageType.error):
                answered = self._answers.pop(message.header.fields[HeaderFields.reply_serial], None)
                if answered is not None:
                    _stop(answered)
                    answered.on_answer(message)
            else:
                self.received.emit(message)

    def _on_error(self) -> None:
        self._socket.abort()
        unanswered, self._answers = self._answers, {}
        for call in unanswered.values():
            _stop(call)
            if call.on_silence is not None:
                call.on_silence()
        self.lost.emit()


def _stop(call: _Unanswered) -> None:
    if call.patience is not None:
        call.patience.stop()
        call.patience.deleteLater()
