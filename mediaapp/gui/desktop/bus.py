"""A D-Bus connection that never blocks: jeepney writes and reads the bytes, Qt moves them."""

from collections.abc import Callable
from itertools import count

from jeepney import HeaderFields, Message, MessageFlag, MessageType, Parser
from jeepney.auth import AuthenticationError, Authenticator
from jeepney.bus import get_bus
from jeepney.bus_messages import message_bus
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalSocket

OnAnswer = Callable[[Message], None]


def session_address() -> str | None:
    """Where this session's bus is; None where there is none."""
    try:
        return str(get_bus("SESSION"))
    except (KeyError, RuntimeError, ValueError):
        return None


class Bus(QObject):
    """One connection, opened by the first call and after it was lost by the next; what is said early is sent in time."""

    received = Signal(object)
    """A Message that answers no call."""
    lost = Signal()
    """The bus is not there or hung up; calls without an answer will get none."""

    def __init__(self, address: str, parent: QObject) -> None:
        super().__init__(parent)
        self._address = address
        self._serials = count(start=1)
        self._answers: dict[int, OnAnswer] = {}
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

    def call(self, message: Message, on_answer: OnAnswer | None) -> None:
        """Send a call or a signal; `on_answer` gets its return or its error."""
        if self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._open()
        self._send(message, on_answer)

    def _open(self) -> None:
        self._login = Authenticator()
        self._parser = Parser()
        self._answers.clear()
        self._unsent.clear()
        self._send(message_bus.Hello(), None)
        name = self._address
        if name.startswith("\0"):
            self._socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
            name = name[1:]
        self._socket.connectToServer(name)

    def _send(self, message: Message, on_answer: OnAnswer | None) -> None:
        serial = next(self._serials)
        if on_answer is None:
            message.header.flags |= MessageFlag.no_reply_expected
        else:
            self._answers[serial] = on_answer
        data = message.serialise(serial=serial)
        if self._login.authenticated:
            self._socket.write(data)
        else:
            self._unsent.append(data)

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
                    answered(message)
            else:
                self.received.emit(message)

    def _on_error(self) -> None:
        self._socket.abort()
        self.lost.emit()
